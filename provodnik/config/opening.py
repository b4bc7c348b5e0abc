"""A new school, complete: its row, calendar, method and the channels the method names."""

from datetime import datetime

from django.db import transaction

from provodnik.facts.sales.services.channels import open_channels
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.kernel.schools.services import create_school
from provodnik.method import services as method


def open_school(
    *,
    slug: str,
    name: str,
    timezone: str = "Europe/Moscow",
    currency: str = "RUB",
    now: datetime,
) -> School:
    """Create a school and copy the shipped method into it, all or nothing.

    Raises:  ZoneInfoNotFoundError; IntegrityError: the slug is taken
    """
    with transaction.atomic():
        school = create_school(slug=slug, name=name, timezone=timezone, currency=currency, now=now)
        with schools.inside(school.pk):
            method.copy_into(now=now)
            open_channels()
    return school
