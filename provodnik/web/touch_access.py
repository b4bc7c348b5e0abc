"""How a page obtains a touch."""

from django.http import Http404, HttpRequest

from provodnik.facts.team.models import Staff
from provodnik.method.types import Right
from provodnik.touches.queue.models import HandOver, Touch
from provodnik.touches.queue.types import TouchKind, TouchState
from provodnik.web.access import current_staff, has_right


def own_touch(request: HttpRequest, touch_id: int) -> Touch:
    """The touch, if the signed-in member owns it or leads those who do; otherwise 404."""
    staff = current_staff(request)
    # A page left open must write nothing about somebody erased meanwhile.
    touch = Touch.objects.filter(pk=touch_id, client__erased_at=None).first()
    if touch is None or not may_open(staff, touch):
        raise Http404
    return touch


def may_open(staff: Staff, touch: Touch) -> bool:
    """Whether the touch is the member's own, or they lead those who own them."""
    return touch.owner_id == staff.pk or has_right(staff, Right.SEE_TEAM_QUEUE)


def hand_over_of_school(hand_over_id: int) -> HandOver:
    """A handing over of the current school; 404 for a stranger."""
    found = HandOver.objects.filter(pk=hand_over_id).first()
    if found is None:
        raise Http404
    return found


def open_touch_of(client_id: int, kind: TouchKind | None = None) -> Touch | None:
    """The client's nearest planned touch, of one kind if named. One query."""
    found = Touch.objects.filter(client_id=client_id, state=TouchState.PLANNED.value)
    if kind is not None:
        found = found.filter(kind=kind.value)
    return found.order_by("due_at", "pk").first()
