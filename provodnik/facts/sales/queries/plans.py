"""Plans of repeat sales as they were set."""

from dataclasses import dataclass
from datetime import date

from provodnik.facts.sales.models import SalesPlan
from provodnik.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class PlanRow:
    """The plan of a month, kopecks: of a channel, of a person, or with neither of all."""

    month: date
    channel: str
    staff_id: int | None
    kopecks: int


def plans(period: Period) -> list[PlanRow]:
    """Plans of months that begin in the period. One query."""
    found = SalesPlan.objects.filter(month__gte=period.from_on, month__lt=period.to_on)
    rows = found.order_by("month", "channel", "staff_id")
    return [
        PlanRow(*row) for row in rows.values_list("month", "channel", "staff_id", "amount_kopecks")
    ]
