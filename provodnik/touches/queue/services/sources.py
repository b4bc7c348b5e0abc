"""What a touch came from, and what its outcome does there."""

from datetime import datetime

from provodnik.facts.people.lifecycle.services import make_contact, unmake_contact
from provodnik.method import queries as method
from provodnik.method import types as method_types
from provodnik.touches.queue.errors import AgreementMissing
from provodnik.touches.queue.models import Agreement, Touch
from provodnik.touches.queue.queries.agreements import source_of
from provodnik.touches.queue.types import Origin, Outcome

_SETTLES = frozenset({Outcome.AGREED, Outcome.REACHED})


def check_agreement(touch: Touch, outcome: Outcome) -> None:
    """A talk of the week of agreeing ends with something agreed, or with why not now.

    Raises:  AgreementMissing
    """
    source = source_of(touch)
    if source.origin != Origin.AGREEMENT or outcome not in _SETTLES:
        return
    if not Agreement.objects.filter(touch=source).exists():
        raise AgreementMissing(str(touch))


def settle(touch: Touch, outcome: Outcome, *, now: datetime) -> None:
    """A contact after completion that was talked over is made."""
    contact_id = _contact_id(touch)
    if contact_id and method.outcomes().outcome(method_types.Outcome(outcome.value)).talked:
        make_contact(contact_id, now=now, actor=f"staff:{touch.made_by_id}")


def unsettle(touch: Touch, *, now: datetime, actor: str) -> None:
    """A contact this touch had made is to be made again."""
    contact_id = _contact_id(touch)
    if contact_id and touch.made_at is not None:
        unmake_contact(contact_id, made_at=touch.made_at, now=now, actor=actor)


def _contact_id(touch: Touch) -> int | None:
    source = source_of(touch)
    if source.origin != Origin.CONTACT:
        return None
    return int(source.occurrence.removeprefix("contact:"))
