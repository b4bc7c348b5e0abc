"""What the list of works and one work show."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from provodnik.facts.learning.homework import queries, rules
from provodnik.facts.learning.homework.models import Work
from provodnik.facts.learning.homework.queries import AttemptView, Page, WorkRow, WorkView
from provodnik.facts.learning.homework.types import Difference, Sees, Tab
from provodnik.facts.team.models import Staff
from provodnik.facts.team.queries import staff_list
from provodnik.kernel.schools.services import working_calendar
from provodnik.method import queries as method
from provodnik.method.shapes.homework import Criterion, Feedback
from provodnik.method.types import Right
from provodnik.web.access import has_right
from provodnik.web.design.types import View
from provodnik.web.homework_access import sees
from provodnik.web.pages.homework import words
from provodnik.web.pages.homework.asking import Asked


@dataclass(frozen=True, slots=True)
class Line:
    """A work of the list in words."""

    row: WorkRow
    href: str
    due: str
    is_late: bool
    state: str
    score: str


@dataclass(frozen=True, slots=True)
class Board:
    """The list: its sentence, its views with numbers, its lines."""

    sentence: str
    asked: Asked
    tab: Tab
    views: tuple[View, ...]
    lines: tuple[Line, ...]
    curator: str
    next_href: str
    open_id: int = 0


@dataclass(frozen=True, slots=True)
class Asks:
    """A criterion being marked: its scale with meanings, and the mark chosen so far."""

    criterion: Criterion
    mark: int | None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person has written into the rubric so far."""

    marks: Mapping[str, int] = field(default_factory=dict)
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """One work and what this member may do to it.

    `is_second` asks for a second opinion, blind to the first one's marks. `may_check` is the
    first check of an attempt that waits.
    """

    work: WorkView
    state: str
    due: str
    is_late: bool
    asks: tuple[Asks, ...]
    comment: str
    may_check: bool
    is_second: bool
    is_blind: bool
    waits_for_second: bool
    must_discuss: bool
    held_by_other: str
    remarks: tuple[str, ...]
    feedback: Feedback
    may_open_card: bool

    @property
    def last(self) -> AttemptView | None:
        return self.work.last

    @property
    def differences(self) -> tuple[Difference, ...]:
        return () if self.is_blind or self.last is None else self.last.differences

    @property
    def attempts(self) -> tuple[AttemptView, ...]:
        """Attempts before the last one, newest first."""
        return self.work.attempts[1:]


def board(staff: Staff, asked: Asked, *, now: datetime, open_id: int = 0) -> Board:
    """The list as this member sees it. Queries: 10, whatever the number of works."""
    eyes, limit = sees(staff), method.homework_settings().most_shown
    counted = queries.counts(eyes, now=now)
    tab = asked.tab or _first_tab(counted)
    found = queries.rows(
        eyes, tab, now=now, page=Page(limit + 1, asked.page * limit), curator_id=asked.curator
    )
    zone, calendar = ZoneInfo(staff.school.timezone), working_calendar()
    return Board(
        sentence=words.sentence(counted, _first_due_at(eyes, now), zone, now=now),
        asked=asked,
        tab=tab,
        views=tuple(
            View(name, reverse("homework:list") + asked.at(one).query, counted[one], one is tab)
            for one, name in _tab_names(staff)
        ),
        lines=tuple(
            Line(
                row=row,
                href=reverse("homework:work", args=[row.work_id]) + asked.query,
                due=words.due(row, calendar, zone, now=now),
                is_late=row.is_late(now),
                state=words.state_word(row.state),
                score=words.score(row.score_hundredths),
            )
            for row in found[:limit]
        ),
        curator=_name_of(asked.curator),
        next_href=_next_href(asked, tab) if len(found) > limit else "",
        open_id=open_id,
    )


def opened(staff: Staff, work: Work, *, now: datetime, draft: Draft | None = None) -> Opened:
    """A work for its pane. Queries: 7."""
    view, calendar = queries.opened(work), working_calendar()
    last = view.last
    mine = last is None or last.first is None or last.first.reviewer_id == staff.pk
    look = last.look if last else None
    pending = look is not None and look.done_at is None
    may_second = has_right(staff, Right.GIVE_SECOND_OPINION)
    is_second = pending and not mine and may_second
    allowed = has_right(staff, Right.MARK_GRADUATES) if view.is_practical else True
    told = draft or _kept(last, is_second=is_second)
    settings = method.homework_settings()
    row = queries.row_of(work)
    return Opened(
        work=view,
        state=words.state_word(view.state),
        due=words.due(row, calendar, ZoneInfo(staff.school.timezone), now=now),
        is_late=row.is_late(now),
        asks=tuple(Asks(one, told.marks.get(one.key)) for one in view.rubric.criteria),
        comment=told.comment,
        may_check=view.is_waiting and allowed and mine and not is_second,
        is_second=is_second,
        is_blind=pending and not mine,
        waits_for_second=pending and mine and view.is_waiting,
        must_discuss=view.is_waiting
        and last is not None
        and last.difference >= settings.second.discuss_from
        and look is not None
        and look.agreed_at is None,
        held_by_other=_held_by_other(view, staff, now=now),
        remarks=tuple(queries.remarks()),
        feedback=settings.feedback,
        may_open_card=has_right(staff, Right.SEE_ALL_STUDENTS),
    )


def _kept(last: AttemptView | None, *, is_second: bool) -> Draft:
    """The draft that waits for a second opinion; a second opinion begins empty."""
    if last is None or last.first is None or is_second:
        return Draft()
    return Draft(last.first.by_criterion, last.first.comment)


def _held_by_other(view: WorkView, staff: Staff, *, now: datetime) -> str:
    minutes = method.homework_settings().terms.claim_minutes
    is_held = view.claimed_at is not None and rules.is_held(view.claimed_at, now, minutes=minutes)
    return view.claimed_by if is_held and view.claimed_by_id != staff.pk else ""


def _first_tab(counted: Mapping[Tab, int]) -> Tab:
    return next((tab for tab in (Tab.MINE, Tab.WAITING) if counted[tab]), Tab.WAITING)


def _first_due_at(eyes: Sees, now: datetime) -> datetime | None:
    first = queries.rows(eyes, Tab.WAITING, now=now, page=Page(1))
    return first[0].due_at if first else None


def _tab_names(staff: Staff) -> tuple[tuple[Tab, str], ...]:
    second = has_right(staff, Right.GIVE_SECOND_OPINION)
    return (
        (Tab.MINE, _("Mine")),
        (Tab.WAITING, _("All waiting")),
        (Tab.LATE, _("Overdue")),
        *(((Tab.SECOND, _("Second opinion")),) if second else ()),
        (Tab.RETURNED, _("For rework")),
        (Tab.CHECKED, _("Checked")),
        (Tab.CHECKED_LATE, _("Checked late")),
    )


def _name_of(staff_id: int | None) -> str:
    if staff_id is None:
        return ""
    return next((one.name for one in staff_list() if one.staff_id == staff_id), "")


def _next_href(asked: Asked, tab: Tab) -> str:
    return reverse("homework:list") + replace(asked, tab=tab, page=asked.page + 1).query
