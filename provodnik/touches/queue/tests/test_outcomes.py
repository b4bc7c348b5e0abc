"""One keystroke records how a touch ended, plans what follows, and can be taken back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from conftest import MONDAY
from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import Client
from provodnik.facts.sales.models import Offer
from provodnik.facts.sales.tests.factories import make_client, make_order, make_product
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.queue import services
from provodnik.touches.queue.errors import (
    ClaimedByAnother,
    ObjectionMissing,
    TooLateToUndo,
    TouchIsClosed,
)
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.types import Outcome, TouchKind, TouchState

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(school: School) -> Staff:
    return make_staff(name="Анна Лебедева")


@pytest.fixture
def client_(anna: Staff) -> Client:
    return make_client(coordinator=anna)


@pytest.fixture
def product(school: School) -> Product:
    return make_product("Блонд без брака")


@pytest.fixture
def touch(client_: Client, product: Product) -> Touch:
    """An offer touch due today."""
    return services.plan(
        client_id=client_.pk,
        kind=TouchKind.OFFER,
        reason="Модуль 3 завершён сегодня",
        occurrence="first",
        product_id=product.pk,
        channel="coordinator_calls",
        stake_kopecks=12_900_00,
        actor="staff:1",
        now=MONDAY,
    )


@pytest.fixture
def record(touch: Touch, anna: Staff) -> Callable[..., services.Recorded]:
    def act(outcome: Outcome, **details: object) -> services.Recorded:
        return services.record_outcome(
            touch.pk,
            outcome,
            by_id=anna.pk,
            now=MONDAY,
            **details,  # type: ignore[arg-type]
        )

    return act


def told(event: str) -> list[JournalEntry]:
    """Entries of a kind that nobody voided."""
    voided = JournalEntry.objects.filter(event__name="entry_voided").values("value")
    return list(JournalEntry.objects.filter(event__name=event).exclude(pk__in=voided))


@pytest.mark.requirement("R-112")
def test_completing_an_item_logs_a_touch(
    touch: Touch, anna: Staff, record: Callable[..., services.Recorded]
) -> None:
    record(Outcome.REACHED, note="Боится осветления")

    touch.refresh_from_db()
    (entry,) = told("touch_made")
    assert (touch.state, touch.made_by_id) == ("made", anna.pk)
    assert (entry.client_id, entry.staff_id, entry.item) == (touch.client_id, anna.pk, "offer")
    assert entry.attrs["outcome"] == "reached"


def test_thinking_comes_back_in_two_working_days(
    record: Callable[..., services.Recorded],
) -> None:
    recorded = record(Outcome.THINKING)

    follow_up = Touch.objects.get(pk=int(recorded.follow_up_id or 0))
    assert follow_up.kind == "follow_up"
    # Monday 2 November; Wednesday the 4th is a holiday in Russia, so the second day is Thursday.
    assert follow_up.due_from == datetime(2026, 11, 5, 7, 0, tzinfo=UTC)
    assert Offer.objects.get().state == "made"


def test_no_answer_repeats_the_deed_until_the_limit(
    touch: Touch, anna: Staff, record: Callable[..., services.Recorded]
) -> None:
    recorded = record(Outcome.NO_ANSWER)
    second = Touch.objects.get(pk=int(recorded.follow_up_id or 0))
    assert (second.kind, second.attempt, second.reason) == ("offer", 2, touch.reason)

    for _ in range(2):
        latest = Touch.objects.filter(state="planned").get()
        recorded = services.record_outcome(
            latest.pk, Outcome.NO_ANSWER, by_id=anna.pk, now=latest.due_from
        )

    assert recorded.follow_up_id is None
    assert not Offer.objects.exists()


@pytest.mark.requirement("R-114")
def test_a_refusal_is_linked_to_an_objection(
    record: Callable[..., services.Recorded], touch: Touch
) -> None:
    with pytest.raises(ObjectionMissing):
        record(Outcome.REFUSED)

    record(Outcome.REFUSED, objection="expensive", not_before_on=date(2026, 12, 1))

    offer = Offer.objects.get()
    assert (offer.state, offer.objection) == ("declined", "expensive")
    assert told("offer_declined")[0].attrs["objection"] == "expensive"
    with pytest.raises(IntegrityError, match="touch_refusal_has_objection"), transaction.atomic():
        Touch.objects.filter(pk=touch.pk).update(objection="")


def test_agreement_accepts_the_offer_and_checks_the_payment_next_day(
    record: Callable[..., services.Recorded],
) -> None:
    recorded = record(Outcome.AGREED)

    assert Offer.objects.get().state == "accepted"
    assert recorded.follow_up_at == datetime(2026, 11, 3, 7, 0, tzinfo=UTC)


def test_nothing_follows_an_agreement_that_is_paid_already(
    client_: Client, product: Product, record: Callable[..., services.Recorded]
) -> None:
    order = make_order(client_, product)
    type(order).objects.filter(pk=order.pk).update(
        paid_kopecks=1, first_paid_at=MONDAY + timedelta(minutes=1)
    )

    assert record(Outcome.AGREED).follow_up_id is None


def test_the_same_outcome_again_changes_nothing(
    record: Callable[..., services.Recorded],
) -> None:
    assert record(Outcome.THINKING) == record(Outcome.THINKING)
    assert (len(told("touch_made")), Touch.objects.count(), Offer.objects.count()) == (1, 2, 1)


def test_another_outcome_needs_an_undo_first(record: Callable[..., services.Recorded]) -> None:
    record(Outcome.THINKING)

    with pytest.raises(TouchIsClosed):
        record(Outcome.AGREED)


def test_undo_leaves_no_trace_but_its_own(
    touch: Touch, anna: Staff, record: Callable[..., services.Recorded]
) -> None:
    record(Outcome.THINKING, note="…")

    services.undo_outcome(touch.pk, by_id=anna.pk, now=MONDAY + timedelta(seconds=5))

    touch.refresh_from_db()
    assert (touch.state, touch.outcome, touch.made_at, touch.offer_id) == (
        TouchState.PLANNED,
        "",
        None,
        None,
    )
    assert [t.pk for t in Touch.objects.all()] == [touch.pk]
    assert told("touch_made") == told("offer_made") == []
    assert len(told("touch_undone")) == 1
    assert record(Outcome.AGREED).outcome == Outcome.AGREED


def test_undo_opens_an_offer_made_before_again(
    touch: Touch, anna: Staff, record: Callable[..., services.Recorded]
) -> None:
    services.offer_of_touch(touch.pk, by_id=anna.pk, now=MONDAY - timedelta(minutes=3))
    record(Outcome.REFUSED, objection="expensive")

    services.undo_outcome(touch.pk, by_id=anna.pk, now=MONDAY)

    assert Offer.objects.get().state == "made"
    assert len(told("offer_made")) == 1


@pytest.mark.parametrize("case", ["stranger", "late", "followed up"])
def test_undo_is_refused(
    case: str, touch: Touch, anna: Staff, record: Callable[..., services.Recorded]
) -> None:
    recorded = record(Outcome.THINKING)
    by, now = anna, MONDAY
    if case == "stranger":
        by = make_staff(name="Павел Ёлкин")
    elif case == "late":
        now = MONDAY + timedelta(hours=1)
    else:
        services.record_outcome(
            int(recorded.follow_up_id or 0), Outcome.REACHED, by_id=anna.pk, now=MONDAY
        )

    with pytest.raises(TooLateToUndo):
        services.undo_outcome(touch.pk, by_id=by.pk, now=now)


def test_two_colleagues_do_not_call_one_person(touch: Touch, anna: Staff) -> None:
    pavel = make_staff(name="Павел Ёлкин")
    services.claim(touch.pk, by_id=anna.pk, now=MONDAY)

    with pytest.raises(ClaimedByAnother, match="Анна"):
        services.claim(touch.pk, by_id=pavel.pk, now=MONDAY + timedelta(minutes=2))

    services.claim(touch.pk, by_id=pavel.pk, now=MONDAY + timedelta(hours=1))


def test_a_touch_moves_by_the_methods_choices(touch: Touch, anna: Staff) -> None:
    moved = services.postpone(touch.pk, "tomorrow", by_id=anna.pk, now=MONDAY)

    assert moved.due_from == datetime(2026, 11, 3, 7, 0, tzinfo=UTC)
    assert len(told("touch_postponed")) == 1


def test_the_offer_and_link_of_a_touch_are_made_once(touch: Touch, anna: Staff) -> None:
    first = services.offer_of_touch(touch.pk, by_id=anna.pk, now=MONDAY)
    again = services.offer_of_touch(touch.pk, by_id=anna.pk, now=MONDAY)

    assert first.token == again.token
    assert (first.client_id, first.staff_id, first.channel) == (
        touch.client_id,
        anna.pk,
        "coordinator_calls",
    )
    assert len(told("offer_made")) == 1


def test_planning_twice_by_hand_plans_once(touch: Touch) -> None:
    again = services.plan(
        client_id=touch.client_id,
        kind=TouchKind.OFFER,
        reason="…",
        occurrence="first",
        actor="staff:1",
        now=MONDAY,
    )

    assert again.pk == touch.pk
