"""What needs attention: found once, told why, gone by itself."""

from datetime import datetime, timedelta

import pytest

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.tests.factories import lead, make_product
from provodnik.facts.people.models import Client
from provodnik.facts.people.services import assign_coordinator, merge
from provodnik.facts.people.tests.factories import MONDAY, happened, make_client
from provodnik.facts.sales.models import Order
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.signals import queries, services

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def refresh(at: datetime) -> None:
    services.refresh_all(now=at)


def pay(client: Client, at: datetime, product: Product | None = None) -> None:
    Order.objects.create(
        school_id=client.school_id,
        source="test",
        external_id=f"{client.pk}-{at:%Y%m%d}",
        client=client,
        product=product,
        paid_kopecks=100,
        created_at=at,
        first_paid_at=at,
    )


@pytest.mark.requirement("R-035")
def test_a_paid_student_without_a_coordinator_is_seen_until_one_is_assigned(
    school: School,
) -> None:
    paid, _free, fresh = (make_client() for _ in range(3))
    pay(paid, MONDAY)
    pay(fresh, MONDAY + 2 * DAY)

    refresh(MONDAY + 2 * DAY)

    assert queries.subjects("unassigned_student") == [paid.pk]
    row = next(r for r in queries.open_signals() if r.key == "unassigned_student")
    assert (row.count, row.since_at) == (1, MONDAY)
    assert "1" in row.text

    anna = make_staff()
    assign_coordinator(paid.pk, staff_id=anna.pk, now=MONDAY, actor="system")
    refresh(MONDAY + 2 * DAY)
    assert queries.subjects("unassigned_student") == []


@pytest.mark.requirement("R-045")
def test_who_finished_and_went_nowhere_is_listed_until_offered_something(school: School) -> None:
    silent, bought, lately = (make_client() for _ in range(3))
    product = make_product()
    for client, at in ((silent, MONDAY), (bought, MONDAY), (lately, MONDAY + 20 * DAY)):
        happened("course_completed", client, at, product_id=product.pk)
    pay(bought, MONDAY + DAY)

    refresh(MONDAY + 30 * DAY)
    assert queries.subjects("went_nowhere") == [silent.pk]

    happened("offer_made", silent, MONDAY + 30 * DAY, product_id=product.pk)
    refresh(MONDAY + 31 * DAY)
    assert queries.subjects("went_nowhere") == []


@pytest.mark.parametrize("event", ["touch_planned", "touch_made"])
def test_a_touch_is_somewhere_as_well(school: School, event: str) -> None:
    client = make_client()
    happened("graduated", client, MONDAY, product_id=make_product().pk)
    happened(event, client, MONDAY + DAY, item="offer")

    refresh(MONDAY + 30 * DAY)

    assert queries.subjects("went_nowhere") == []


def test_who_finished_under_an_absorbed_card_is_listed_as_the_survivor(school: School) -> None:
    stays, gone = make_client(), make_client()
    happened("graduated", gone, MONDAY, product_id=make_product().pk)
    merge(stays.pk, gone.pk, now=MONDAY, actor="system")

    refresh(MONDAY + 30 * DAY)

    assert queries.subjects("went_nowhere") == [stays.pk]


@pytest.mark.requirement("R-087")
def test_a_product_that_leads_nowhere_is_seen_until_linked(school: School) -> None:
    course, next_one = make_product(), make_product()
    lead(course, next_one)
    refresh(MONDAY)
    assert queries.subjects("product_dead_end") == [next_one.pk]

    lead(next_one, make_product(kind="option"))
    refresh(MONDAY)

    assert next_one.pk not in queries.subjects("product_dead_end")


def test_looking_again_opens_nothing_twice(school: School) -> None:
    pay(make_client(), MONDAY)

    for _ in range(2):
        refresh(MONDAY + 2 * DAY)

    opened = JournalEntry.objects.filter(
        event__name="signal_opened", attrs__check="unassigned_student"
    )
    assert opened.count() == 1
