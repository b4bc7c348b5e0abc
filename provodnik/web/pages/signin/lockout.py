"""How long a lock of django-axes still holds."""

from datetime import datetime, timedelta
from math import ceil

from axes.helpers import get_client_ip_address, get_client_username, get_cool_off
from axes.models import AccessAttempt
from django.db.models import Max
from django.http import HttpRequest


def minutes_left(request: HttpRequest, credentials: dict[str, str] | None, *, now: datetime) -> int:
    """Whole minutes until the next attempt is taken, at least one."""
    username = get_client_username(request, credentials)
    failures = AccessAttempt.objects.filter(
        username=username, ip_address=get_client_ip_address(request)
    )
    last: datetime = failures.aggregate(at=Max("attempt_time"))["at"] or now
    cool_off: timedelta = get_cool_off(request)
    return max(1, ceil((last + cool_off - now).total_seconds() / 60))
