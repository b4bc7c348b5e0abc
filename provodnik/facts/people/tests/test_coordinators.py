"""Personal coordinators: one by one, and all who wait at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provodnik.facts.people import services
from provodnik.facts.people.models import Client
from provodnik.facts.people.rules import fair_shares
from provodnik.facts.people.tests.factories import MONDAY, happened, make_client
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import journal
from provodnik.kernel.models import JournalEntry, School

HEAD = "system"


@pytest.mark.django_db
def test_a_coordinator_is_assigned_once(school: School) -> None:
    client, anna = make_client(), make_staff()

    for _ in range(2):
        services.assign_coordinator(client.pk, staff_id=anna.pk, now=MONDAY, actor=HEAD)

    entry = JournalEntry.objects.get(event__name="coordinator_assigned")
    assert (entry.client_id, entry.staff_id) == (client.pk, anna.pk)


@pytest.mark.django_db
@pytest.mark.requirement("R-035")
def test_everybody_who_paid_gets_a_coordinator_and_loads_stay_even(school: School) -> None:
    anna, irina = make_staff("Анна"), make_staff("Ирина")
    busy = make_client()
    services.assign_coordinator(busy.pk, staff_id=anna.pk, now=MONDAY, actor=HEAD)
    paid = [make_client() for _ in range(3)]
    for client in paid:
        happened("payment_received", client)
    free = make_client()

    count = services.assign_unassigned(
        staff_ids=[anna.pk, irina.pk], now=MONDAY, actor="rule:fair_shares"
    )

    assert count == 3
    loads = [Client.objects.filter(coordinator=person).count() for person in (anna, irina)]
    assert loads == [2, 2]
    free.refresh_from_db()
    assert free.coordinator_id is None
    assert JournalEntry.objects.filter(event__name="coordinator_assigned").count() == 4


@pytest.mark.django_db
def test_assigning_again_finds_nobody(school: School) -> None:
    anna = make_staff()
    happened("payment_received", make_client())

    assert services.assign_unassigned(staff_ids=[anna.pk], now=MONDAY, actor=HEAD) == 1
    assert services.assign_unassigned(staff_ids=[anna.pk], now=MONDAY, actor=HEAD) == 0


@pytest.mark.django_db
def test_a_payment_found_wrong_assigns_nobody(school: School) -> None:
    anna, client = make_staff(), make_client()
    entry_id = happened("payment_received", client)
    journal.void([entry_id], at=MONDAY, actor="connector:getcourse", reason="test")

    assert services.assign_unassigned(staff_ids=[anna.pk], now=MONDAY, actor=HEAD) == 0


@pytest.mark.django_db
def test_a_payment_under_an_absorbed_card_counts(school: School) -> None:
    anna, stays, gone = make_staff(), make_client(), make_client()
    happened("payment_received", gone)
    services.merge(stays.pk, gone.pk, now=MONDAY, actor=HEAD)

    services.assign_unassigned(staff_ids=[anna.pk], now=MONDAY, actor=HEAD)

    stays.refresh_from_db()
    assert stays.coordinator_id == anna.pk


@pytest.mark.django_db
def test_nobody_to_assign_to_changes_nothing(school: School) -> None:
    happened("payment_received", make_client())

    assert services.assign_unassigned(staff_ids=[], now=MONDAY, actor=HEAD) == 0


@pytest.mark.django_db
def test_assigning_costs_the_same_for_any_number(school: School) -> None:
    anna = make_staff()
    costs = []
    for waiting in (1, 1, 20):
        for _ in range(waiting):
            happened("payment_received", make_client())
        with CaptureQueriesContext(connection) as asked:
            services.assign_unassigned(staff_ids=[anna.pk], now=MONDAY, actor=HEAD)
        costs.append(len(asked))

    assert costs[1] == costs[2]


@pytest.mark.parametrize(
    ("loads", "newcomers", "taken"),
    [
        pytest.param({}, 3, [], id="nobody"),
        pytest.param({1: 0, 2: 0}, 3, [1, 2, 1], id="even"),
        pytest.param({1: 5, 2: 3}, 3, [2, 2, 1], id="the free ones catch up"),
        pytest.param({1: 0}, 0, [], id="nothing to take"),
    ],
)
def test_fair_shares(loads: dict[int, int], newcomers: int, taken: list[int]) -> None:
    assert fair_shares(loads, newcomers) == taken
