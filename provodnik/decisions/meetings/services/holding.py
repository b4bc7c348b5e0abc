"""A meeting from its plan to its end."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from provodnik.decisions.meetings.errors import NotPlanned, UnknownKind
from provodnik.decisions.meetings.models import AgendaItem, Meeting, Participant
from provodnik.decisions.meetings.types import MeetingState
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel import journal, schools
from provodnik.method import queries as method


@transaction.atomic
def plan(
    kind: str,
    planned_at: datetime,
    *,
    staff_ids: Collection[int] = (),
    by_id: int,
    now: datetime,
) -> Meeting:
    """Plan a meeting: what always stands on its agenda and what waited for one is on it.

    Raises:  UnknownKind
    """
    known = method.meeting_settings().kind(kind)
    if known is None:
        raise UnknownKind(kind)
    school_id = schools.current()
    meeting = Meeting.objects.create(
        school_id=school_id, kind=kind, planned_at=planned_at, author_id=by_id
    )
    Participant.objects.bulk_create(
        Participant(school_id=school_id, meeting=meeting, staff_id=pk)
        for pk in dict.fromkeys((by_id, *staff_ids))
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(school_id=school_id, meeting=meeting, kind=kind, text=text, added_at=now)
        for text in known.agenda
    )
    AgendaItem.objects.filter(kind=kind, meeting=None).update(meeting=meeting)
    attrs = {"format": kind, "at": planned_at.isoformat()}
    record("meeting_planned", meeting, by_id=by_id, now=now, attrs=attrs)
    return meeting


@transaction.atomic
def hold(meeting_id: int, *, by_id: int, now: datetime) -> None:
    """The meeting took place.

    Raises:  Meeting.DoesNotExist; NotPlanned
    """
    meeting = planned(meeting_id)
    meeting.state, meeting.held_at = MeetingState.HELD.value, now
    meeting.save(update_fields=["state", "held_at"])
    record("meeting_held", meeting, by_id=by_id, now=now, attrs={"format": meeting.kind})


@transaction.atomic
def cancel(meeting_id: int, *, by_id: int, now: datetime) -> None:
    """The meeting will not take place; what came from elsewhere waits for the next of its kind.

    Raises:  Meeting.DoesNotExist; NotPlanned
    """
    meeting = planned(meeting_id)
    meeting.state = MeetingState.CANCELLED.value
    meeting.save(update_fields=["state"])
    AgendaItem.objects.filter(meeting=meeting).exclude(source="").update(meeting=None)
    record("meeting_cancelled", meeting, by_id=by_id, now=now, attrs={})


def planned(meeting_id: int) -> Meeting:
    """A meeting still ahead, locked.

    Raises:  Meeting.DoesNotExist; NotPlanned
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    if meeting.state != MeetingState.PLANNED:
        raise NotPlanned
    return meeting


def item_of(meeting: Meeting) -> str:
    """How the journal names a meeting."""
    return f"meeting:{meeting.pk}"


def record(
    event: str, meeting: Meeting, *, by_id: int, now: datetime, attrs: Mapping[str, object]
) -> None:
    """Write an entry about a meeting."""
    journal.record(
        event, happened_at=now, actor=staff_actor(by_id), item=item_of(meeting), attrs=dict(attrs)
    )
