"""Subscriptions: terms come into the journal from orders, renewals are counted from it."""

from datetime import datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from provodnik.facts.catalog.models import Product
from provodnik.facts.people.services import merge
from provodnik.facts.sales.models import Order
from provodnik.facts.sales.queries.renewals import Subscription, subscriptions
from provodnik.facts.sales.services.orders import record_refund
from provodnik.facts.sales.services.subscriptions import record_terms
from provodnik.facts.sales.tests.factories import MONDAY, buy, make_client, make_product
from provodnik.facts.sales.types import NewMoney
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def club(term_days: int | None = 30) -> Product:
    product = make_product("Клуб колористов", price_kopecks=1_900_00)
    Product.objects.filter(pk=product.pk).update(kind="subscription", term_days=term_days)
    return product


def told(now: datetime) -> Subscription:
    record_terms(now=now)
    return subscriptions(now=now, timezone="Europe/Moscow")[0]


def give_back(order: Order, at: datetime) -> None:
    record_refund(
        NewMoney(order.pk, f"r-{order.pk}", order.paid_kopecks, at), reason="", actor="staff:1"
    )


@pytest.mark.requirement("R-075")
def test_the_share_renewed_is_counted_by_the_month_a_term_ended(school: School) -> None:
    product = club()
    loyal, late, gone = (make_client() for _ in range(3))
    for client in (loyal, late, gone):
        buy(client, product, at=MONDAY)
    buy(loyal, product, at=MONDAY + 29 * DAY)
    buy(late, product, at=MONDAY + 38 * DAY)

    shown = told(MONDAY + 50 * DAY)

    # Terms of the 2nd of November end on the 2nd of December; seven days are waited for.
    december = shown.months[0]
    assert (december.month_on.month, december.ended, december.renewed) == (12, 3, 1)
    assert december.share == pytest.approx(1 / 3)
    assert (shown.clients, shown.renewals, shown.active) == (3, 2, 2)


@pytest.mark.requirement("R-075")
def test_a_term_is_not_judged_before_its_days_of_grace_are_over(school: School) -> None:
    buy(make_client(), club(), at=MONDAY)

    waiting = told(MONDAY + 36 * DAY)
    assert (waiting.ended, waiting.share, waiting.waiting) == (0, None, 1)

    over = told(MONDAY + 38 * DAY)
    assert (over.ended, over.share, over.waiting) == (1, 0.0, 0)


def test_telling_twice_adds_nothing_and_a_refund_takes_the_term_back(school: School) -> None:
    client, product = make_client(), club()
    buy(client, product, at=MONDAY)
    second = buy(client, product, at=MONDAY + 30 * DAY)
    now = MONDAY + 40 * DAY
    assert (record_terms(now=now), record_terms(now=now)) == (2, 0)
    assert told(now).renewals == 1

    give_back(second, now)

    after = told(now)
    assert (after.renewals, after.share) == (0, 0.0)
    voided = JournalEntry.objects.filter(event__name="entry_voided")
    assert voided.count() == 1
    record_terms(now=now)
    assert voided.count() == 1


def test_who_was_merged_renews_as_one_person(school: School) -> None:
    stays, absorbed, product = make_client(), make_client(), club()
    buy(stays, product, at=MONDAY)
    buy(absorbed, product, at=MONDAY + 30 * DAY)
    record_terms(now=MONDAY + 31 * DAY)
    assert told(MONDAY + 60 * DAY).renewals == 0

    merge(stays.pk, absorbed.pk, now=MONDAY + 60 * DAY, actor="system")

    assert (told(MONDAY + 60 * DAY).clients, told(MONDAY + 60 * DAY).renewals) == (1, 1)


def test_a_product_says_its_own_term_or_takes_the_methods(school: School) -> None:
    assert told_term(club(90)) == 90
    assert told_term(club_two()) == 30


def told_term(product: Product) -> int:
    found = subscriptions(now=MONDAY, timezone="Europe/Moscow")
    return next(one.term_days for one in found if one.product_id == product.pk)


def club_two() -> Product:
    product = make_product("Клуб стилистов")
    Product.objects.filter(pk=product.pk).update(kind="subscription")
    return product


@pytest.mark.requirement("R-075")
def test_a_payment_wakes_the_count_only_where_something_is_renewed(school: School) -> None:
    jobs = ProcrastinateJob.objects.filter(task_name__endswith="follow_subscriptions")
    buy(make_client(), make_product())
    assert not jobs.exists()

    buy(make_client(), club())

    assert jobs.count() == 1
