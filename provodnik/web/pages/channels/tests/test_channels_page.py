"""The page of channels with its numbers from the lake."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.lake import services as lake_services
from provodnik.lake.tests.journals import write
from provodnik.web.tests.members import sign_in


def repeat_sales(school: School, numbers: range) -> None:
    """Each number a client who paid first without a channel, then in a channel."""
    now = timezone.now()
    first, later = (f"{now - timedelta(days=n):%Y-%m-%dT10:00}" for n in (9, 3))
    lines = [
        f"c{n} payment_received {first} value=1000 item={n}-1\n"
        f"c{n} payment_received {later} value=500 item={n}-2 channel=coordinator_calls"
        for n in numbers
    ]
    write(school, "\n".join(lines))
    lake_services.catch_up(now=now)


def signed_in(school: School) -> Client:
    client = Client()
    with schools.inside(school.pk):
        sign_in(client)
    return client


@pytest.mark.requirement("R-094")
def test_the_money_of_a_channel_and_the_file_agree(lake: School) -> None:
    repeat_sales(lake, range(2))
    client = signed_in(lake)

    shown = client.get("/channels/?window=12").content.decode()
    rows = client.get("/channels/export/?window=12").content.decode("utf-8-sig").splitlines()

    assert "1\u00a0000\u00a0₽" in shown
    total = rows[-1].split(";")
    assert total[-2:] == ["1000,00", "500,00"]
    assert sum(float(row.split(";")[-2].replace(",", ".")) for row in rows[1:-1]) == 1000


def test_the_page_costs_the_same_at_any_length(lake: School) -> None:
    client, counts = signed_in(lake), []
    for numbers in (range(1), range(1, 31)):
        repeat_sales(lake, numbers)
        client.get("/channels/?window=12")
        with CaptureQueriesContext(connection) as asked:
            client.get("/channels/?window=12")
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_strangers_sign_in_and_colleagues_without_the_right_are_refused(lake: School) -> None:
    client = Client()
    with schools.inside(lake.pk):
        sign_in(client, "curator")

    assert Client().get("/channels/").status_code == 302
    assert client.get("/channels/export/").status_code == 403
