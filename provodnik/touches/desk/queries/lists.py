"""Lists of tickets, by what is due next, and how many there are of each kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet

from provodnik.facts.people.queries.searching import found_ids
from provodnik.touches.desk.models import Ticket
from provodnik.touches.desk.types import LIVE, SOLVED, Tab, TicketState

_FOUND_CLIENTS = 500
_LIVE = Q(state__in=[state.value for state in LIVE])
_SOLVED = Q(state__in=[state.value for state in SOLVED])
_GONE = Q(state__in=(TicketState.MERGED.value, TicketState.SPAM.value))


@dataclass(frozen=True, slots=True)
class Sees:
    """Whose eyes a list is for: all tickets, or one's own, one's students' and nobody's."""

    staff_id: int
    all: bool


@dataclass(frozen=True, slots=True)
class Page:
    """How many rows, after how many."""

    limit: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket as a list shows it; moments are UTC, None where no promise runs."""

    ticket_id: int
    number: int
    client_id: int
    client: str
    channel: str
    subject: str
    topic: str
    priority: str
    state: TicketState
    owner_id: int | None
    owner: str
    opened_at: datetime
    first_answered_at: datetime | None
    asked_at: datetime | None
    answer_due_at: datetime | None
    resolve_due_at: datetime | None
    limit_due_at: datetime | None
    next_due_at: datetime | None
    promised_until_at: datetime | None
    snoozed_until_at: datetime | None = None

    @property
    def lacks_promise(self) -> bool:
        """Answered, still open, and nobody said who answers next and by when (R-145)."""
        is_answered = self.first_answered_at is not None and self.asked_at is None
        return self.state is TicketState.OPEN and is_answered and self.promised_until_at is None

    def is_late(self, now: datetime) -> bool:
        """Something promised about it has passed."""
        return self.next_due_at is not None and now > self.next_due_at

    def is_asleep(self, now: datetime) -> bool:
        """Put off, and neither its moment nor its deadline has come."""
        sleeps = self.snoozed_until_at is not None and now < self.snoozed_until_at
        return sleeps and not self.is_late(now)

    def is_beyond_target(self, now: datetime) -> bool:
        """Not resolved within the target; the limit may still be ahead (R-128)."""
        return self.resolve_due_at is not None and now > self.resolve_due_at


@dataclass(frozen=True, slots=True)
class Counted:
    """How many tickets each view holds, and how many wait for an answer now."""

    by_tab: Mapping[Tab, int]
    unanswered: int
    nearest_at: datetime | None


def rows(
    sees: Sees,
    tab: Tab,
    *,
    text: str = "",
    owner_id: int | None = None,
    now: datetime,
    page: Page,
) -> list[TicketRow]:
    """Tickets of a view: by what is due first, then those with nothing due, newest first.

    `text` is a number, «#1043», or part of the client's name, contacts or the subject.
    Queries: 1, with a text 2.
    """
    found = _visible(sees).filter(_of(tab, sees, now))
    if text.strip():
        found = found.filter(_sought(text.strip()))
    found = found.order_by(F("next_due_at").asc(nulls_last=True), "-opened_at", "-pk")
    if owner_id is not None:
        found = found.filter(owner_id=owner_id)
    shown = found.select_related("client", "owner")[page.offset : page.offset + page.limit]
    return [row_of(ticket) for ticket in shown]


def counts(sees: Sees, *, now: datetime) -> Counted:
    """Every view's number, and the nearest answer due. Two queries."""
    tabs = {tab.value: Count("pk", filter=_of(tab, sees, now)) for tab in Tab}
    asked = _LIVE & Q(asked_at__isnull=False) & ~_asleep(now)
    counted = _visible(sees).aggregate(**tabs, unanswered=Count("pk", filter=asked))
    nearest = _visible(sees).filter(asked).order_by("answer_due_at")
    return Counted(
        {tab: counted[tab.value] for tab in Tab},
        counted["unanswered"],
        nearest.values_list("answer_due_at", flat=True).first(),
    )


def open_for(staff_id: int, *, now: datetime) -> tuple[int, int]:
    """Tickets whose clock runs on a member, and how many of them are late. One query."""
    mine = Ticket.objects.filter(~_asleep(now), owner_id=staff_id, state=TicketState.OPEN.value)
    counted = mine.aggregate(n=Count("pk"), late=Count("pk", filter=Q(next_due_at__lt=now)))
    return counted["n"], counted["late"]


def sees_ticket(sees: Sees, ticket_id: int) -> Ticket | None:
    """The ticket, if these eyes may see it; merged and spam ones included. One query."""
    found = Ticket.objects.select_related(
        *("client", "client__coordinator", "owner", "promised_by", "split_from", "merged_into")
    )
    return found.filter(_seen_by(sees), pk=ticket_id).first()


def seen_ids(sees: Sees, ticket_ids: Sequence[int]) -> list[int]:
    """Those of the tickets that these eyes may see, by id. One query."""
    found = Ticket.objects.filter(_seen_by(sees), pk__in=ticket_ids).order_by("pk")
    return list(found.values_list("pk", flat=True))


def _visible(sees: Sees) -> "QuerySet[Ticket]":
    return Ticket.objects.filter(_seen_by(sees)).exclude(_GONE)


def _seen_by(sees: Sees) -> Q:
    if sees.all:
        return Q()
    own = Q(owner_id=sees.staff_id) | Q(client__coordinator_id=sees.staff_id)
    return own | Q(owner=None)


def _asleep(now: datetime) -> Q:
    """Put off until a moment that has not come; what is late by now sleeps no more.

    The columns may be empty, so that a bare `~` of a comparison would lose rows.
    """
    late = Q(next_due_at__isnull=False) & Q(next_due_at__lt=now)
    return Q(snoozed_until_at__isnull=False) & Q(snoozed_until_at__gt=now) & ~late


def _of(tab: Tab, sees: Sees, now: datetime) -> Q:
    awake = _LIVE & ~_asleep(now)
    views: Mapping[Tab, Q] = {
        Tab.MINE: awake & Q(owner_id=sees.staff_id),
        Tab.LIVE: awake,
        Tab.UNOWNED: awake & Q(owner=None),
        Tab.WAITING: Q(state=TicketState.WAITING.value),
        Tab.SNOOZED: _LIVE & _asleep(now),
        Tab.LATE: _LIVE & Q(next_due_at__lt=now),
        Tab.SOLVED: _SOLVED,
        Tab.ALL: Q(pk__isnull=False),
    }
    return views[tab]


def _sought(text: str) -> Q:
    number = text.lstrip("#№ ")
    if number.isdecimal() and len(number) < len(str(2**62)):
        return Q(number=int(number)) | Q(client_id__in=found_ids(text, limit=_FOUND_CLIENTS))
    return Q(subject__icontains=text) | Q(client_id__in=found_ids(text, limit=_FOUND_CLIENTS))


def row_of(ticket: Ticket) -> TicketRow:
    """A ticket with its client and owner at hand, as a list shows it."""
    return TicketRow(
        ticket_id=ticket.pk,
        number=ticket.number,
        client_id=ticket.client_id,
        client=ticket.client.name,
        channel=ticket.channel,
        subject=ticket.subject,
        topic=ticket.topic,
        priority=ticket.priority,
        state=TicketState(ticket.state),
        owner_id=ticket.owner_id,
        owner=ticket.owner.name if ticket.owner else "",
        opened_at=ticket.opened_at,
        first_answered_at=ticket.first_answered_at,
        asked_at=ticket.asked_at,
        answer_due_at=ticket.answer_due_at,
        resolve_due_at=ticket.resolve_due_at,
        limit_due_at=ticket.limit_due_at,
        next_due_at=ticket.next_due_at,
        promised_until_at=ticket.promised_until_at,
        snoozed_until_at=ticket.snoozed_until_at,
    )
