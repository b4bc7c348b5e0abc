"""Reads of meetings."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from provodnik.decisions.meetings.models import AgendaItem, Meeting, Participant, Point
from provodnik.decisions.meetings.services.protocol import point_key
from provodnik.decisions.meetings.types import (
    AgendaRow,
    AgreedRow,
    MeetingPage,
    MeetingRow,
    MeetingState,
    PointRow,
    Source,
    SpokenRow,
    TicketRef,
)
from provodnik.method import queries as method
from provodnik.touches.desk import queries as desk
from provodnik.touches.desk.queries.registers import OpenedRef

_OF_CLIENT = 30


def meetings(*, state: MeetingState | None = None) -> list[MeetingRow]:
    """Planned meetings by their moment, then the others, the latest first. One query."""
    found = Meeting.objects.all()
    if state is not None:
        found = found.filter(state=state.value)
    rows = _rows(found).order_by("-planned_at", "-pk")[: method.meeting_settings().most_shown]
    every = [_row(one) for one in rows]
    ahead = [one for one in every if one.state is MeetingState.PLANNED]
    return [*reversed(ahead), *(one for one in every if one.state is not MeetingState.PLANNED)]


def agreed_with(client_id: int) -> list[AgreedRow]:
    """Points of protocols about one client, the latest meeting first. One query."""
    columns = ("text", "owner__name", "due_on", "meeting_id", "meeting__kind", "meeting__held_at")
    found = Point.objects.filter(client_id=client_id).order_by("-meeting__planned_at", "pk")
    return [AgreedRow(*row) for row in found.values_list(*columns)[:_OF_CLIENT]]


def spoken_of(client_id: int) -> list[SpokenRow]:
    """Items of agendas about one client that are still to be spoken about. One query."""
    found = AgendaItem.objects.filter(client_id=client_id).filter(
        Q(meeting=None) | Q(meeting__state=MeetingState.PLANNED.value)
    )
    columns = ("text", "kind", "meeting_id", "meeting__planned_at")
    return [SpokenRow(*row) for row in found.order_by("pk").values_list(*columns)[:_OF_CLIENT]]


def meetings_between(from_at: datetime, to_at: datetime) -> list[MeetingRow]:
    """Meetings planned within [from_at, to_at) and not called off, by their moment. One query."""
    found = Meeting.objects.filter(planned_at__gte=from_at, planned_at__lt=to_at)
    kept = found.exclude(state=MeetingState.CANCELLED.value)
    return [_row(one) for one in _rows(kept).order_by("planned_at", "pk")]


def waiting_items() -> list[AgendaRow]:
    """Items for which no meeting is planned yet, the oldest first. One query."""
    return _agenda(AgendaItem.objects.filter(meeting=None))


def meeting(meeting_id: int) -> MeetingPage:
    """One meeting whole. Raises Meeting.DoesNotExist. Five queries."""
    row = _row(_rows(Meeting.objects.filter(pk=meeting_id)).get())
    people = Participant.objects.filter(meeting=meeting_id).order_by("staff__name")
    return MeetingPage(
        row=row,
        people=tuple(people.values_list("staff__name", flat=True)),
        agenda=tuple(_agenda(AgendaItem.objects.filter(meeting=meeting_id))),
        points=tuple(_points(meeting_id)),
    )


def _rows(found: QuerySet[Meeting]) -> QuerySet[Any, dict[str, Any]]:
    shown: QuerySet[Any, dict[str, Any]] = found.annotate(
        items=_counted(AgendaItem.objects.filter(meeting=OuterRef("pk"))),
        points=_counted(Point.objects.filter(meeting=OuterRef("pk"))),
    ).values(
        *("pk", "kind", "planned_at", "state", "held_at", "sent_at", "author_id"),
        *("author__name", "items", "points"),
    )
    return shown


def _counted(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("meeting").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def _row(one: dict[str, Any]) -> MeetingRow:
    return MeetingRow(
        meeting_id=one["pk"],
        kind=one["kind"],
        planned_at=one["planned_at"],
        state=MeetingState(one["state"]),
        held_at=one["held_at"],
        sent_at=one["sent_at"],
        author_id=one["author_id"],
        author=one["author__name"],
        items=one["items"],
        points=one["points"],
    )


def _agenda(found: QuerySet[AgendaItem]) -> list[AgendaRow]:
    columns = ("source", "source_title", "source_page", "source_page_id")
    rows = found.order_by("pk").values_list("pk", "text", "added_by__name", "added_at", *columns)
    return [
        AgendaRow(pk, text, Source(*source) if source[0] else None, by, at)
        for pk, text, by, at, *source in rows
    ]


def _points(meeting_id: int) -> list[PointRow]:
    opened = desk.opened_from(point_key(meeting_id))
    columns = ("pk", "text", "owner__name", "due_on", "client_id", "client__name")
    rows = Point.objects.filter(meeting=meeting_id).order_by("pk").values_list(*columns)
    return [
        PointRow(pk, text, owner, due_on, client_id, client, _ticket(opened, meeting_id, pk))
        for pk, text, owner, due_on, client_id, client in rows
    ]


def _ticket(opened: Mapping[str, OpenedRef], meeting_id: int, point_id: int) -> TicketRef | None:
    found = opened.get(point_key(meeting_id, point_id))
    return TicketRef(found.ticket_id, found.number) if found else None
