"""The numbers in the sidebar: what waits for the signed-in member.

Counted when a page draws its frame and not before, so a page without one, and a member
whose role has no queue, ask nothing.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from provodnik.facts.catalog.queries.knowledge import unread_count
from provodnik.facts.learning.homework.queries import waiting_for
from provodnik.facts.team.models import Staff
from provodnik.kernel.periods import start_of_day
from provodnik.method.queries import product_kinds
from provodnik.method.types import Right
from provodnik.touches.desk.queries import open_for
from provodnik.touches.queue.queries import open_deeds
from provodnik.web.access import has_right
from provodnik.web.shell.types import Counter


class CountersMiddleware:
    """Sets `request.counters`. Stands inside `SchoolMiddleware`, which knows the member."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        staff = getattr(request, "staff", None)
        if staff is not None:
            lazy = SimpleLazyObject(lambda: counters_of(staff))
            request.counters = lazy  # type: ignore[attr-defined]
        return self.get_response(request)


def day_counted(request: HttpRequest, staff: Staff, waiting: Counter) -> None:
    """A page that has counted the member's day says so, and the frame does not count it again."""
    request.counters = SimpleLazyObject(  # type: ignore[attr-defined]
        lambda: counters_of(staff, waiting)
    )


def counters_of(staff: Staff, waiting: Counter | None = None) -> Mapping[str, Counter]:
    """Counters by their name in the menu; `waiting` is the day's, where it is known already.

    One query for a role with a queue, one more for the desk, one more for homework, one more
    for a role that offers what others put together.
    """
    counted: dict[str, Counter] = {}
    if has_right(staff, Right.WORK_QUEUE):
        counted["day"] = waiting or _waiting(staff)
    if has_right(staff, Right.WORK_DESK):
        counted["desk"] = Counter(*open_for(staff.pk, now=timezone.now()))
    if has_right(staff, Right.CHECK_HOMEWORK):
        counted["homework"] = Counter(*waiting_for(staff.pk, now=timezone.now()))
    if _must_learn(staff):
        counted["learn"] = Counter(unread_count(staff.pk))
    return {name: counter for name, counter in counted.items() if counter.count}


def _must_learn(staff: Staff) -> bool:
    """The school asks the role to know its products, and the menu calls them «what to offer»."""
    leads = has_right(staff, Right.EDIT_MATRIX) or has_right(staff, Right.SEE_NUMBERS)
    sees = has_right(staff, Right.SEE_MATRIX) and not leads
    return sees and staff.role in product_kinds().knowledge.roles


def _waiting(staff: Staff) -> Counter:
    now, zone = timezone.now(), ZoneInfo(staff.school.timezone)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    waiting = open_deeds(owner_id=staff.pk, now=now, day_ends_at=start_of_day(tomorrow, zone))
    return Counter(waiting.open, waiting.late)
