"""The programme on the owner's home: its months from A to B, and what was changed on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.kernel.periods import Period
from provodnik.reports.changes import ChangeRow, changes_in
from provodnik.reports.types import ProgrammeRow
from provodnik.web import formats
from provodnik.web.design.types import Step

# A mark stands under a column of the chart and beside its note in the list.
_MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A note with its mark on the chart."""

    mark: str
    change: ChangeRow


@dataclass(frozen=True, slots=True)
class Course:
    """Point A, months 1, 2 …, point B; the notes between; how long it still goes."""

    steps: tuple[Step, ...]
    changes: tuple[ChangeLine, ...]
    number: int
    total: int
    days_left: int

    @property
    def is_over(self) -> bool:
        return not self.days_left

    def marks(self) -> Mapping[date, str]:
        """Marks by the first day of the month they stand in."""
        found: dict[date, str] = {}
        for line in self.changes:
            month = line.change.on_date.replace(day=1)
            found[month] = f"{found.get(month, '')}{line.mark}"
        return found


def course(opened: ProgrammeRow | None, today: date) -> Course | None:
    """The programme's course on a day; nothing without a programme. One query."""
    if opened is None:
        return None
    months = opened.months
    lines = changes_in(Period(opened.starts_on, opened.ends_on))
    number = sum(1 for month in months if month.from_on <= today)
    return Course(
        steps=_steps(opened, today),
        changes=tuple(
            ChangeLine(_MARKS[min(place, len(_MARKS) - 1)], line)
            for place, line in enumerate(lines)
        ),
        number=number,
        total=len(months),
        days_left=max(0, (opened.ends_on - today).days),
    )


def _steps(opened: ProgrammeRow, today: date) -> tuple[Step, ...]:
    language = (get_language() or "ru").split("-")[0]
    months = opened.months
    first = formats.day_words(opened.starts_on, today, language)
    last = formats.day_words(months[-1].last_on, today, language)
    middle: Sequence[Step] = [
        Step(
            _("Month %(n)s") % {"n": place},
            is_done=month.to_on <= today,
            is_current=today in month,
        )
        for place, month in enumerate(months, start=1)
    ]
    return (
        Step(_("Point A, %(day)s") % {"day": first}, is_done=opened.starts_on <= today),
        *middle,
        Step(_("Point B, %(day)s") % {"day": last}, is_done=opened.ends_on <= today),
    )
