"""Reads for pages and for whoever put messages in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from provodnik.kernel.outbox.models import Message
from provodnik.kernel.outbox.types import Body, Delivery, State


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages a page asks for; empty: any."""

    states: tuple[State, ...] = ()
    channel: str = ""
    staff_id: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A message as a list shows it."""

    id: int
    channel: str
    recipient: str
    body: Body
    about: str
    client_id: int | None
    staff_id: int | None
    state: State
    attempts: int
    created_at: datetime
    due_at: datetime
    settled_at: datetime | None
    code: str
    words: str
    has_account: bool


def deliveries(abouts: Sequence[str]) -> Mapping[str, Delivery]:
    """Where the latest message about each of these stands. Queries: 1"""
    rows = Message.objects.filter(about__in=abouts).exclude(about="").order_by("pk")
    return {
        row.about: Delivery(
            row.pk,
            row.about,
            State(row.state),
            row.due_at,
            row.settled_at,
            row.attempts,
            row.code,
            row.words,
        )
        for row in rows
    }


def counts(*, staff_id: int | None = None) -> Mapping[State, int]:
    """How many messages stand in each state, of one person's or all. Queries: 1"""
    rows = _of(staff_id).order_by().values("state").annotate(n=Count("pk"))
    found = {row["state"]: row["n"] for row in rows}
    return {state: found.get(state.value, 0) for state in State}


def messages(wanted: Wanted, *, limit: int, offset: int = 0) -> list[Row]:
    """The latest first. Queries: 1"""
    found = _wanted(wanted).select_related("account").order_by("-pk")
    return [_row(one) for one in found[offset : offset + limit]]


def count(wanted: Wanted) -> int:
    """How many messages `wanted` names. Queries: 1"""
    return _wanted(wanted).count()


def of_ids(message_ids: Sequence[int]) -> list[Row]:
    """These messages, the latest first. Queries: 1"""
    found = Message.objects.filter(pk__in=message_ids).select_related("account")
    return [_row(one) for one in found.order_by("-pk")]


def _of(staff_id: int | None) -> QuerySet[Message]:
    return Message.objects.filter(Q() if staff_id is None else Q(staff_id=staff_id))


def _wanted(wanted: Wanted) -> QuerySet[Message]:
    found = _of(wanted.staff_id)
    if wanted.states:
        found = found.filter(state__in=[state.value for state in wanted.states])
    return found.filter(channel=wanted.channel) if wanted.channel else found


def _row(one: Message) -> Row:
    return Row(
        id=one.pk,
        channel=one.channel,
        recipient=one.recipient,
        body=one.body,
        about=one.about,
        client_id=one.client_id,
        staff_id=one.staff_id,
        state=State(one.state),
        attempts=one.attempts,
        created_at=one.created_at,
        due_at=one.due_at,
        settled_at=one.settled_at,
        code=one.code,
        words=one.words,
        has_account=one.account is not None and one.account.off_at is None,
    )
