"""Segments follow what happens to clients, and what time alone does to them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provodnik.facts.people.services.merging import merge, undo_merge
from provodnik.facts.sales.base import rules
from provodnik.facts.sales.base.models import Change, Contact, Membership
from provodnik.facts.sales.base.recounting import note_clients, note_strays, recount
from provodnik.facts.sales.base.services import save_segment
from provodnik.facts.sales.base.tests.worlds import ACTOR, DAY, contact, counted, members, segment
from provodnik.facts.sales.services.orders import record_refund
from provodnik.facts.sales.tests.factories import MONDAY, buy, make_product
from provodnik.facts.sales.types import NewMoney
from provodnik.kernel import journal
from provodnik.kernel.models import School


@pytest.mark.requirement("R-271")
def test_a_new_order_brings_its_buyer_into_the_segment(school: School) -> None:
    buyer, other = contact("Анна"), contact("Борис")
    counted()
    twice = segment([("orders", "at_least", "2")])

    buy(buyer, at=MONDAY - DAY)
    buy(buyer, at=MONDAY)
    buy(other, at=MONDAY)
    counted()

    assert members(twice) == {buyer.pk}


def test_money_given_back_takes_the_buyer_out_again_with_the_date(school: School) -> None:
    buyer = contact()
    order = buy(buyer, at=MONDAY - DAY)
    buyers = segment([("orders", "at_least", "1")])
    counted()

    money = NewMoney(order.pk, "back-1", order.paid_kopecks, MONDAY)
    record_refund(money, reason="передумали", actor=ACTOR)
    counted(MONDAY + DAY)

    told = Membership.objects.get(segment=buyers)
    assert (told.since_at, told.left_at) == (MONDAY, MONDAY + DAY)


@pytest.mark.requirement("R-271")
def test_time_alone_moves_clients_over_a_boundary(school: School) -> None:
    fresh, older = contact("Анна"), contact("Борис")
    buy(fresh, at=MONDAY - 10 * DAY)
    buy(older, at=MONDAY - 89 * DAY)
    sleeping = segment([("paid_ago", "more", "90")])
    counted()
    before = members(sleeping)

    moved = recount(now=MONDAY + DAY)

    assert before == set()
    assert members(sleeping) == {older.pk}
    assert moved.clients == 1, "only the client whose boundary passed is looked at"


def test_time_also_takes_out(school: School) -> None:
    client = contact()
    buy(client, at=MONDAY - 29 * DAY)
    lately = segment([("paid_ago", "at_most", "30")])
    counted()
    before = members(lately)

    counted(MONDAY + 2 * DAY)

    assert (before, members(lately)) == ({client.pk}, set())


@pytest.mark.parametrize(
    ("fact", "how", "value", "fits"),
    [
        ("orders", "at_least", "1", True),
        ("revenue", "at_least", "5000", True),
        ("revenue", "at_least", "5001", False),
        ("active_ago", "at_most", "3", True),
        ("active_ago", "more", "3", False),
        ("known_ago", "more", "399", True),
        ("goal", "is", "", True),
        ("goal", "is_not", "", False),
        ("complaint", "is", "", False),
        ("messages", "is", "", True),
        ("csat", "at_most", "5", False),
        ("coordinator", "is", "0", True),
        ("stage", "is_not", "graduate", True),
        ("pain", "is_not", "7", True),
    ],
)
def test_every_fact_is_asked(school: School, fact: str, how: str, value: str, fits: bool) -> None:
    client = contact(goal="Работать колористом")
    buy(client, at=MONDAY - 2 * DAY, kopecks=5_000_00)
    asked = segment([(fact, how, value)])

    counted()

    assert (members(asked) == {client.pk}) is fits


def test_a_product_is_bought_or_not(school: School) -> None:
    course, other = make_product(), make_product()
    buyer, stranger = contact("Анна"), contact("Борис")
    buy(buyer, course)
    has = segment([("product", "is", str(course.pk))], name="Купили")
    not_yet = segment(
        [("product", "is", str(course.pk)), ("product", "is", str(other.pk))],
        [("product", "is_not", str(other.pk))],
        name="Купили одно из двух",
    )
    without = segment([("product", "is_not", str(course.pk))], name="Не купили")

    counted()

    assert (members(has), members(not_yet)) == ({buyer.pk}, {buyer.pk})
    assert members(without) == {stranger.pk}


def test_a_sign_of_life_is_taken_from_the_journal_but_not_a_robots(school: School) -> None:
    learner, robot = contact("Анна"), contact("Борис")
    for client, event, attrs in (
        (learner, "lesson_viewed", {}),
        (robot, "offer_clicked", {"machine": True}),
    ):
        journal.record(
            event,
            happened_at=MONDAY - DAY,
            actor=ACTOR,
            client_id=client.pk,
            item="Урок 1",
            product_id=make_product().pk,
            attrs=attrs,
        )
    alive = segment([("active_ago", "at_most", "7")])

    counted()

    assert members(alive) == {learner.pk}


def test_recounting_again_changes_nothing(school: School) -> None:
    buy(contact(), at=MONDAY - DAY)
    buyers = segment([("orders", "at_least", "1")])
    counted()
    first = list(Membership.objects.values())

    again = recount(now=MONDAY)

    assert (again.clients, list(Membership.objects.values())) == (0, first)
    assert Change.objects.count() == 0
    assert len(members(buyers)) == 1


def test_another_rule_keeps_the_date_of_those_who_stay(school: School) -> None:
    buyer, other = contact("Анна"), contact("Борис")
    buy(buyer, at=MONDAY - DAY, kopecks=9_000_00)
    buy(other, at=MONDAY - DAY, kopecks=1_000_00)
    counted()
    mine = segment([("orders", "at_least", "1")])
    later = MONDAY + timedelta(hours=1)

    dearer = rules.read([[{"fact": "revenue", "how": "at_least", "value": "5000"}]])
    save_segment("Сегмент", dearer, segment_id=mine.pk, actor=ACTOR, now=later)

    stays, left = (Membership.objects.get(client=one) for one in (buyer, other))
    assert (stays.since_at, stays.left_at) == (MONDAY, None)
    assert left.left_at == later


def test_a_merged_client_is_one_contact_and_parting_makes_two_again(school: School) -> None:
    one, two = contact("Анна"), contact("Анна")
    buy(one, at=MONDAY - DAY)
    buy(two, at=MONDAY - DAY)
    twice = segment([("orders", "at_least", "2")])
    counted()

    merged = merge(one.pk, two.pk, now=MONDAY, actor=ACTOR)
    counted()
    together = (members(twice), Contact.objects.count())
    undo_merge(merged.pk, now=MONDAY, actor=ACTOR)
    counted()

    assert together == ({one.pk}, 1)
    assert (members(twice), Contact.objects.count()) == (set(), 2)


def test_the_sweep_finds_cards_that_changed_without_an_entry(school: School) -> None:
    client = contact()
    counted()
    type(client).objects.filter(pk=client.pk).update(stage="graduate")
    graduates = segment([("stage", "is", "graduate")])

    found = note_strays()
    counted()

    assert (found, members(graduates)) == (1, {client.pk})
    assert note_strays() == 0


def test_statements_do_not_grow_with_clients(school: School) -> None:
    segment([("orders", "at_least", "1")])
    counted()
    counts = []
    for size in (1, 30):
        clients = [contact(f"Анна {n}") for n in range(size)]
        note_clients([client.pk for client in clients])
        with CaptureQueriesContext(connection) as asked:
            recount(now=MONDAY)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_batch_takes_no_more_than_it_may_and_says_so(school: School) -> None:
    for number in range(3):
        contact(f"Анна {number}")

    first, second = recount(now=MONDAY, limit=2), recount(now=MONDAY, limit=2)

    assert (first.clients, first.is_done) == (2, False)
    assert (second.clients, second.is_done) == (1, True)


def test_a_client_noted_often_is_recounted_once(school: School) -> None:
    often, once = contact("Анна"), contact("Борис")
    note_clients([often.pk] * 5)

    first, second = recount(now=MONDAY, limit=1), recount(now=MONDAY, limit=5)

    assert (first.clients, second.clients) == (1, 1)
    assert set(Contact.objects.values_list("client_id", flat=True)) == {often.pk, once.pk}
    assert Change.objects.count() == 0


def test_the_sweep_leaves_alone_who_waits_already(school: School) -> None:
    contact()

    found = note_strays()

    assert (found, Change.objects.count()) == (0, 1)


def test_an_absorbed_client_fits_no_rule_even_one_that_asks_for_nothing(school: School) -> None:
    one, two = contact("Анна"), contact("Анна")
    without = segment([("coordinator", "is", "0")])
    counted()
    before = members(without)

    merge(one.pk, two.pk, now=MONDAY, actor=ACTOR)
    counted(MONDAY + DAY)

    assert (before, members(without)) == ({one.pk, two.pk}, {one.pk})


def test_a_new_rule_takes_in_and_lets_go_the_whole_base_at_once(school: School) -> None:
    buyer, other = contact("Анна"), contact("Борис")
    buy(buyer, at=MONDAY - DAY)
    counted()
    mine = segment([("orders", "at_least", "1")])
    before = members(mine)

    turned = rules.read([[{"fact": "orders", "how": "at_most", "value": "0"}]])
    save_segment("Сегмент", turned, segment_id=mine.pk, actor=ACTOR, now=MONDAY + DAY)

    assert (before, members(mine)) == ({buyer.pk}, {other.pk})
