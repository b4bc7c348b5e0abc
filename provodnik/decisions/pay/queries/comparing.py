"""A past month under other rates: what it would have come to, for all and for each."""

from collections.abc import Sequence
from datetime import date

from provodnik.decisions.pay.queries.months import known_of
from provodnik.decisions.pay.queries.schemes import scheme_for
from provodnik.decisions.pay.types import Compared
from provodnik.kernel.periods import add_months
from provodnik.method.shapes.pay import Pay


def compared(last_on: date, other: Pay, *, months: int = 1) -> Sequence[Compared]:
    """Each person's pay over some months up to one, as it is counted and by other rates.

    Both are counted from today's figures, closed months too, so that only the rates differ.
    Nothing is written.
    """
    now: dict[int, int] = {}
    then: dict[int, int] = {}
    names: dict[int, str] = {}
    for back in range(months):
        month_on = add_months(last_on, -back)
        holds = scheme_for(month_on)
        # Both name the same figures, so each is asked once.
        known = known_of(month_on, holds)
        for told, scheme in ((now, holds), (then, other)):
            for slip in known.slips(scheme):
                told[slip.staff_id] = told.get(slip.staff_id, 0) + slip.total_kopecks
                names[slip.staff_id] = slip.name
    return [Compared(who, name, now.get(who, 0), then.get(who, 0)) for who, name in names.items()]
