"""Products for tests; a path is drawn with `catalog.path.services`."""

from datetime import UTC, datetime
from itertools import count

from provodnik.facts.catalog import services
from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.path import services as path
from provodnik.facts.catalog.path.types import Step
from provodnik.facts.catalog.types import LinkKind, ProductFields, ProductStatus

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
REASON = "К третьему модулю видно, какой навык даётся труднее всего."
_number = count(1)


def make_product(  # noqa: PLR0913 (what matters is visible at the call)
    name: str | None = None,
    *,
    kind: str = "course",
    price_kopecks: int | None = 12_900_00,
    cost_kopecks: int | None = None,
    owner_id: int | None = None,
    status: ProductStatus = ProductStatus.ACTIVE,
    now: datetime = MONDAY,
) -> Product:
    fields = ProductFields(
        name=name or f"Продукт {next(_number)}",
        kind=kind,
        price_kopecks=price_kopecks,
        cost_kopecks=cost_kopecks,
        owner_id=owner_id,
    )
    return services.add_product(fields, status=status, now=now, actor="system")


def lead(source: Product, target: Product, kind: LinkKind = LinkKind.NEXT) -> None:
    services.link(source.pk, target.pk, kind, now=MONDAY, actor="system")


def make_path(*pairs: tuple[Product, Product]) -> None:
    """A published path: after the first of each pair is finished, the second is offered."""
    for number, (after, offered) in enumerate(pairs):
        step = Step(
            key=f"step{number}",
            trigger="course_completed",
            after_id=after.pk,
            offered_id=offered.pk,
            reason=REASON,
            script="after_module",
            channel="coordinator_calls",
        )
        path.save_step(step, now=MONDAY)
    path.publish(by_id=None, actor="system", now=MONDAY)
