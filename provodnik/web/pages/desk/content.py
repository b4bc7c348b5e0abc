"""What the list of requests and one request show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from provodnik.facts.people.relations.queries import escalation_contact
from provodnik.facts.team.models import Staff
from provodnik.facts.team.queries import staff_list
from provodnik.facts.team.types import StaffRow
from provodnik.kernel.calendar.types import WorkCalendar
from provodnik.method import queries as method
from provodnik.method.shapes.desk import DeskChannel, DeskPriority, DeskTopic
from provodnik.method.shapes.touches import Later
from provodnik.method.types import Right
from provodnik.touches.desk import queries
from provodnik.touches.desk.hours import desk_calendar
from provodnik.touches.desk.models import Ticket
from provodnik.touches.desk.queries import (
    Canned,
    LoadRow,
    Manners,
    MessageRow,
    Page,
    Pane,
    TicketRow,
)
from provodnik.touches.desk.queries.lists import row_of
from provodnik.touches.desk.services import sending
from provodnik.touches.desk.types import LIVE, SOLVED, Tab, TicketState
from provodnik.web import formats
from provodnik.web.access import has_right
from provodnik.web.design.types import Fact, View
from provodnik.web.desk_access import sees
from provodnik.web.pages.desk import words
from provodnik.web.pages.desk.asking import Asked
from provodnik.web.pages.desk.promises import PromiseLine, lines_of
from provodnik.web.pages.desk.refunds import Refund, refund_of

_LONGEST_NUMBER = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A ticket of the list in words."""

    row: TicketRow
    href: str
    topic: str
    due: str
    is_late: bool
    is_warned: bool
    state: str


@dataclass(frozen=True, slots=True)
class Board:
    """The list: its sentence, its views with numbers, its lines."""

    sentence: str
    asked: Asked
    tab: Tab
    views: tuple[View, ...]
    lines: tuple[Line, ...]
    members: tuple[StaffRow, ...]
    held_by: str
    total: int
    has_any: bool
    next_href: str
    open_id: int = 0


@dataclass(frozen=True, slots=True)
class Opened:
    """One ticket with what may be done to it."""

    ticket: Ticket
    row: TicketRow
    pane: Pane
    topic: str
    channel: str
    state: str
    clocks: tuple[tuple[str, str, bool], ...]
    facts: tuple[Fact, ...]
    held: tuple[Fact, ...]
    answers: tuple[Fact, ...]
    moves: tuple[tuple[datetime, str, str], ...]
    priorities: tuple[DeskPriority, ...]
    members: tuple[StaffRow, ...]
    wrong_channel: DeskChannel | None
    may_open_card: bool
    channels: tuple[DeskChannel, ...]
    topics: tuple[DeskTopic, ...]
    canned: tuple[Canned, ...]
    approved: tuple[tuple[int, str], ...]
    manners: Manners
    promised: PromiseLine | None
    refund: Refund | None
    later: tuple[Later, ...]
    origin_href: str
    sends: bool
    outbox_href: str

    @property
    def is_live(self) -> bool:
        return self.row.state in LIVE

    @property
    def is_open(self) -> bool:
        return self.row.state is TicketState.OPEN

    @property
    def is_solved(self) -> bool:
        return self.row.state in SOLVED

    @property
    def may_come_back(self) -> bool:
        return self.row.state in (*SOLVED, TicketState.CLOSED)

    @property
    def may_solve(self) -> bool:
        return self.is_live and self.row.asked_at is None

    @property
    def messages(self) -> tuple[MessageRow, ...]:
        """The thread, with what the channel said of our answers in words."""
        return tuple(
            replace(one, delivery_words=words.why_not_delivered(one.delivery_words))
            for one in self.pane.messages
        )


@dataclass(frozen=True, slots=True)
class Load:
    """One member's load beside that of the most loaded."""

    row: LoadRow
    share: float

    @property
    def answer_minutes(self) -> int:
        """The mean first answer, by the clock."""
        return int((self.row.answer or timedelta()).total_seconds() // 60)


def loads(rows: Sequence[LoadRow]) -> tuple[Load, ...]:
    """Every row with its share of the greatest load."""
    most = max((row.live for row in rows), default=0)
    return tuple(Load(row, row.live / most if most else 0) for row in rows)


def board(staff: Staff, asked: Asked, *, now: datetime, open_id: int = 0) -> Board:
    """The list as this member sees it. Queries: 6, whatever the number of requests."""
    eyes, calendar = sees(staff), desk_calendar()
    counted, settings = queries.counts(eyes, now=now), method.desk_settings()
    tab = asked.tab or (Tab.MINE if counted.by_tab[Tab.MINE] else Tab.LIVE)
    limit = settings.most_shown
    found = queries.rows(
        eyes,
        tab,
        text=asked.text,
        owner_id=asked.owner,
        now=now,
        page=Page(limit + 1, asked.page * limit),
    )
    zone = ZoneInfo(staff.school.timezone)
    members = tuple(handlers())
    titles = {topic.key: topic.title for topic in settings.topics}
    return Board(
        sentence=words.sentence(counted, calendar, now=now),
        asked=asked,
        tab=tab,
        views=tuple(
            View(name, reverse("desk:list") + asked.at(one).query, counted.by_tab[one], one is tab)
            for one, name in _tab_names()
        ),
        lines=tuple(
            _line(row, titles, words.due(row, calendar, zone, now=now), asked, now=now)
            for row in found[:limit]
        ),
        members=members,
        held_by=next((one.name for one in members if one.staff_id == asked.owner), ""),
        total=counted.by_tab[tab],
        has_any=counted.by_tab[Tab.ALL] > 0,
        next_href=_next_href(asked, tab) if len(found) > limit else "",
        open_id=open_id,
    )


def opened(staff: Staff, ticket: Ticket, *, now: datetime) -> Opened:
    """A ticket for its pane. Queries: 28 at most."""
    calendar, zone = desk_calendar(), ZoneInfo(staff.school.timezone)
    canned = tuple(queries.canned(ticket)) if TicketState(ticket.state) in LIVE else ()
    pane, row = queries.pane(ticket, calendar, now=now), row_of(ticket)
    settings = method.desk_settings()
    topic, channel = settings.topic(ticket.topic), settings.channel(ticket.channel)
    return Opened(
        ticket=ticket,
        row=row,
        pane=pane,
        topic=_topic(topic, ticket.topic),
        channel=channel.title if channel else ticket.channel,
        state=words.state_word(row.state),
        clocks=tuple(words.clock_lines(row, calendar, zone, now=now)),
        facts=_facts(staff, ticket),
        held=_held(pane),
        answers=_answers(pane, calendar, now=now),
        moves=tuple((at, name, words.turn_word(reason)) for at, name, reason in pane.turns),
        priorities=settings.priorities,
        members=tuple(handlers()),
        wrong_channel=_wrong_channel(topic, ticket),
        may_open_card=_may_open_card(staff, ticket),
        channels=settings.channels,
        topics=settings.topics,
        canned=canned,
        approved=tuple((one.version_id, one.title) for one in canned if one.version_id),
        manners=queries.manners(ticket.client_id, now=now),
        promised=_promised(ticket),
        refund=refund_of(ticket, may_decide=has_right(staff, Right.SEE_TEAM_QUEUE)),
        later=method.queue_settings().later,
        origin_href=_page(ticket.origin_page, ticket.origin_page_id),
        sends=sending.can_send(ticket),
        outbox_href=_page("outbox:list"),
    )


def chosen(opened: Opened, number: str) -> Canned | None:
    """The ready answer of this number in the list, if there is one."""
    is_number = number.isdecimal() and len(number) < _LONGEST_NUMBER
    place = int(number) if is_number else len(opened.canned)
    return opened.canned[place] if place < len(opened.canned) else None


def handlers() -> list[StaffRow]:
    """Members whose role works at the desk. One query."""
    roles = method.roles()
    return [one for one in staff_list() if roles.may(one.role, Right.WORK_DESK)]


def _tab_names() -> tuple[tuple[Tab, str], ...]:
    return (
        (Tab.MINE, _("Mine")),
        (Tab.LIVE, _("At work")),
        (Tab.UNOWNED, _("Nobody's")),
        (Tab.LATE, _("Overdue")),
        (Tab.WAITING, _("Wait for the student")),
        (Tab.SNOOZED, _("Put off")),
        (Tab.SOLVED, _("Await confirmation")),
        (Tab.ALL, _("All")),
    )


def _line(
    row: TicketRow, titles: Mapping[str, str], due: str, asked: Asked, *, now: datetime
) -> Line:
    return Line(
        row=row,
        href=reverse("desk:ticket", args=[row.ticket_id]) + asked.query,
        topic=titles.get(row.topic, row.topic),
        due=due,
        is_late=row.is_late(now),
        is_warned=row.is_beyond_target(now) or row.lacks_promise,
        state=words.state_word(row.state),
    )


def _topic(topic: DeskTopic | None, key: str) -> str:
    return topic.title if topic else key


def _next_href(asked: Asked, tab: Tab) -> str:
    return reverse("desk:list") + replace(asked, tab=tab, page=asked.page + 1).query


def _facts(staff: Staff, ticket: Ticket) -> tuple[Fact, ...]:
    client = ticket.client
    coordinator = client.coordinator.name if client.coordinator else "—"
    stage = method.lifecycle().stage(client.stage) if client.stage else None
    found = [Fact(_("Coordinator"), coordinator), Fact(_("Stage"), stage.title if stage else "—")]
    if has_right(staff, Right.SEE_CONTACTS):
        reach = ", ".join(one for one in (client.phone, client.email, client.telegram) if one)
        found.append(Fact(_("Contacts"), reach or "—"))
    called = escalation_contact(client.pk)
    if called is not None:
        found.append(Fact(_("Called when stuck"), f"{called.name}, {called.side_title.lower()}"))
    return tuple(found)


def _promised(ticket: Ticket) -> PromiseLine | None:
    """What the student is promised for the priority the request has."""
    found = lines_of(ticket.client_id)
    return next((line for line in found if line.priority == ticket.priority), None)


def _held(pane: Pane) -> tuple[Fact, ...]:
    spoken = words.language()
    return tuple(
        Fact(name or _("Held by nobody"), formats.duration(took.total_seconds() // 60, spoken))
        for name, took in pane.held.items()
    )


def _answers(pane: Pane, calendar: WorkCalendar, *, now: datetime) -> tuple[Fact, ...]:
    """How long each question waited, in working time; the last one may still wait."""
    names = [_("First answer"), *([_("Next answer")] * len(pane.rounds))]
    return tuple(
        Fact(name, words.length(calendar, one.asked_at, one.answered_at or now))
        for name, one in zip(names, pane.rounds, strict=False)
    )


def _wrong_channel(topic: DeskTopic | None, ticket: Ticket) -> DeskChannel | None:
    if topic is None or topic.channel is None or topic.channel == ticket.channel:
        return None
    return method.desk_settings().channel(topic.channel)


def _page(name: str, page_id: int | None = None) -> str:
    """The address of a page that may not be there."""
    try:
        return reverse(name, args=[] if page_id is None else [page_id]) if name else ""
    except NoReverseMatch:
        return ""


def _may_open_card(staff: Staff, ticket: Ticket) -> bool:
    return has_right(staff, Right.SEE_ALL_STUDENTS) or ticket.client.coordinator_id == staff.pk
