"""What the page of criteria shows. Everything is read before the template begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.decisions.goals.queries import Fact, GoalRow, board
from provodnik.decisions.goals.types import Every
from provodnik.decisions.pay import queries as pay
from provodnik.decisions.pay.types import Line, LineKind, Slip
from provodnik.facts.team.models import Staff
from provodnik.facts.team.queries import standing
from provodnik.kernel.periods import month_of, quarter_of
from provodnik.method.shapes.pay import Grade, Pay
from provodnik.method.types import Right
from provodnik.metrics import definition as metrics
from provodnik.web import formats
from provodnik.web.ab_rows import number_href
from provodnik.web.access import has_right
from provodnik.web.design.figures import amount_text
from provodnik.web.design.types import Tone
from provodnik.web.goal_figures import UNITS, state_tone, state_words, told_text
from provodnik.web.pages.criteria.checked import CheckedBy, checked_by
from provodnik.web.rewards import RewardWords, reward_words


@dataclass(frozen=True, slots=True)
class Judged:
    """A figure I am judged by: what it is now, what is asked, how much it weighs.

    `href` leads to the rows; it is empty where the value was told by a person or is not there.
    """

    title: str
    value: str
    target: str
    weight: str
    state: str
    tone: Tone
    href: str
    is_reached: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A grade of the ladder; `is_next` is the one to grow to."""

    grade: Grade
    is_mine: bool
    is_next: bool


@dataclass(frozen=True, slots=True)
class Criteria:
    """Everything the page needs; nothing in it can query."""

    sentence: str
    figures: Sequence[Judged]
    goals: Sequence[Judged]
    scheme: str
    floor: str
    ceiling: str
    sales: str
    reward: RewardWords | None
    ladder: Sequence[Step]
    has_grade: bool
    checked: Sequence[CheckedBy]
    sees_rows: bool
    has_slip: bool


def criteria(staff: Staff, *, price_kopecks: int | None, now: datetime) -> Criteria:
    """How this member is judged. A fixed number of queries, whatever the school."""
    today = timezone.localdate(now)
    month_on = month_of(today).from_on
    scheme = pay.scheme_for(month_on)
    kind = scheme.scheme_of(staff.role)
    slip = pay.own_slip(staff.pk, month_on) if kind else None
    figures = _figures(slip, month_on)
    grade = standing(staff.pk, today).grade
    return Criteria(
        sentence=_sentence(figures),
        figures=figures,
        goals=_goals(staff, today=today, now=now),
        scheme=str(kind.title) if kind else "",
        floor=_percent(scheme.floor_percent),
        ceiling=_percent(scheme.ceiling_percent),
        sales=_percent(kind.sales_percent) if kind and kind.sales_percent else "",
        reward=reward_words(staff, price_kopecks, today),
        ladder=_ladder(scheme, grade) if kind or grade else (),
        has_grade=bool(grade),
        checked=checked_by(staff, now=now),
        sees_rows=has_right(staff, Right.SEE_NUMBERS),
        has_slip=slip is not None and has_right(staff, Right.SEE_OWN_PAY),
    )


def _sentence(figures: Sequence[Judged]) -> str:
    """The conclusion: how many of my figures are where they should be."""
    measured = [one for one in figures if one.target and one.value != formats.UNDEFINED]
    if not figures:
        return _("How you are judged")
    if not measured:
        return _("None of your figures is measured this month yet")
    told = {
        "reached": sum(one.is_reached for one in measured),
        "all": formats.counted(len(measured), _("figure|figures"), _language()),
    }
    return _("Within the plan: %(reached)s of %(all)s") % told


def _figures(slip: Slip | None, month_on: date) -> list[Judged]:
    """What moves my pay: figures against their plan, then what is paid by the piece."""
    if slip is None:
        return []
    kinds = (LineKind.KPI, LineKind.PIECE)
    return [_of_line(slip, line, month_on) for line in slip.lines if line.kind in kinds]


def _of_line(slip: Slip, line: Line, month_on: date) -> Judged:
    path = reverse("pay:rows", args=[slip.staff_id, line.kind.value, line.key])
    href = f"{path}?month={month_on:%Y-%m}" if line.value is not None else ""
    if line.kind is LineKind.PIECE:
        each = formats.money(int(line.rate or 0) * 100, _language())
        weight = _("%(money)s for each") % {"money": each}
        value = _figure(line.value, line.unit)
        return Judged(line.title, value, "", weight, "", Tone.NEUTRAL, href, is_reached=True)
    is_reached = _reaches(line)
    return Judged(
        title=line.title,
        value=_figure(line.value, line.unit),
        target=_figure(line.plan, line.unit),
        weight=_("%(share)s of the base") % {"share": _share(line.rate or Fraction(0))},
        state=_state(line, is_reached=is_reached),
        tone=Tone.NEUTRAL if line.value is None else Tone.GOOD if is_reached else Tone.WATCH,
        href=href,
        is_reached=is_reached,
    )


def _reaches(line: Line) -> bool:
    if line.value is None or line.plan is None:
        return False
    return line.value <= line.plan if line.direction == "down" else line.value >= line.plan


def _state(line: Line, *, is_reached: bool) -> str:
    if line.value is None:
        return _("nothing measured yet, counts as the plan")
    return _("within the plan") if is_reached else _("below the plan")


def _goals(staff: Staff, *, today: date, now: datetime) -> list[Judged]:
    """KPIs and results of the quarter's objectives that this member answers for."""
    found = board(quarter_of(today).from_on, today=today, now=now)
    every = {Every.WEEK: _("this week"), Every.MONTH: _("this month")}
    rows = [(one.goal, every[one.every]) for one in found.kpis if one.owner_id == staff.pk]
    for objective in found.objectives:
        if objective.owner_id == staff.pk:
            rows += [(result.goal, _("this quarter")) for result in objective.results]
    return [_of_goal(row, window) for row, window in rows]


def _of_goal(row: GoalRow, window: str) -> Judged:
    counted = row.fact.is_counted and row.window is not None and row.fact.amount is not None
    return Judged(
        title=row.title,
        value=_fact(row, row.fact),
        target=told_text(row.target, row.unit, _language()),
        weight=window,
        state=state_words(row.state),
        tone=state_tone(row.state),
        href=number_href(row.metric, row.window) if counted and row.window else "",
        is_reached=False,
    )


def _fact(row: GoalRow, fact: Fact) -> str:
    if fact.told:
        return told_text(fact.told, row.unit, _language())
    return _figure(fact.amount, row.unit.value)


def _ladder(scheme: Pay, mine: str) -> list[Step]:
    above = scheme.next_grade(mine)
    return [Step(grade, grade.key == mine, grade == above) for grade in scheme.grades]


def _figure(value: Fraction | None, unit: str) -> str:
    """A figure in its own unit; a dash where nothing was measured."""
    if value is None:
        return formats.UNDEFINED
    return amount_text(value, UNITS[metrics.Unit(unit)], _language())


def _share(share: Fraction) -> str:
    is_whole = (share * 100).denominator == 1
    return formats.share(share, _language(), is_approx=is_whole)


def _percent(percent: float) -> str:
    return _share(Fraction(str(percent)) / 100)


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
