"""The log of offers: every one, with how far it went, narrowed and counted."""

from datetime import date, timedelta

import pytest

from provodnik.facts.sales.errors import DeadlinePassed
from provodnik.facts.sales.gates.offers import may_offer
from provodnik.facts.sales.links.rules import Opening
from provodnik.facts.sales.links.services import open_link
from provodnik.facts.sales.models import Offer
from provodnik.facts.sales.queries.offer_log import (
    LogFilter,
    OfferOutcome,
    every_offer,
    logged_offer,
    offer_log,
)
from provodnik.facts.sales.queries.planned_path import planned_paths
from provodnik.facts.sales.services.offers import (
    accept_offer,
    decline_offer,
    expire_offers,
    make_offer,
    make_personal_offer,
)
from provodnik.facts.sales.tests import factories
from provodnik.facts.sales.tests.factories import ACTOR, MONDAY, buy, make_client, make_product
from provodnik.facts.sales.types import NewOffer
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db

ZONE = "Europe/Moscow"
DAY = timedelta(days=1)


def offer_to(name: str = "Анна", *, at_day: int = 0, **more: object) -> Offer:
    return factories.make_offer(
        make_client(name),
        make_product(),
        at=MONDAY + at_day * DAY,
        **more,  # type: ignore[arg-type]
    )


def outcome_of(offer: Offer) -> OfferOutcome:
    row = logged_offer(offer.pk)
    assert row is not None
    return row.outcome


@pytest.mark.requirement("R-089")
def test_an_offer_is_logged_with_everything_about_it(school: School) -> None:
    seller = make_staff(name="Ольга")
    client, product = make_client("Наталья Ремизова"), make_product("Блонд")
    offer = factories.make_offer(client, product, staff=seller)
    buy(client, product, at=MONDAY + DAY, kopecks=9_000_00)

    (row,), total = offer_log(LogFilter(), timezone=ZONE)

    assert total == 1
    assert (row.client, row.product, row.channel, row.staff, row.made_at) == (
        "Наталья Ремизова",
        "Блонд",
        "coordinator_calls",
        "Ольга",
        MONDAY,
    )
    assert (row.outcome, row.paid_kopecks) == (OfferOutcome.PAID, 9_000_00)
    # The funnel reads the journal, which holds the same offers.
    logged = JournalEntry.objects.filter(event__name="offer_made").values_list("attrs", flat=True)
    assert [attrs["offer"] for attrs in logged] == [offer.pk]


@pytest.mark.requirement("R-089")
def test_every_outcome_has_its_word(school: School) -> None:
    silent, agreed, refused = offer_to(), offer_to(), offer_to()
    expired = offer_to(expires_at=MONDAY + DAY)
    clicked = offer_to()
    link = factories.make_link(clicked.product, clicked.client, offer=clicked)
    open_link(link.token, Opening("Mozilla/5.0 (iPhone)", visitor="v-1"), now=MONDAY + DAY)
    accept_offer(agreed.pk, actor=ACTOR, now=MONDAY)
    decline_offer(refused.pk, "expensive", not_before_on=None, actor=ACTOR, now=MONDAY)
    expire_offers(now=MONDAY + DAY)

    found = [outcome_of(one) for one in (silent, agreed, refused, expired, clicked)]

    assert found == [
        OfferOutcome.NO_ANSWER,
        OfferOutcome.AGREED,
        OfferOutcome.REFUSED,
        OfferOutcome.EXPIRED,
        OfferOutcome.CLICKED,
    ]
    row = logged_offer(refused.pk)
    assert row is not None and row.objection == "Дорого"


@pytest.mark.requirement("R-089")
def test_the_log_is_narrowed_and_its_file_holds_the_same(school: School) -> None:
    offer_to("Анна Белова", at_day=-10)
    wanted = offer_to("Вера Котова", expires_at=MONDAY + DAY)
    type(wanted.client).objects.filter(pk=wanted.client_id).update(search_text="вера котова")
    november = LogFilter(from_on=date(2026, 11, 1), to_on=date(2026, 12, 1))

    for which in (
        november,
        LogFilter(text="котова"),
        LogFilter(is_personal=True),
        LogFilter(product_id=wanted.product_id),
        LogFilter(client_id=wanted.client_id, outcome=OfferOutcome.NO_ANSWER),
    ):
        rows, total = offer_log(which, timezone=ZONE)
        assert ([row.offer_id for row in rows], total) == ([wanted.pk], 1), which
        assert list(every_offer(which, timezone=ZONE)) == rows
    assert offer_log(LogFilter(outcome=OfferOutcome.PAID), timezone=ZONE) == ([], 0)
    assert offer_log(LogFilter(), timezone=ZONE, limit=1, offset=5) == ([], 2)


@pytest.mark.requirement("R-081")
def test_an_offer_continues_the_last_one_agreed_to(school: School) -> None:
    client = make_client()
    first = factories.make_offer(client, make_product("Блонд"), at=MONDAY - 20 * DAY)
    refused = factories.make_offer(client, make_product("Цвет"), at=MONDAY - 10 * DAY)
    accept_offer(first.pk, actor=ACTOR, now=MONDAY - 19 * DAY)
    decline_offer(refused.pk, "expensive", not_before_on=None, actor=ACTOR, now=MONDAY - 9 * DAY)

    following = factories.make_offer(client, make_product("Практикум"), at=MONDAY)

    assert following.parent_id == first.pk
    assert offer_to().parent_id is None


@pytest.mark.requirement("R-090")
def test_after_not_now_until_a_day_no_offer_is_let_through_before_it(school: School) -> None:
    client, product = make_client(), make_product()
    offer = factories.make_offer(client, make_product(), at=MONDAY - 40 * DAY)
    until = date(2026, 11, 20)
    decline_offer(offer.pk, "no_time", not_before_on=until, actor=ACTOR, now=MONDAY)

    codes = [
        [reason.code for reason in may_offer(client.pk, product.pk, "platform", at).reasons]
        for at in (MONDAY, MONDAY + 17 * DAY, MONDAY + 18 * DAY)
    ]

    assert codes == [["not_now"], ["not_now"], []]


@pytest.mark.requirement("R-086")
def test_a_personal_offer_needs_a_deadline_ahead(school: School) -> None:
    new = NewOffer(make_client().pk, make_product().pk, "coordinator_calls", "Ведёт к цели")

    with pytest.raises(DeadlinePassed):
        make_personal_offer(new, actor=ACTOR, now=MONDAY)
    assert not Offer.objects.exists()
    assert make_offer(new, actor=ACTOR, now=MONDAY).expires_at is None


@pytest.mark.requirement("R-091")
def test_a_new_student_has_a_first_step_and_a_planned_value_from_day_one(school: School) -> None:
    from provodnik.facts.catalog.tests.factories import lead, make_path

    flagship = make_product("Флагман", price_kopecks=50_000_00)
    mini = make_product("Мини", price_kopecks=10_000_00)
    last = make_product("Наставничество", price_kopecks=90_000_00)
    make_path((flagship, mini))
    lead(mini, last)
    lead(last, flagship)
    client = make_client()
    buy(client, flagship, at=MONDAY, kopecks=50_000_00)

    planned = planned_paths([client.pk])[client.pk]

    assert [(step.after, step.product) for step in planned.steps] == [
        ("Флагман", "Мини"),
        ("Мини", "Наставничество"),
    ]
    assert (planned.since, planned.paid_kopecks) == (MONDAY, 50_000_00)
    assert planned.planned_kopecks == 150_000_00
    buy(client, mini, at=MONDAY + DAY)
    assert [s.product for s in planned_paths([client.pk])[client.pk].steps] == ["Наставничество"]
