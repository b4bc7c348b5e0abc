"""Exports of GetCourse made in tests, and what became of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from conftest import MONDAY
from provodnik.kernel.imports import services
from provodnik.kernel.imports.models import ImportRun
from provodnik.kernel.imports.services import SourceFile
from provodnik.kernel.imports.tests.files import csv_file
from provodnik.kernel.models import JournalEntry, School

ORDER = [
    *("ID заказа", "Номер", "ID пользователя", "Email", "Дата создания", "Дата оплаты"),
    *("Title", "Статус", "Стоимость, RUB", "Оплачено", "Менеджер"),
]
PAYMENT = [
    *("Номер", "Пользователь", "Эл. почта", "Заказ", "Дата создания"),
    *("Тип", "Статус", "Сумма", "Название"),
]


@dataclass(slots=True)
class Loader:
    """Loads small files into a school, the way the command does."""

    school: School
    folder: Path
    count: int = 0

    def rows(
        self, kind: str, rows: Sequence[Sequence[str]], *, now: datetime = MONDAY, **told: bool
    ) -> ImportRun:
        self.count += 1
        path = csv_file(self.folder / f"{self.count}.csv", rows)
        return self.file(kind, SourceFile(path), now=now, **told)

    def file(
        self, kind: str, source: SourceFile, *, now: datetime = MONDAY, **told: bool
    ) -> ImportRun:
        run = services.start_run(
            source, kind=kind, school=self.school, by="staff:1", now=now, **told
        )
        return services.run_to_end(school_id=self.school.pk, run_id=run.pk, now=now)

    def orders(self, *rows: Sequence[str], now: datetime = MONDAY) -> ImportRun:
        return self.rows("getcourse-orders", [ORDER, *rows], now=now)

    def payments(self, *rows: Sequence[str], now: datetime = MONDAY) -> ImportRun:
        return self.rows("getcourse-payments", [PAYMENT, *rows], now=now)


type Load = Callable[..., Loader]


def order(  # noqa: PLR0913 (a row of the export)
    key: str = "501",
    *,
    number: str = "",
    user: str = "7",
    email: str = "anna@mail.ru",
    made: str = "2026-10-01 12:00",
    paid: str = "2026-10-02 12:00",
    title: str = "Курс",
    status: str = "Завершен",
    cost: str = "12900",
    stated: str = "",
    manager: str = "",
) -> list[str]:
    return [key, number, user, email, made, paid, title, status, cost, stated, manager]


def payment(
    key: str = "9001",
    *,
    order: str = "501",
    email: str = "anna@mail.ru",
    at: str = "2026-10-03 10:00",
    status: str = "Получен",
    amount: str = "12 900 руб.",
) -> list[str]:
    return [key, "Анна", email, order, at, "ЮKassa", status, amount, "Оплата"]


def standing(*events: str) -> list[tuple[str, str | None, int | None, str]]:
    """(event, item, value, day) of entries nobody voided, as metrics see them."""
    voided = JournalEntry.objects.filter(event__name="entry_voided").values("value")
    rows = (
        JournalEntry.objects.exclude(pk__in=voided)
        .filter(event__name__in=events, source__name="getcourse")
        .order_by("happened_at", "event__name", "item")
        .values_list("event__name", "item", "value", "happened_at")
    )
    return [(event, item, value, f"{at:%m-%d}") for event, item, value, at in rows]


MONEY = ("payment_received", "refund_paid", "balance_spent")
