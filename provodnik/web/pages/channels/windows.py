"""Which days the page is about."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.kernel.periods import Period, add_months
from provodnik.reports import programme
from provodnik.web import formats
from provodnik.web.design.types import View

MONTHS = (1, 3, 4, 12)
_PROGRAMME = "programme"
_DEFAULT_MONTHS = 4


@dataclass(frozen=True, slots=True)
class Window:
    """The days chosen, in words, and the others one may choose."""

    period: Period
    words: str
    key: str
    choices: tuple[View, ...]


def chosen(asked: str, today: date) -> Window:
    """The window named in the address; else that of the programme, else four months. One query."""
    opened = programme.open_row()
    months = int(asked) if asked in map(str, MONTHS) else None
    if months is None and opened is not None:
        period, key = Period(opened.starts_on, opened.ends_on), _PROGRAMME
    else:
        key = str(months or _DEFAULT_MONTHS)
        first = add_months(today.replace(day=1), 1 - int(key))
        period = Period(first, today + timedelta(days=1))
    names = {str(n): formats.counted(n, _("month|months"), language()) for n in MONTHS}
    if opened is not None:
        names = {_PROGRAMME: _("Programme"), **names}
    return Window(
        period=period,
        words=formats.day_range(period.from_on, period.to_on, today, language()),
        key=key,
        choices=tuple(
            View(name, f"?window={one}", is_current=one == key) for one, name in names.items()
        ),
    )


def language() -> str:
    """The language the page is written in."""
    return (get_language() or "ru").split("-")[0]
