"""How long a lock of django-axes still holds."""

from datetime import datetime
from math import ceil

from axes.helpers import get_client_username, get_cool_off
from axes.models import AccessAttempt
from django.db.models import Max
from django.http import HttpRequest


def minutes_left(request: HttpRequest, credentials: dict[str, str] | None, *, now: datetime) -> int:
    """Whole minutes until the next attempt is taken, at least one."""
    failures = AccessAttempt.objects.filter(
        username=get_client_username(request, credentials), ip_address=request.axes_ip_address
    )
    last = failures.aggregate(at=Max("attempt_time"))["at"] or now
    seconds = (last + get_cool_off(request) - now).total_seconds()
    return max(1, ceil(seconds / 60))
