"""A published path of one step, and students who reach it."""

from collections.abc import Mapping
from datetime import datetime

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.path import services as paths
from provodnik.facts.catalog.path.types import Step
from provodnik.facts.catalog.types import Trigger
from provodnik.facts.people.models import Client
from provodnik.facts.sales.tests.factories import ACTOR, MONDAY
from provodnik.kernel import journal
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.planning.moments import note_moments
from provodnik.touches.queue.types import TouchState

REASON = "К третьему модулю видно, какой навык даётся труднее."


def publish_step(  # noqa: PLR0913 (a step has this many facts)
    trigger: Trigger,
    offered: Product,
    *,
    after: Product | None = None,
    params: Mapping[str, str | int] | None = None,
    delay_days: int = 0,
    key: str = "next",
    channel: str = "coordinator_calls",
) -> None:
    """Add the step to the path and put it to work."""
    step = Step(
        key=key,
        trigger=trigger.value,
        after_id=after.pk if after else None,
        params=params or {},
        delay_days=delay_days,
        offered_id=offered.pk,
        reason=REASON,
        script="after_module",
        channel=channel,
    )
    paths.save_step(step, now=MONDAY)
    paths.publish(by_id=None, actor=ACTOR, now=MONDAY)


def learned(
    client: Client, event: str, product: Product | None, at: datetime, *, module: str | None = None
) -> int:
    """Something the student did, noted as the listener notes it. Returns the entry."""
    entry = journal.record(
        event,
        happened_at=at,
        actor="connector:getcourse",
        client_id=client.pk,
        product_id=product.pk if product else None,
        item=module,
    )
    note_moments([entry])
    return entry


def planned(kind: str | None = None) -> list[Touch]:
    """Touches that wait, by client."""
    touches = Touch.objects.filter(state=TouchState.PLANNED.value).order_by("client_id", "pk")
    return list(touches.filter(kind=kind) if kind else touches)
