"""What the page of reporting lines shows: the tree, the gaps in it, the goals of the quarter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import get_language

from provodnik.decisions.goals.queries import Fact, GoalRow, KeyResultRow, ObjectiveRow, board
from provodnik.facts.team.models import Staff
from provodnik.facts.team.queries import structure
from provodnik.facts.team.types import TreeRow
from provodnik.kernel.periods import quarter_of
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.metrics.reaching import State
from provodnik.web.ab_rows import number_href
from provodnik.web.access import has_right
from provodnik.web.design.types import Figure, Tone
from provodnik.web.goal_figures import (
    counted_figure,
    state_tone,
    state_words,
    told_figure,
    told_text,
)

_DEEPEST_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A member in the tree; `step` is how far the line stands to the right, 0..4."""

    row: TreeRow
    role: str
    step: int
    is_me: bool


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A key result, read only: from, now, to, and how it stands."""

    title: str
    start: Figure
    fact: Figure
    target: str
    state: str
    tone: Tone
    way: Fraction | None


@dataclass(frozen=True, slots=True)
class Goal:
    """An objective of the quarter with who answers and its results."""

    row: ObjectiveRow
    lines: tuple[ResultLine, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the template needs; nothing in it can query."""

    places: tuple[Place, ...]
    lacking: tuple[Place, ...]
    goals: tuple[Goal, ...]
    days_left: int

    @property
    def reached(self) -> int:
        return sum(goal.row.reached for goal in self.goals)

    @property
    def results(self) -> int:
        return sum(len(goal.lines) for goal in self.goals)


def page(staff: Staff, *, today: date, now: datetime) -> Page:
    """The team and its goals. A fixed number of queries, whatever the team."""
    titles = {str(role.key): str(role.title) for role in method.roles().roles}
    places = tuple(_place(row, titles, staff) for row in structure())
    found = board(quarter_of(today).from_on, today=today, now=now)
    opens = has_right(staff, Right.SEE_NUMBERS)
    return Page(
        places=places,
        lacking=tuple(place for place in places if place.row.lacks_manager),
        goals=tuple(Goal(row, _lines(row.results, opens=opens)) for row in found.objectives),
        days_left=found.days_left,
    )


def _place(row: TreeRow, titles: dict[str, str], staff: Staff) -> Place:
    return Place(
        row=row,
        role=titles.get(row.role, row.role),
        step=min(row.depth, _DEEPEST_SHOWN),
        is_me=row.staff_id == staff.pk,
    )


def _lines(results: Sequence[KeyResultRow], *, opens: bool) -> tuple[ResultLine, ...]:
    language = (get_language() or "ru").split("-")[0]
    return tuple(
        ResultLine(
            title=one.goal.title,
            start=told_figure(one.start, one.goal.unit),
            fact=_fact(one.goal, one.goal.fact, opens=opens),
            target=told_text(one.goal.target, one.goal.unit, language),
            state=state_words(one.goal.state),
            tone=state_tone(one.goal.state),
            way=Fraction(1) if one.goal.state is State.REACHED else one.behind,
        )
        for one in results
    )


def _fact(goal: GoalRow, fact: Fact, *, opens: bool) -> Figure:
    """Who may see the figures of the school opens one; the others read it."""
    if fact.told:
        return told_figure(fact.told, goal.unit)
    is_open = opens and fact.is_counted and goal.window is not None
    href = number_href(goal.metric, goal.window) if is_open and goal.window else ""
    return counted_figure(fact.amount, goal.unit, n=fact.n, href=href, is_counted=fact.is_counted)
