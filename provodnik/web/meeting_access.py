"""How a page obtains a meeting."""

from django.http import Http404

from provodnik.decisions.meetings import queries
from provodnik.decisions.meetings.models import AgendaItem, Meeting, Point
from provodnik.decisions.meetings.types import MeetingPage


def meeting_of_school(meeting_id: int) -> MeetingPage:
    """A meeting of the current school; 404 if there is none such."""
    try:
        return queries.meeting(meeting_id)
    except Meeting.DoesNotExist:
        raise Http404(str(meeting_id)) from None


def point_of_school(point_id: int) -> Point:
    """A point of a protocol; 404 if there is none such."""
    found = Point.objects.filter(pk=point_id).first()
    if found is None:
        raise Http404(str(point_id))
    return found


def item_of_school(item_id: int) -> AgendaItem:
    """An item of an agenda; 404 if there is none such."""
    found = AgendaItem.objects.filter(pk=item_id).first()
    if found is None:
        raise Http404(str(item_id))
    return found
