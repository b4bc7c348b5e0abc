"""Writing down what was agreed about the next sale (R-092)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from provodnik.kernel import schools
from provodnik.touches.queue.errors import AgreementSaysNothing
from provodnik.touches.queue.models import Agreement, Touch
from provodnik.touches.queue.queries.agreements import source_of
from provodnik.touches.queue.services import journaling


@transaction.atomic
def agree(  # noqa: PLR0913 (an agreement has this many facts)
    touch_id: int,
    *,
    what: str = "",
    starts_on: date | None = None,
    conditions: str = "",
    not_now: str = "",
    by_id: int,
    now: datetime,
) -> Agreement:
    """Write down what, from which day and on what conditions, or why not now.

    Of one talk the last wording stands; the same wording again changes nothing.

    Raises:  Touch.DoesNotExist
             AgreementSaysNothing: neither the three of them nor a reason, or both
    """
    touch = source_of(Touch.objects.select_for_update().get(pk=touch_id))
    said = {
        "what": what.strip(),
        "starts_on": starts_on,
        "conditions": conditions.strip(),
        "not_now": not_now.strip(),
    }
    _check(said)
    known = Agreement.objects.filter(touch=touch).first()
    if known is not None and all(getattr(known, name) == value for name, value in said.items()):
        return known
    agreement, _ = Agreement.objects.update_or_create(
        school_id=schools.current(),
        touch=touch,
        defaults={"client_id": touch.client_id, "agreed_at": now, "agreed_by_id": by_id, **said},
    )
    journaling.record(
        touch,
        "upsell_agreed",
        at=now,
        actor=f"staff:{by_id}",
        attrs={name: str(value) for name, value in said.items() if value},
    )
    return agreement


def _check(said: Mapping[str, object]) -> None:
    parts = [bool(said[name]) for name in ("what", "starts_on", "conditions")]
    if any(parts) if said["not_now"] else not all(parts):
        raise AgreementSaysNothing
