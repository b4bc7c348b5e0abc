"""The demo's one window has every kind of request, and none in the months that are compared."""

from datetime import timedelta

import pytest

from provodnik.config.demo import requests
from provodnik.facts.people.services import assign_coordinator
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.desk.models import Ticket
from provodnik.touches.desk.tests.factories import MONDAY


@pytest.mark.django_db
def test_a_dozen_requests_of_the_last_two_days_wait_are_answered_and_closed(
    school: School,
) -> None:
    anna = make_staff()
    make_staff("Елена Фомина", "service_manager")
    make_staff("Светлана Громова", "curator")
    for _ in range(12):
        client = make_client()
        assign_coordinator(client.pk, staff_id=anna.pk, now=MONDAY, actor="system")
    requests.ask(MONDAY)

    states = list(Ticket.objects.order_by("number").values_list("state", flat=True))
    assert len(states) == 12
    assert {state: states.count(state) for state in set(states)} == {
        "open": 9,
        "waiting": 1,
        "resolved": 1,
        "closed": 1,
    }
    told = JournalEntry.objects.filter(event__name__startswith="ticket_")
    assert min(entry.happened_at for entry in told) >= MONDAY - timedelta(days=2)
    assert max(entry.happened_at for entry in told) <= MONDAY
