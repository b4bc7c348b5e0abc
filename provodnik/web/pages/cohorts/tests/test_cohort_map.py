"""The heat maps of cohorts, counted by the lake."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.lake import services as lake_services
from provodnik.lake.tests.journals import write
from provodnik.web.tests.members import sign_in


@pytest.mark.requirement("R-033")
def test_the_maps_show_who_stays_and_what_they_bring(lake: School) -> None:
    now = timezone.now()
    first = (now.replace(day=1) - timedelta(days=1)).strftime("%Y-%m-10T10:00")
    later = now.replace(day=1).strftime("%Y-%m-%dT00:10")
    write(
        lake,
        f"""
        anna  payment_received {first} value=2000 item=1
        boris payment_received {first} value=2000 item=2
        anna  payment_received {later} value=1000 item=3
        """,
    )
    lake_services.catch_up(now=now)
    client = Client()
    with schools.inside(lake.pk):
        sign_in(client)

    shown = client.get("/cohorts/map/").content.decode()

    assert 'title="1 / 2"' in shown
    assert 'title="4\u00a0000\u00a0₽"' in shown
    assert 'title="1\u00a0000\u00a0₽"' in shown
    assert "/numbers/cohort_revenue/" in shown
