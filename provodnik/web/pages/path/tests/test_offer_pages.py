"""The log of offers, an offer's chain, personal offers, promotions: as people meet them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from provodnik.facts.sales.models import Offer, Promotion
from provodnik.facts.sales.queries.offers import cascade
from provodnik.facts.sales.services.offers import accept_offer, decline_offer
from provodnik.facts.sales.services.promotions import end_due
from provodnik.facts.sales.tests.factories import buy, make_client, make_offer, make_product
from provodnik.facts.team.services import record_grade
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel.models import School
from provodnik.method import queries as method_queries
from provodnik.web.pages.path.tests.test_path_pages import member, page

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NBSP = "\u00a0"


@pytest.mark.requirement("R-089")
def test_the_log_shows_who_was_offered_what_and_how_it_ended(school: School) -> None:
    now = timezone.now()
    client, product = make_client("Наталья Ремизова"), make_product("Блонд")
    offer = make_offer(client, product, at=now - 2 * DAY)
    decline_offer(offer.pk, "expensive", not_before_on=None, actor="staff:1", now=now - DAY)
    buy(make_client(), product, at=now)
    head = member()

    shown = page(head, "/path/offers/")
    narrowed = page(head, "/path/offers/?outcome=paid")
    file = head.get("/path/offers/export/").content.decode("utf-8-sig")

    assert f"1{NBSP}предложение, у каждого записан итог" in shown
    assert "Наталья Ремизова" in shown and "отказ" in shown and "Дорого" in shown
    assert "Под этот отбор предложений нет" in narrowed
    assert "Наталья Ремизова;Блонд" in file


@pytest.mark.requirement("R-081")
def test_an_offer_shows_the_chain_it_stands_in_and_the_log_each_steps_conversion(
    school: School,
) -> None:
    now, client = timezone.now(), make_client()
    first = make_offer(client, make_product("Блонд"), at=now - 9 * DAY)
    accept_offer(first.pk, actor="staff:1", now=now - 8 * DAY)
    second = make_offer(client, make_product("Практикум"), at=now - DAY)
    buy(client, second.product, at=now)
    head = member()

    one, log = page(head, f"/path/offers/{second.pk}/"), page(head, "/path/offers/")

    assert [link.offer_id for link in cascade(second.pk)] == [first.pk, second.pk]
    assert f'href="/path/offers/{first.pk}/"' in one and "Цепочка" in one
    assert "Блонд → Практикум" in log and "1 → 0 → 1" in log


@pytest.mark.requirement("R-086")
def test_a_personal_offer_is_made_with_a_deadline_by_a_plain_form(school: School) -> None:
    client, product = make_client(), make_product("Блонд")
    head, today = member(), timezone.localdate()
    filled = {
        "product": product.pk,
        "price": "9900",
        "until": (today + 5 * DAY).isoformat(),
        "reason": "Обещали на разборе",
        "channel": "graduation",
    }

    late = head.post(
        f"/path/offers/personal/{client.pk}/made/", {**filled, "until": today - DAY}
    ).content.decode()
    assert "Этот день уже прошёл" in late and not Offer.objects.exists()
    made = head.post(f"/path/offers/personal/{client.pk}/made/", filled)

    offer = Offer.objects.get()
    assert made.headers["Location"] == f"/path/offers/{offer.pk}/"
    assert (offer.price_kopecks, offer.expires_at is not None) == (9_900_00, True)
    assert f"0{NBSP}оплачено" in page(head, "/path/offers/")


@pytest.mark.requirement("R-080")
def test_a_personal_offer_to_somebody_dissatisfied_is_refused_with_the_reason(
    school: School,
) -> None:
    client, product, head = make_client(), make_product("Блонд"), member()
    type(client).objects.update(last_csat=100, last_csat_at=timezone.now())
    filled = {
        "product": product.pk,
        "until": (timezone.localdate() + DAY).isoformat(),
        "reason": "Обещали",
        "channel": "graduation",
    }

    shown = head.post(f"/path/offers/personal/{client.pk}/made/", filled).content.decode()

    assert "Сначала поможем" in shown
    assert not Offer.objects.exists()


@pytest.mark.requirement("R-085")
def test_a_promotion_is_agreed_on_with_both_days_and_ends_by_itself(school: School) -> None:
    head, today = member(), timezone.localdate()
    filled = {
        "name": "Неделя блонда",
        "terms": "Три работы за неделю",
        "starts_on": today.isoformat(),
        "ends_on": "",
        "criterion": "payments",
        "target": "2",
    }

    head.post("/path/promotions/opened/", filled)
    assert not Promotion.objects.exists()
    head.post("/path/promotions/opened/", {**filled, "ends_on": today.isoformat()})
    assert f"ещё 1{NBSP}день" in page(head, "/path/promotions/")
    buy(make_client(), make_product(), at=timezone.now())
    end_due(now=timezone.now() + 2 * DAY)

    shown = page(head, "/path/promotions/")
    assert "условие не выполнено" in shown and "1 оплата из 2" in " ".join(shown.split())


@pytest.mark.parametrize(
    "address",
    ["/path/offers/", "/path/promotions/", "/path/versions/", "/path/offers/personal/"],
)
def test_a_stranger_signs_in(school: School, address: str) -> None:
    assert Client().get(address).status_code == 302


def test_another_ones_offer_stays_unseen_by_a_colleague(school: School) -> None:
    offer = make_offer(make_client(), make_product(), at=timezone.now())
    coordinator = member("coordinator")

    assert coordinator.get(f"/path/offers/{offer.pk}/").status_code == 404
    assert member().get(f"/path/offers/{offer.pk}/").status_code == 200
    assert coordinator.post("/path/promotions/opened/", {}).status_code == 403


def test_the_log_costs_the_same_at_any_length(school: School) -> None:
    head, product = member(), make_product()
    make_offer(make_client(), product, at=timezone.now())
    # The fixture wrote the method in this very transaction; from here on it is read once.
    method_queries._of_transaction.clear()
    counts = []
    for _ in range(2):
        head.get("/path/offers/")
        with CaptureQueriesContext(connection) as asked:
            head.get("/path/offers/")
        counts.append(len(asked))
        for _nth in range(29):
            make_offer(make_client(), product, at=timezone.now())

    assert counts[0] == counts[1]


@pytest.mark.requirement("R-011")
def test_the_form_of_an_offer_shows_the_reward_and_who_may_not_offer_yet(school: School) -> None:
    anna, browser = make_staff("Анна", user=make_user()), Client()
    client, product = make_client(coordinator=anna), make_product("Блонд")
    assert anna.user is not None
    browser.force_login(anna.user)
    address = f"/path/offers/personal/{client.pk}/?product={product.pk}"

    rewarded = page(browser, address)
    on = timezone.localdate()
    record_grade(anna.pk, "trainee", from_on=on, reason="", by=anna.pk, now=timezone.now())

    assert f"примерно 645{NBSP}₽: 5% от 12{NBSP}900{NBSP}₽" in rewarded
    assert "Грейд «Стажёр» пока не предлагает продукты" in page(browser, address)
