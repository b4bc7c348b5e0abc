"""Two coordinators and the head on the same students at the same time: nothing is lost or doubled.

Real connections in real threads, each step a transaction of its own, as clicks are.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random
from threading import Barrier

import pytest
from django.db import connections

from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.types import Trigger
from provodnik.facts.people.models import Client, Goal
from provodnik.facts.people.services.coordinators import assign_coordinator
from provodnik.facts.people.services.goals import record_goal
from provodnik.facts.sales.models import Offer
from provodnik.facts.sales.services.offers import make_offer
from provodnik.facts.sales.tests.factories import MONDAY, make_client, make_product
from provodnik.facts.sales.types import NewOffer
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import schools
from provodnik.kernel.gates import Refused
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.queue.errors import (
    ClaimedByAnother,
    NothingToHandOver,
    TooLateToUndo,
    TouchIsClosed,
)
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.planning.plan import plan_due
from provodnik.touches.queue.services.handing import hand_over
from provodnik.touches.queue.services.handling import claim
from provodnik.touches.queue.services.offering import offer_of_touch
from provodnik.touches.queue.services.outcomes import record_outcome, undo_outcome
from provodnik.touches.queue.tests.paths import learned, publish_step
from provodnik.touches.queue.types import NO_SCRIPT, Outcome, TouchState

NOW = MONDAY + timedelta(days=1)
STUDENTS = 12
STEPS = 60
REFUSALS = (ClaimedByAnother, TouchIsClosed, TooLateToUndo, NothingToHandOver, Refused)
TAKEN_BACK = 0.3
OUTCOMES = (Outcome.AGREED, Outcome.THINKING, Outcome.NO_ANSWER)


class Office:
    """Students whose offers are due, two coordinators and a head."""

    def __init__(self, school: School) -> None:
        self.school = school
        with schools.inside(school.pk):
            self.anna, self.irina = make_staff().pk, make_staff("Ирина Ткачёва").pk
            self.head = make_staff("Ольга Седова", "head_of_product_and_service").pk
            after: Product = make_product()
            offered = make_product()
            publish_step(Trigger.GRADUATION, offered, after=after)
            self.clients = [self._student(after) for _ in range(STUDENTS)]
            plan_due(now=NOW)
            self.touches = list(Touch.objects.order_by("pk").values_list("pk", flat=True))

    def _student(self, after: Product) -> int:
        client = make_client()
        assign_coordinator(client.pk, staff_id=self.anna, now=MONDAY, actor="system")
        learned(client, "graduated", after, MONDAY)
        return client.pk

    def step(self, work: Callable[..., object], *args: object, **words: object) -> bool:
        """One click: its own transaction. False where it was refused in words."""
        try:
            with schools.inside(self.school.pk):
                work(*args, **words)
        except REFUSALS:
            return False
        return True

    def coordinate(self, staff_id: int, seed: int) -> Counter[str]:
        """Take touches at random, offer, record what came of it, sometimes take it back."""
        dice, done = Random(seed), Counter[str]()
        for nth in range(STEPS):
            touch_id, outcome = dice.choice(self.touches), dice.choice(OUTCOMES)
            who = {"by_id": staff_id, "now": NOW + timedelta(seconds=nth)}
            done["claimed"] += self.step(claim, touch_id, **who)
            done["offered"] += self.step(offer_of_touch, touch_id, **who)
            made = self.step(record_outcome, touch_id, outcome, script_step=NO_SCRIPT, **who)
            done["made"] += made
            if made and dice.random() < TAKEN_BACK:
                self.step(undo_outcome, touch_id, **who)
        return done

    def lead(self) -> Counter[str]:
        """Hand students over to and fro, and write their goals down meanwhile."""
        dice, done = Random(3), Counter[str]()
        for nth in range(STEPS):
            at, client_id = NOW + timedelta(seconds=nth), dice.choice(self.clients)
            pair = dice.sample([self.anna, self.irina], 2)
            done["moved"] += self.step(
                hand_over, *pair, client_id=client_id, by_id=self.head, now=at
            )
            done["goals"] += self.step(
                record_goal, client_id, text=f"Цель {nth}", now=at, actor=f"staff:{self.head}"
            )
        return done


@pytest.fixture
def office(committed_school: School) -> Office:
    return Office(committed_school)


def at_once(*works: Callable[[], Counter[str]]) -> list[Counter[str]]:
    barrier = Barrier(len(works))

    def one(work: Callable[[], Counter[str]]) -> Counter[str]:
        try:
            barrier.wait(timeout=10)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result(timeout=120) for future in [pool.submit(one, w) for w in works]]


def living(event: str) -> int:
    """Journal entries of a kind that nobody has taken back."""
    voided = JournalEntry.objects.filter(event__name="entry_voided").values("value")
    return JournalEntry.objects.filter(event__name=event).exclude(pk__in=voided).count()


@pytest.mark.slow
def test_two_coordinators_and_the_head_lose_and_double_nothing(office: Office) -> None:
    anna, irina, head = at_once(
        lambda: office.coordinate(office.anna, 1),
        lambda: office.coordinate(office.irina, 2),
        office.lead,
    )

    # All of them really met: each got something done.
    assert min(anna["made"], irina["made"], head["moved"]) > 0
    with schools.inside(office.school.pk):
        first = Touch.objects.filter(pk__in=office.touches)
        assert first.count() == len(office.touches)
        made = Touch.objects.filter(state=TouchState.MADE.value)
        assert living("touch_made") == made.count()
        assert not made.filter(made_by=None).exists()
        # One offer a student and product, whoever asked first; each told once.
        offers = Counter(Offer.objects.values_list("client_id", "product_id"))
        assert offers
        assert set(offers.values()) == {1}
        assert living("offer_made") == offers.total()
        written = Goal.objects.filter(text__startswith="Цель ")
        assert written.count() == head["goals"] == STEPS
        owners = {office.anna, office.irina}
        assert set(Client.objects.values_list("coordinator_id", flat=True)) <= owners
        waiting = first.filter(state=TouchState.PLANNED.value)
        owned = waiting.values_list("owner_id", "client__coordinator_id")
        assert all(owner == coordinator for owner, coordinator in owned)


def test_of_two_who_press_at_once_one_records_and_the_other_is_told(office: Office) -> None:
    touch_id = office.touches[0]

    def press(staff_id: int, outcome: Outcome) -> Callable[[], Counter[str]]:
        def work() -> Counter[str]:
            is_done = office.step(
                record_outcome, touch_id, outcome, by_id=staff_id, script_step=NO_SCRIPT, now=NOW
            )
            return Counter(made=is_done)

        return work

    first, second = at_once(
        press(office.anna, Outcome.AGREED), press(office.irina, Outcome.THINKING)
    )

    assert first["made"] + second["made"] == 1
    with schools.inside(office.school.pk):
        touch = Touch.objects.get(pk=touch_id)
        winner = (
            (office.anna, Outcome.AGREED) if first["made"] else (office.irina, Outcome.THINKING)
        )
        assert (touch.made_by_id, touch.outcome) == winner
        assert living("touch_made") == 1
        assert Offer.objects.filter(client_id=touch.client_id).count() == 1


def test_two_offers_at_once_to_one_student_are_one_offer(office: Office) -> None:
    with schools.inside(office.school.pk):
        product = make_product().pk
    together = Barrier(2)

    def offer_to_all(staff_id: int) -> Callable[[], Counter[str]]:
        def work() -> Counter[str]:
            done = Counter[str]()
            for client_id in office.clients:
                new = NewOffer(
                    client_id=client_id,
                    product_id=product,
                    channel="coordinator_calls",
                    reason="Просил следующий шаг",
                    staff_id=staff_id,
                )
                together.wait(timeout=10)
                done["offered"] += office.step(make_offer, new, actor=f"staff:{staff_id}", now=NOW)
            return done

        return work

    done = at_once(offer_to_all(office.anna), offer_to_all(office.irina))

    assert sum(one["offered"] for one in done) == STUDENTS
    with schools.inside(office.school.pk):
        offers = Offer.objects.filter(product_id=product)
        assert Counter(offers.values_list("client_id", flat=True)) == Counter(office.clients)
        assert living("offer_made") == STUDENTS
