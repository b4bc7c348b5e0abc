"""A client goes from one coordinator to another, and the new one accepts."""

from datetime import datetime, timedelta

import pytest

from provodnik.facts.people.lifecycle import queries, services
from provodnik.facts.people.lifecycle.errors import NotTheirs
from provodnik.facts.people.models import Client
from provodnik.facts.people.services import assign_coordinator
from provodnik.facts.people.services.coordinators import move_students
from provodnik.facts.people.tests.factories import MONDAY, make_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def anna(school: School) -> Staff:
    return make_staff("Анна Лебедева", role="coordinator")


@pytest.fixture
def pavel(school: School) -> Staff:
    return make_staff("Павел Елкин", role="coordinator")


def led(client: Client, by: Staff, at: datetime) -> None:
    assign_coordinator(client.pk, staff_id=by.pk, now=at, actor="system")


def passed(now: datetime = MONDAY + 9 * HOUR) -> int:
    """What the job makes of every assignment of the journal."""
    told = JournalEntry.objects.filter(event__name="coordinator_assigned")
    return services.pass_on(list(told.values_list("pk", flat=True)), now=now)


@pytest.mark.requirement("R-013")
def test_the_new_coordinator_accepts_what_the_old_one_led(anna: Staff, pavel: Staff) -> None:
    client, first_lead = make_client(), make_client()
    led(client, anna, MONDAY)
    led(first_lead, anna, MONDAY)
    led(client, pavel, MONDAY + HOUR)

    assert [passed(), passed()] == [1, 0]
    (row,) = queries.handoffs(taker=pavel)

    assert (row.client_id, row.giver_name, row.taker_name) == (client.pk, anna.name, pavel.name)
    with pytest.raises(NotTheirs):
        services.accept(row.handoff_id, by_id=anna.pk, now=MONDAY + 2 * HOUR)
    services.accept(row.handoff_id, by_id=pavel.pk, note="принял", now=MONDAY + 2 * HOUR)
    assert queries.handoff_count() == 0
    history = JournalEntry.objects.filter(client_id=client.pk).order_by("pk")
    assert list(history.values_list("event__name", flat=True)) == [
        *("client_added", "coordinator_assigned", "coordinator_assigned"),
        *("handoff_made", "handoff_accepted"),
    ]


@pytest.mark.requirement("R-013")
def test_whoever_leads_last_accepts_and_nobody_waits_before(anna: Staff, pavel: Staff) -> None:
    third, client = make_staff("Ирина Жук", role="coordinator"), make_client()
    led(client, anna, MONDAY)
    led(client, pavel, MONDAY + HOUR)
    passed()
    led(client, third, MONDAY + 2 * HOUR)
    passed()

    (row,) = queries.handoffs()
    assert (row.giver_name, row.taker_name) == (pavel.name, third.name)


@pytest.mark.requirement("R-013")
def test_all_students_of_a_coordinator_are_passed_on_in_as_many_questions(
    anna: Staff, pavel: Staff
) -> None:
    for _ in range(3):
        led(make_client(), anna, MONDAY)
    move_students(anna.pk, pavel.pk, now=MONDAY + HOUR, actor="system")

    assert passed() == 3
    assert queries.handoff_count(taker=pavel) == 3


def test_what_is_long_ago_asks_for_nothing(anna: Staff, pavel: Staff) -> None:
    client = make_client()
    led(client, anna, MONDAY)
    led(client, pavel, MONDAY + HOUR)

    assert passed(now=MONDAY + timedelta(days=40)) == 0
