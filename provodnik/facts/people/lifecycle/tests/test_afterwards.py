"""Contacts after completion, returns and recommendations."""

from datetime import datetime, timedelta

import pytest

from provodnik.facts.people.lifecycle import queries, services
from provodnik.facts.people.lifecycle.errors import SaysNothing
from provodnik.facts.people.models import Client
from provodnik.facts.people.services import enter_stage, enter_stages
from provodnik.facts.people.tests.factories import MONDAY, happened, make_client
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db


def finished(days_ago: int) -> Client:
    at = MONDAY - timedelta(days=days_ago)
    return enter_stage(make_client().pk, "completion", now=at, actor="system")


def day(number: int) -> datetime:
    return MONDAY + timedelta(days=number)


@pytest.mark.requirement("R-043")
def test_who_has_finished_gets_the_contacts_still_to_come_once(school: School) -> None:
    lately, long_ago = finished(0), finished(100)
    enter_stage(make_client().pk, "growth", now=MONDAY, actor="system")

    planned = [services.plan_contacts(now=MONDAY) for _ in range(2)]

    assert planned == [6, 0]
    assert [row.key for row in queries.contacts(of=lately.pk)] == [
        *("month", "quarter", "half_year", "year")
    ]
    assert [row.key for row in queries.contacts(of=long_ago.pk)] == ["half_year", "year"]
    assert queries.contacts(of=lately.pk)[0].due_on == day(30).date()
    assert JournalEntry.objects.filter(event__name="contact_planned").count() == 6


@pytest.mark.requirement("R-043")
def test_a_made_contact_leaves_the_list_and_stays_in_the_history(school: School) -> None:
    client = finished(0)
    services.plan_contacts(now=MONDAY)
    first = queries.contacts()[0]

    for number in range(2):
        services.make_contact(first.contact_id, now=day(30 + number), actor="system")

    assert first.contact_id not in {row.contact_id for row in queries.contacts()}
    assert queries.contacts(of=client.pk)[0].made_at == day(30)
    assert JournalEntry.objects.filter(event__name="contact_made").count() == 1


@pytest.mark.requirement("R-043")
def test_returns_and_recommendations_of_the_horizon_are_counted_once_a_client(
    school: School,
) -> None:
    clients = [make_client() for _ in range(5)]
    returned, referring, both, silent, too_old = clients
    for client in clients:
        happened("payment_received", client, day(-500 if client == too_old else -100), item="1")
    entries = [
        happened("graduated", client, day(-400 if client == too_old else -50), product_id=1)
        for client in clients
    ]
    enter_stages(entries, now=MONDAY)
    for client in (returned, both, too_old):
        happened("payment_received", client, day(-10), item="2")
    happened("payment_received", silent, day(-10), item="1")
    came = make_client()
    for client in (referring, both):
        services.record_referral(
            client.pk,
            whom="Ирина",
            told_on=MONDAY.date(),
            came_as=came.pk if client == both else None,
            now=MONDAY,
            actor="system",
        )

    counts = queries.afterwards(now=MONDAY)

    assert (counts.finished, counts.returned, counts.referring, counts.either) == (4, 2, 2, 3)
    assert (counts.referrals, counts.came, counts.share) == (2, 1, 0.75)
    assert behind("finished") == {returned.pk, referring.pk, both.pk, silent.pk}
    assert behind("returned") == {returned.pk, both.pk}
    assert behind("referring") == {referring.pk, both.pk}
    assert behind("either") == {returned.pk, referring.pk, both.pk}
    told, total = queries.after_referrals(now=MONDAY)
    assert ({row.client_id for row in told}, total) == ({referring.pk, both.pk}, 2)


def behind(who: str) -> set[int]:
    """The people of a figure; the list says how many it holds."""
    rows, total = queries.after_people(queries.Who(who), now=MONDAY)
    assert total == len(rows)
    return {row.client_id for row in rows}


def test_a_recommendation_names_somebody(school: School) -> None:
    with pytest.raises(SaysNothing):
        services.record_referral(
            make_client().pk, whom=" ", told_on=MONDAY.date(), now=MONDAY, actor="system"
        )
