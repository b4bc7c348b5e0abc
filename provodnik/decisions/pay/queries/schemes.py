"""By which rates a month is counted."""

from dataclasses import dataclass
from datetime import date, datetime

from provodnik.decisions.pay.models import SchemeTurn
from provodnik.method import queries as method
from provodnik.method.shapes.pay import Pay


@dataclass(frozen=True, slots=True)
class TurnRow:
    """From a month on other rates held, and why."""

    from_on: date
    reason: str
    by: str
    set_at: datetime


def scheme_for(month_on: date) -> Pay:
    """The rates of a month: the last ones applied by then, else the method's. One query."""
    turn = SchemeTurn.objects.filter(from_on__lte=month_on).order_by("-from_on").first()
    return method.pay_settings() if turn is None else Pay.model_validate(turn.body, strict=False)


def scheme_turns() -> list[TurnRow]:
    """Every change of rates, newest first. One query."""
    turns = SchemeTurn.objects.select_related("by").order_by("-from_on")
    return [
        TurnRow(turn.from_on, turn.reason, turn.by.name if turn.by else "", turn.set_at)
        for turn in turns
    ]
