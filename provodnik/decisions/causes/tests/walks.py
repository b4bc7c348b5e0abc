"""Students who go some steps of a course, as the journal would tell it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from provodnik.facts.catalog.models import Product
from provodnik.kernel import journal

MODULES = ("Модуль 1", "Модуль 2", "Модуль 3", "Модуль 4")
_STEP = timedelta(days=7)
_client = count(1)


def walk(
    product: Product, opened_on: date, *, people: int, modules: int, is_finished: bool = False
) -> list[int]:
    """So many people get access on a day and finish so many modules, one a week."""
    clients = [next(_client) for _ in range(people)]
    start = datetime.combine(opened_on, time(9), UTC)
    record("enrolled", clients, product, start)
    for nth, module in enumerate(MODULES[:modules], start=1):
        record("module_completed", clients, product, start + nth * _STEP, item=module)
    if is_finished:
        record("course_completed", clients, product, start + len(MODULES) * _STEP)
    return clients


def record(
    event: str, clients: Sequence[int], product: Product, at: datetime, *, item: str | None = None
) -> None:
    journal.record_many(
        [
            journal.Entry(event, at, "system", client_id=one, product_id=product.pk, item=item)
            for one in clients
        ]
    )
