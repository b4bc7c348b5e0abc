"""Whose messages on their way a member sees."""

from django.http import Http404, HttpRequest

from provodnik.facts.team.models import Staff
from provodnik.kernel.outbox.queries import Row, of_ids
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right


def seen_staff_id(staff: Staff) -> int | None:
    """None: everybody's, with the right to see all students; else only one's own."""
    return None if has_right(staff, Right.SEE_ALL_STUDENTS) else staff.pk


def outgoing_of(request: HttpRequest, message_id: int) -> Row:
    """A message of the current school; 404 unless this member may see it."""
    own = seen_staff_id(current_staff(request))
    found = next(iter(of_ids([message_id])), None)
    if found is None or own not in (None, found.staff_id):
        raise Http404(str(message_id))
    return found
