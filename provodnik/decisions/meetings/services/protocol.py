"""The protocol: points, requests made of them, sending it."""

from datetime import datetime

from django.db import transaction

from provodnik.decisions.meetings.errors import (
    EmptyProtocol,
    NotHeld,
    ProtocolIsSent,
    SaysNothing,
    WithoutClient,
)
from provodnik.decisions.meetings.models import Meeting, Point
from provodnik.decisions.meetings.services.holding import item_of, record
from provodnik.decisions.meetings.types import MeetingState, PointFields
from provodnik.decisions.quality import services as quality
from provodnik.kernel import schools
from provodnik.method.quality_words import Artefact
from provodnik.touches.desk import services as desk
from provodnik.touches.desk.models import Ticket
from provodnik.touches.desk.types import Incoming, Origin


@transaction.atomic
def add_point(meeting_id: int, told: PointFields, *, by_id: int, now: datetime) -> Point:
    """Write down what was agreed on.

    Raises:  Meeting.DoesNotExist; SaysNothing; ProtocolIsSent
    """
    meeting = _unsent(meeting_id)
    if not told.text.strip():
        raise SaysNothing
    point = Point.objects.create(
        school_id=schools.current(),
        meeting=meeting,
        text=told.text.strip(),
        owner_id=told.owner_id,
        due_on=told.due_on,
        client_id=told.client_id,
        written_at=now,
    )
    record("protocol_point_written", meeting, by_id=by_id, now=now, attrs={"text": point.text})
    return point


@transaction.atomic
def drop_point(point_id: int) -> None:
    """Take a point out of a protocol that was not sent.

    Raises:  Point.DoesNotExist; ProtocolIsSent
    """
    point = Point.objects.get(pk=point_id)
    _unsent(point.meeting_id)
    point.delete()


@transaction.atomic
def open_ticket(point_id: int, *, channel: str, title: str, by_id: int, now: datetime) -> Ticket:
    """Make a request of a point, with the link back (R-141). Asked again it is the same one.

    `title` are the words of the link back.

    Raises:  Point.DoesNotExist; WithoutClient; what the desk refuses
    """
    point = Point.objects.select_related("meeting").get(pk=point_id)
    if point.client_id is None:
        raise WithoutClient
    origin = Origin(
        key=point_key(point.meeting_id, point.pk),
        title=title,
        page="meetings:show",
        page_id=point.meeting_id,
    )
    asked = Incoming(client_id=point.client_id, channel=channel, text=point.text, said_at=now)
    return desk.open_from(origin, asked, by_id=by_id, now=now)


@transaction.atomic
def send_protocol(meeting_id: int, *, by_id: int, now: datetime) -> None:
    """Mark the protocol as sent. It can be checked for quality from then on. Sent once.

    Raises:  Meeting.DoesNotExist; NotHeld; EmptyProtocol; Refused: a second pair of eyes is
             asked for and has not let it pass
    """
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    if meeting.sent_at is not None:
        return
    if meeting.state != MeetingState.HELD:
        raise NotHeld
    if not Point.objects.filter(meeting=meeting).exists():
        raise EmptyProtocol
    quality.may_send(Artefact.PROTOCOL, meeting.pk, author_id=meeting.author_id).require()
    meeting.sent_at = now
    meeting.save(update_fields=["sent_at"])
    quality.take(Artefact.PROTOCOL, meeting.pk, staff_id=meeting.author_id, now=now)
    record("protocol_sent", meeting, by_id=by_id, now=now, attrs={"meeting": item_of(meeting)})


def point_key(meeting_id: int, point_id: int | str = "") -> str:
    """How the desk names what a request was made of; without a point, what all of them begin
    with."""
    return f"meeting:{meeting_id}:point:{point_id}"


def _unsent(meeting_id: int) -> Meeting:
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    if meeting.sent_at is not None:
        raise ProtocolIsSent
    return meeting
