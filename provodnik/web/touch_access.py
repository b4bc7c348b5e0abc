"""How a page obtains a touch."""

from django.http import Http404, HttpRequest

from provodnik.method.types import Right
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.types import TouchKind, TouchState
from provodnik.web.access import current_staff, has_right


def own_touch(request: HttpRequest, touch_id: int) -> Touch:
    """The touch, if the signed-in member owns it or leads those who do; otherwise 404."""
    staff = current_staff(request)
    touch = Touch.objects.filter(pk=touch_id).first()
    is_mine = touch is not None and touch.owner_id == staff.pk
    if touch is None or not (is_mine or has_right(staff, Right.SEE_TEAM_QUEUE)):
        raise Http404
    return touch


def open_touch_of(client_id: int, kind: TouchKind | None = None) -> Touch | None:
    """The client's nearest planned touch, of one kind if named. One query."""
    found = Touch.objects.filter(client_id=client_id, state=TouchState.PLANNED.value)
    if kind is not None:
        found = found.filter(kind=kind.value)
    return found.order_by("due_at", "pk").first()
