"""Decisions of surveys about values: whom not to ask, what a score is worth, what is low."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from provodnik.kernel.periods import add_months
from provodnik.method.survey_words import AnswerKind, Measure, NotAskedReason
from provodnik.touches.voice.surveys.types import HUNDREDTHS, SCALES

_PROMOTES_FROM, _DETRACTS_TO = 9, 6
_SATISFIED_OF_FIVE, _FIVE = 4, 5


@dataclass(frozen=True, slots=True)
class Recontact:
    """The method's settings about whom not to ask."""

    days_between: int
    same_survey_days: int
    complaint_pauses: bool
    concern_pauses: bool
    fresh_days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of somebody about to be asked. `happened_at` is the reason to ask."""

    happened_at: datetime
    refused: bool = False
    complains: bool = False
    has_concern: bool = False
    asked_at: datetime | None = None
    same_asked_at: datetime | None = None
    awaits: bool = False


def why_not(
    standing: Standing, rules: Recontact, *, stopped: bool, now: datetime
) -> NotAskedReason | None:
    """The first reason not to ask, the weightiest first; None: ask."""
    recent = standing.asked_at is not None and (
        standing.asked_at > now - timedelta(days=rules.days_between)
    )
    same = standing.same_asked_at is not None and (
        standing.same_asked_at > now - timedelta(days=rules.same_survey_days)
    )
    held = {
        NotAskedReason.STOPPED: stopped,
        NotAskedReason.REFUSED: standing.refused,
        NotAskedReason.COMPLAINT: rules.complaint_pauses and standing.complains,
        NotAskedReason.UNFINISHED: rules.concern_pauses and standing.has_concern,
        NotAskedReason.AWAITED: standing.awaits,
        NotAskedReason.RECENT: recent or same,
        NotAskedReason.LATE: standing.happened_at < now - timedelta(days=rules.fresh_days),
    }
    return next((reason for reason, is_so in held.items() if is_so), None)


def is_low(
    value_hundredths: int, measure: Measure, top: int, low: Mapping[Measure, Fraction]
) -> bool:
    """Whether a score asks for help at once. `low` is the share of the scale at most, 0..1."""
    at_most = low.get(measure)
    return at_most is not None and Fraction(value_hundredths, top * HUNDREDTHS) <= at_most


def top_of(kind: AnswerKind) -> int | None:
    """The highest mark of a scale; None where there is no scale."""
    scale = SCALES.get(kind)
    return scale[-1] if scale else None


def mark_of(text: str, kind: AnswerKind) -> int | None:
    """A mark of the scale as a form sends it; None for anything that stands on no scale."""
    scale = SCALES.get(kind)
    told = text.strip()
    if scale is None or not told.isdecimal() or not told.isascii():
        return None
    mark = int(told) if len(told) <= len(str(scale[-1])) else -1
    return mark if mark in scale else None


@dataclass(frozen=True, slots=True)
class Score:
    """So many equal scores: hundredths of a point on a scale up to `top`."""

    item: str
    measure: Measure
    value: int
    top: int
    weight: int = 1
    count: int = 1


@dataclass(frozen=True, slots=True)
class Nps:
    promoters: int
    passives: int
    detractors: int

    @property
    def n(self) -> int:
        return self.promoters + self.passives + self.detractors

    @property
    def points(self) -> Fraction | None:
        """−100 … +100; None where nobody answered."""
        return Fraction(100 * (self.promoters - self.detractors), self.n) if self.n else None


@dataclass(frozen=True, slots=True)
class Csat:
    satisfied: int
    n: int
    points: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.satisfied, self.n) if self.n else None

    @property
    def mean(self) -> Fraction | None:
        """Of five."""
        return Fraction(self.points, self.n * HUNDREDTHS) if self.n else None


@dataclass(frozen=True, slots=True)
class Csi:
    index: Fraction | None
    n: int


def nps(scores: Iterable[Score]) -> Nps:
    """Those who answered 9 and 10 against those who answered 0 to 6."""
    told = [score for score in scores if score.measure is Measure.NPS]
    promoters = sum(one.count for one in told if one.value >= _PROMOTES_FROM * HUNDREDTHS)
    detractors = sum(one.count for one in told if one.value <= _DETRACTS_TO * HUNDREDTHS)
    return Nps(promoters, sum(one.count for one in told) - promoters - detractors, detractors)


def csat(scores: Iterable[Score]) -> Csat:
    """Marks of 4 and 5 of five; a mark on another scale is brought to five."""
    told = [(_of_five(one), one.count) for one in scores if one.measure is Measure.CSAT]
    satisfied = sum(n for value, n in told if value >= _SATISFIED_OF_FIVE * HUNDREDTHS)
    return Csat(satisfied, sum(n for _, n in told), sum(value * n for value, n in told))


def csi(scores: Iterable[Score]) -> Csi:
    """Σ(weight·mean) ÷ Σ(weight·top) × 100 over the questions, as the figure of this name."""
    of_item: dict[str, list[Score]] = defaultdict(list)
    for score in scores:
        if score.measure is Measure.CSI:
            of_item[score.item].append(score)
    got, best, total = Fraction(0), 0, 0
    for told in of_item.values():
        weight, n = max(one.weight for one in told), sum(one.count for one in told)
        got += weight * Fraction(sum(one.value * one.count for one in told), n)
        best += weight * max(one.top for one in told) * HUNDREDTHS
        total += n
    return Csi(got / best * 100 if best else None, total)


def due_wave(
    every_months: int, day_of_month: int, *, started_on: date, last_on: date | None, today: date
) -> date | None:
    """The day of the wave that is due and has not begun; None: nothing is due.

    A survey switched on after this month's day begins with the next one. A wave missed by
    months is begun once, for the latest day.
    """
    first = started_on.replace(day=day_of_month)
    day = first if first >= started_on else add_months(first, 1)
    due: date | None = None
    while day <= today:
        due, day = day, add_months(day, every_months)
    return None if due is None or (last_on is not None and last_on >= due) else due


def moved[T](items: Sequence[T], at: int, by: int) -> list[T]:
    """The items with the one at `at` moved by so many places; never past an end."""
    rest = [item for place, item in enumerate(items) if place != at]
    rest.insert(min(max(at + by, 0), len(rest)), items[at])
    return rest


def _of_five(score: Score) -> int:
    return round(Fraction(score.value * _FIVE, score.top))
