"""The table of docs/crediting.md, case by case."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import MONDAY
from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import Client
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.sales.models import LinkClick, Order, TrackedLink
from provodnik.facts.team.models import Staff
from provodnik.kernel import journal
from provodnik.kernel.models import JournalEntry, School
from provodnik.outcomes.models import Credit
from provodnik.outcomes.services import credit_orders, credit_payments, rebuild
from provodnik.touches.queue.models import Touch

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-093")]

PAID_AT = MONDAY + timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Cast:
    """A client who bought P, two coordinators, another product."""

    school: School
    client: Client
    anna: Staff
    pavel: Staff
    product: Product
    other: Product


@pytest.fixture
def cast(school: School) -> Cast:
    def person(name: str) -> Staff:
        return Staff.objects.create(
            school=school, name=name, sort_key=name, role="coordinator", created_at=MONDAY
        )

    def product(name: str) -> Product:
        return Product.objects.create(school=school, name=name, sort_key=name, created_at=MONDAY)

    return Cast(school, make_client(), person("Анна"), person("Павел"), product("P"), product("Q"))


def pay(
    cast: Cast, *, channel: str | None = None, manager: Staff | None = None, token: str = ""
) -> Order:
    """The client's order of P, paid whole at PAID_AT, with its journal entry."""
    order = Order.objects.create(
        school=cast.school,
        source="getcourse",
        external_id="7",
        client=cast.client,
        product=cast.product,
        status="payed",
        cost_kopecks=500_000,
        paid_kopecks=500_000,
        created_at=PAID_AT,
        first_paid_at=PAID_AT,
        channel=channel,
        manager=manager,
        utm={"utm_content": token} if token else {},
    )
    record_payment(cast, "p-1", 500_000)
    return order


def record_payment(cast: Cast, external_id: str, kopecks: int) -> int:
    return journal.record(
        "payment_received",
        happened_at=PAID_AT,
        actor="connector:getcourse",
        source="getcourse",
        client_id=cast.client.pk,
        product_id=cast.product.pk,
        item="7",
        value=kopecks,
        external_id=external_id,
    )


def talk(  # noqa: PLR0913 (what matters is visible at the call)
    cast: Cast,
    by: Staff,
    *,
    days: float = 10,
    product: Product | None = None,
    kind: str = "offer",
    outcome: str = "agreed",
    link: TrackedLink | None = None,
) -> Touch:
    made_at = PAID_AT - timedelta(days=days)
    return Touch.objects.create(
        school=cast.school,
        client=cast.client,
        owner=by,
        kind=kind,
        state="made",
        reason="…",
        origin="manual",
        occurrence=f"{by.pk}:{days}:{kind}:{outcome}",
        product=product or cast.product,
        channel="coordinator_calls",
        planned_at=made_at,
        due_from=made_at,
        due_at=made_at,
        made_at=made_at,
        made_by=by,
        outcome=outcome,
        link=link,
    )


def link_of(cast: Cast, by: Staff) -> TrackedLink:
    return TrackedLink.objects.create(
        school=cast.school,
        token=f"1-{by.name}",
        target_url="https://pay.example.test/",
        client=cast.client,
        product=cast.product,
        staff=by,
        channel="warm_up",
        created_at=PAID_AT - timedelta(days=5),
    )


def click(link: TrackedLink, *, at: datetime, sign: str = "") -> None:
    LinkClick.objects.create(school_id=link.school_id, link=link, clicked_at=at, machine_sign=sign)


def credit_of(order: Order) -> Credit:
    credit_orders([order.pk], now=PAID_AT)
    return Credit.objects.get(order=order)


def said() -> list[JournalEntry]:
    """What the journal says now: credits that nobody voided."""
    voided = JournalEntry.objects.filter(event__name="entry_voided").values("value")
    return list(
        JournalEntry.objects.filter(event__name="sale_credited")
        .exclude(pk__in=voided)
        .order_by("external_id")
    )


def test_nothing_before_is_nobodys(cast: Cast) -> None:
    credit = credit_of(pay(cast))

    assert (credit.rule, credit.channel, credit.staff_id) == ("none", None, None)


def test_tags_credit_the_channel_and_the_manager_of_the_order(cast: Cast) -> None:
    credit = credit_of(pay(cast, channel="warm_up", manager=cast.pavel))

    assert (credit.rule, credit.channel, credit.staff_id) == (
        "order_channel",
        "warm_up",
        cast.pavel.pk,
    )


def test_the_last_talk_about_the_product_is_credited_and_the_first_is_shown(cast: Cast) -> None:
    first = talk(cast, cast.pavel, days=19)
    last = talk(cast, cast.anna, days=10)

    credit = credit_of(pay(cast, channel="warm_up"))

    assert (credit.rule, credit.staff_id, credit.channel) == (
        "last_touch",
        cast.anna.pk,
        "coordinator_calls",
    )
    assert (credit.touch_id, credit.first_touch_id, credit.last_touch_id) == (
        last.pk,
        first.pk,
        last.pk,
    )


@pytest.mark.parametrize(
    ("why", "make"),
    [
        pytest.param("too_early", lambda c: talk(c, c.anna, days=30), id="the window is over"),
        pytest.param(
            "other_product", lambda c: talk(c, c.anna, product=c.other), id="another product"
        ),
        pytest.param(
            "other_outcome", lambda c: talk(c, c.anna, outcome="no_answer"), id="no answer"
        ),
        pytest.param("other_deed", lambda c: talk(c, c.anna, kind="acquaint"), id="acquaintance"),
    ],
)
def test_a_touch_that_does_not_count_is_kept_with_the_reason(
    cast: Cast, why: str, make: Callable[[Cast], Touch]
) -> None:
    touch = make(cast)

    credit = credit_of(pay(cast))

    assert credit.rule == "none"
    assert [(line["touch"], line["why"]) for line in credit.evidence] == [(touch.pk, why)]


def test_a_second_before_the_window_is_over_still_counts(cast: Cast) -> None:
    talk(cast, cast.anna, days=30 - 1 / 86_400)

    assert credit_of(pay(cast)).rule == "last_touch"


def test_an_opened_link_is_stronger_than_a_talk(cast: Cast) -> None:
    talk(cast, cast.anna, days=1)
    link = link_of(cast, cast.pavel)
    click(link, at=PAID_AT - timedelta(days=2))
    given = talk(cast, cast.pavel, days=4, outcome="thinking", link=link)

    credit = credit_of(pay(cast))

    assert (credit.rule, credit.staff_id, credit.touch_id, credit.link_id) == (
        "tracked_link",
        cast.pavel.pk,
        given.pk,
        link.pk,
    )


@pytest.mark.parametrize(
    ("at", "sign"),
    [
        pytest.param(PAID_AT - timedelta(days=2), "robot", id="a robot opened it"),
        pytest.param(PAID_AT + timedelta(minutes=1), "", id="opened after the payment"),
    ],
)
def test_a_click_that_brought_nothing_leaves_the_talk(cast: Cast, at: datetime, sign: str) -> None:
    talk(cast, cast.anna)
    click(link_of(cast, cast.pavel), at=at, sign=sign)

    assert credit_of(pay(cast)).staff_id == cast.anna.pk


def test_the_token_of_an_order_needs_no_click(cast: Cast) -> None:
    link = link_of(cast, cast.pavel)

    credit = credit_of(pay(cast, token=link.token))

    assert (credit.rule, credit.link_id) == ("tracked_link", link.pk)


def test_the_journal_credits_each_payment_of_the_order_once(cast: Cast) -> None:
    talk(cast, cast.anna)
    order = pay(cast)
    second = record_payment(cast, "p-2", 100_000)

    assert credit_payments([second], now=PAID_AT) == 1
    credit_orders([order.pk], now=PAID_AT)
    rebuild(now=PAID_AT)

    assert [(e.external_id, e.value, e.staff_id) for e in said()] == [
        ("p-1", 500_000, cast.anna.pk),
        ("p-2", 100_000, cast.anna.pk),
    ]


def test_a_changed_decision_replaces_what_the_journal_said(cast: Cast) -> None:
    order = pay(cast)
    credit_orders([order.pk], now=PAID_AT)
    talk(cast, cast.anna)

    rebuild(now=PAID_AT)

    assert [(e.external_id, e.staff_id) for e in said()] == [("p-1#2", cast.anna.pk)]


def test_a_voided_payment_loses_its_credit(cast: Cast) -> None:
    order = pay(cast)
    credit_orders([order.pk], now=PAID_AT)
    payment = JournalEntry.objects.get(event__name="payment_received")
    journal.void([payment.pk], at=PAID_AT, actor="connector:getcourse", reason="corrected")
    Order.objects.filter(pk=order.pk).update(paid_kopecks=0, first_paid_at=None)

    credit_orders([order.pk], now=PAID_AT)

    assert said() == []
    assert not Credit.objects.exists()


def test_a_refund_is_taken_back_from_the_same_credit(cast: Cast) -> None:
    talk(cast, cast.anna)
    order = pay(cast)
    credit_orders([order.pk], now=PAID_AT)
    Order.objects.filter(pk=order.pk).update(refunded_kopecks=500_000)

    credit = credit_of(order)

    assert (credit.staff_id, credit.amount_kopecks - credit.refunded_kopecks) == (cast.anna.pk, 0)


def test_crediting_many_orders_costs_as_many_statements_as_one(cast: Cast) -> None:
    orders = [pay(cast).pk]
    with CaptureQueriesContext(connection) as one:
        credit_orders(orders, now=PAID_AT)
    for n in range(30):
        orders.append(
            Order.objects.create(
                school=cast.school,
                source="getcourse",
                external_id=f"more-{n}",
                client=cast.client,
                product=cast.product,
                paid_kopecks=1,
                created_at=PAID_AT,
                first_paid_at=PAID_AT,
            ).pk
        )

    with CaptureQueriesContext(connection) as many:
        credit_orders(orders, now=PAID_AT)

    assert len(many) <= len(one)
