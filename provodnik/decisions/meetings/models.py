"""Meetings, who takes part, agendas, points of protocols."""

from django.db import models
from django.db.models import Q

from provodnik.decisions.meetings.types import MeetingState
from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel

_WORDS = 500


class Meeting(SchoolModel):
    """A meeting of a kind of the method. `author` holds it and writes its protocol.

    Invariants, held by the database: held has its moment and nothing else has; a protocol is
    sent after the meeting.
    """

    kind = models.CharField(max_length=60)
    planned_at = models.DateTimeField()
    state = models.CharField(max_length=20, default=MeetingState.PLANNED.value)
    author = SchoolForeignKey(Staff)
    held_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="meeting_state_is_known", condition=Q(state__in=values(MeetingState))
            ),
            models.CheckConstraint(
                name="held_meeting_has_its_moment",
                condition=Q(state=MeetingState.HELD.value, held_at__isnull=False)
                | (~Q(state=MeetingState.HELD.value) & Q(held_at=None, sent_at=None)),
            ),
        ]
        indexes = [models.Index(fields=["school", "kind", "planned_at"], name="meetings_of_a_kind")]


class Participant(SchoolModel):
    """Who takes part in a meeting."""

    meeting = SchoolForeignKey(Meeting, on_delete=models.CASCADE)
    staff = SchoolForeignKey(Staff)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="takes_part_once", fields=["school", "meeting", "staff"])
        ]


class AgendaItem(SchoolModel):
    """What is to be spoken about: at a meeting, or at the next of its kind while none is planned.

    `source` names what it is about elsewhere, `source_page` with `source_page_id` where that is.
    """

    meeting = SchoolForeignKey(Meeting, null=True, on_delete=models.CASCADE)
    kind = models.CharField(max_length=60)
    text = models.CharField(max_length=_WORDS)
    source = models.CharField(max_length=120, blank=True)
    source_title = models.CharField(max_length=200, blank=True)
    source_page = models.CharField(max_length=60, blank=True)
    source_page_id = models.BigIntegerField(null=True)
    client = SchoolForeignKey(Client, null=True, on_delete=models.SET_NULL)
    added_by = SchoolForeignKey(Staff, null=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="agenda_item_once_a_source",
                fields=["school", "source"],
                condition=~Q(source=""),
            )
        ]
        indexes = [models.Index(fields=["school", "meeting"], name="agenda_of_a_meeting")]


class Point(SchoolModel):
    """What was agreed on at a meeting."""

    meeting = SchoolForeignKey(Meeting, on_delete=models.CASCADE)
    text = models.CharField(max_length=_WORDS)
    owner = SchoolForeignKey(Staff, null=True)
    due_on = models.DateField(null=True)
    client = SchoolForeignKey(Client, null=True, on_delete=models.SET_NULL)
    written_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["school", "meeting"], name="points_of_a_meeting")]
