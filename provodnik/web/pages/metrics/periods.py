"""Periods a number is looked at over: the programme, this month, the last one, all of time."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from provodnik.kernel.periods import Period, add_months, month_of
from provodnik.reports import programme
from provodnik.web.design.types import View


def of_programme() -> Period | None:
    """The open programme's days; None while the school has none. One query."""
    opened = programme.open_row()
    return Period(opened.starts_on, opened.ends_on) if opened else None


def views(
    chosen: Period | None, own: Period | None, today: date, address: Callable[[Period | None], str]
) -> tuple[View, ...]:
    """The choices as links; `own` is the programme. Another period of the address is no choice."""
    this = month_of(today)
    last = Period(add_months(this.from_on, -1), this.from_on)
    named: list[tuple[str, Period | None]] = [
        (_("This month"), this),
        (_("Last month"), last),
        (_("All of time"), None),
    ]
    if own is not None:
        named.insert(0, (_("Programme"), own))
    return tuple(View(name, address(one), is_current=one == chosen) for name, one in named)
