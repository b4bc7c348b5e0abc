"""Exports of orders made in tests, and what became of them in the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from provodnik.facts.sales.models import Order
from provodnik.kernel import schools
from provodnik.kernel.imports.models import ImportRun
from provodnik.kernel.models import JournalEntry, School

HEADER = "ID заказа;Номер;ID пользователя;Email;Дата создания;Title;Статус;Стоимость, RUB\n"


def row(key: int, *, title: str = "Колорист", status: str = "Завершен") -> str:
    """A paid order of a student of its own."""
    return f"{key};{key};{key};u{key}@example.test;2026-03-02 10:00:00;{title};{status};1000\n"


def export(path: Path, keys: Iterable[int]) -> Path:
    """A sound export of these orders."""
    path.write_text(HEADER + "".join(map(row, keys)))
    return path


@dataclass(frozen=True, slots=True)
class Held:
    """What a school holds: orders and their money, and what the journal tells of them."""

    orders: int
    kopecks: int
    placed: int
    payments: int

    @classmethod
    def of(cls, count: int) -> "Held":
        """What `count` sound orders come to, loaded once."""
        return cls(count, count * 1000_00, count, count)


def held(school: School) -> Held:
    """What is in the database of this school now."""
    with schools.inside(school.pk):
        entries = JournalEntry.objects.values_list("event__name", flat=True)
        told = list(entries)
        return Held(
            orders=Order.objects.count(),
            kopecks=sum(Order.objects.values_list("paid_kopecks", flat=True)),
            placed=told.count("order_placed"),
            payments=told.count("payment_received"),
        )


def written(school: School) -> int:
    """How many rows of the last run are committed."""
    with schools.inside(school.pk):
        run = ImportRun.objects.order_by("-pk").first()
        return run.tally.rows if run else 0
