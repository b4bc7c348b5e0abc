"""How the department serves in the demo: told from a seed of its own, beside the sales.

Before the programme nobody asked and answers took a day; in it both change. What is told
here moves no sale and no direct cost.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from provodnik.config.demo.shapes import Person, Purchase
from provodnik.config.demo.source import School
from provodnik.kernel.periods import add_months

MONTHS_BEFORE = 4
PROGRAMME_MONTHS = 4
OPENS_AT, CLOSES_AT = 10, 20
_LEARNS_DAYS = (5, 150)


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month of the story; `number` counts from the programme's first, from 0."""

    number: int
    starts_at: datetime
    ends_at: datetime

    @property
    def is_before(self) -> bool:
        return self.number < 0

    @property
    def is_whole(self) -> bool:
        """Not the month of the anchor, which is still going on."""
        return self.number < PROGRAMME_MONTHS


@dataclass(slots=True)
class Telling:
    """What every part of the service's story needs: who, when, and one random of its own."""

    random: Random
    school: School
    anchor: datetime
    first: Sequence[Purchase]
    names: dict[str, str] = field(init=False)
    _paid_at: list[datetime] = field(init=False)

    def __post_init__(self) -> None:
        self.names = {member.key: member.name for member in self.school.staff}
        self.first = sorted(self.first, key=lambda purchase: purchase.parts[0].paid_at)
        self._paid_at = [purchase.parts[0].paid_at for purchase in self.first]

    @property
    def programme_at(self) -> datetime:
        return self.month(0).starts_at

    def month(self, number: int) -> Month:
        """The month with this number, midnight to midnight."""
        return Month(number, self._month_start(number), self._month_start(number + 1))

    def months(self) -> Iterator[Month]:
        """As many before the programme as in it, those of the programme, and this one."""
        return map(self.month, range(-MONTHS_BEFORE, PROGRAMME_MONTHS + 1))

    def moment(self, month: Month, *, until: int = CLOSES_AT - 1) -> datetime:
        """A working hour of the month; one of the current month may be still to come."""
        day = self.random.randrange((month.ends_at - month.starts_at).days)
        at = month.starts_at + timedelta(days=day)
        return at.replace(
            hour=self.random.randrange(OPENS_AT, until), minute=self.random.randrange(60)
        )

    def student(self, at: datetime) -> Person:
        """Somebody who began some weeks before and learns at that moment."""
        newest, oldest = (at - timedelta(days=days) for days in _LEARNS_DAYS)
        low, high = bisect_left(self._paid_at, oldest), bisect_left(self._paid_at, newest)
        return self.first[self.random.randrange(low, high)].person

    def _month_start(self, number: int) -> datetime:
        on = add_months(self.anchor.date().replace(day=1), number - PROGRAMME_MONTHS)
        midnight = self.anchor.replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight.replace(year=on.year, month=on.month, day=1)
