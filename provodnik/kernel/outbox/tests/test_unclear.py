"""Claims of dead processes, late answers, and what a person decides."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conftest import MONDAY
from provodnik.kernel import signals
from provodnik.kernel.models import JournalEntry, School
from provodnik.kernel.outbox import claiming, draining, services
from provodnik.kernel.outbox.claiming import Claim
from provodnik.kernel.outbox.errors import NotUnclear
from provodnik.kernel.outbox.models import Message
from provodnik.kernel.outbox.tests.fakes import CHANNEL, TERMS, Pigeons, letter, pigeon_loft
from provodnik.kernel.outbox.types import Accepted, NotSent, Refused, State, Unclear

pytestmark = pytest.mark.django_db

LEASE_OVER = MONDAY + timedelta(seconds=61)


@pytest.fixture
def claimed(school: School, pigeons: Pigeons) -> Claim:
    """A claim of one message, committed by a process that is heard of no more."""
    account_id = pigeon_loft(MONDAY)
    services.enqueue(letter(1), now=MONDAY)
    return claiming.claim(account_id, CHANNEL, TERMS, now=MONDAY)


def message() -> Message:
    return Message.objects.get(key="letter:1")


def test_a_claim_older_than_its_lease_becomes_uncertain_and_is_not_sent(
    claimed: Claim, school: School, pigeons: Pigeons
) -> None:
    assert claiming.lapse(now=MONDAY + timedelta(seconds=60)) == 0

    draining.drain(school.pk, CHANNEL, clock=lambda: LEASE_OVER, seconds=5)

    assert (message().state, message().code) == ("uncertain", "died")
    assert pigeons.taken == []
    assert [one.state for one in pigeons.told] == [State.UNCERTAIN]


def test_an_answer_that_comes_after_the_lease_still_counts(claimed: Claim) -> None:
    claiming.lapse(now=LEASE_OVER)

    claiming.settle(claimed.id, {message().pk: Accepted("7")}, TERMS, now=LEASE_OVER)

    assert (message().state, message().external_id) == ("accepted", "7")


def test_an_answer_that_comes_after_a_persons_decision_changes_nothing(claimed: Claim) -> None:
    claiming.lapse(now=LEASE_OVER)
    services.send_again(message().pk, by_id=7, now=LEASE_OVER)

    late = claiming.settle(claimed.id, {message().pk: Refused("gone")}, TERMS, now=LEASE_OVER)

    assert (late, message().state) == (0, "queued")


def test_what_was_never_begun_waits_again_without_an_attempt(claimed: Claim) -> None:
    claiming.put_back(claimed.id, [message().pk], now=MONDAY)

    assert (message().state, message().attempts) == ("queued", 0)


def test_what_comes_too_late_for_its_lease_is_not_begun(school: School, pigeons: Pigeons) -> None:
    """As in a process that slept between its claim and its first word."""
    pigeons.bind(terms=replace(TERMS, lease_seconds=0))
    pigeon_loft(MONDAY)
    services.enqueue_many([letter(number) for number in range(3)], now=MONDAY)

    done = draining.drain(school.pk, CHANNEL, clock=lambda: MONDAY, seconds=0.2)

    assert done.attempted >= 3
    assert pigeons.taken == []
    assert set(Message.objects.values_list("state", "attempts")) == {("queued", 0)}


def test_sent_again_it_goes_and_the_journal_knows_by_whom(
    claimed: Claim, school: School, pigeons: Pigeons
) -> None:
    claiming.settle(claimed.id, {message().pk: Unclear()}, TERMS, now=MONDAY)

    services.send_again(message().pk, by_id=7, now=LEASE_OVER)
    draining.drain(school.pk, CHANNEL, clock=lambda: LEASE_OVER, seconds=5)

    assert (message().state, message().decided_by) == ("accepted", 7)
    entry = JournalEntry.objects.get(event__name="outgoing_sent_again")
    assert (entry.staff_id, entry.item) == (7, str(message()))


def test_told_to_be_delivered_it_is_accepted_and_goes_no_more(
    claimed: Claim, school: School, pigeons: Pigeons
) -> None:
    claiming.settle(claimed.id, {message().pk: Unclear()}, TERMS, now=MONDAY)

    services.was_delivered(message().pk, by_id=7, now=LEASE_OVER)
    draining.drain(school.pk, CHANNEL, clock=lambda: LEASE_OVER, seconds=5)

    assert (message().state, pigeons.taken) == ("accepted", [])


@pytest.mark.parametrize("answer", [Accepted(), NotSent("unreachable")], ids=str)
def test_a_person_decides_only_what_is_undecided(
    claimed: Claim, answer: Accepted | NotSent
) -> None:
    claiming.settle(claimed.id, {message().pk: answer}, TERMS, now=MONDAY)

    with pytest.raises(NotUnclear):
        services.send_again(message().pk, by_id=7, now=MONDAY)
    with pytest.raises(NotUnclear):
        services.was_delivered(message().pk, by_id=7, now=MONDAY)


def test_a_refused_message_can_be_sent_again_and_was_not_delivered(claimed: Claim) -> None:
    claiming.settle(claimed.id, {message().pk: Refused("blocked")}, TERMS, now=MONDAY)

    with pytest.raises(NotUnclear):
        services.was_delivered(message().pk, by_id=7, now=MONDAY)
    services.send_again(message().pk, by_id=7, now=MONDAY)

    assert (message().state, message().attempts) == ("queued", 0)


@pytest.mark.parametrize(
    ("name", "answer"), [("message_unclear", Unclear()), ("message_refused", Refused("blocked"))]
)
def test_a_check_finds_it_until_somebody_decides(
    claimed: Claim, name: str, answer: Unclear | Refused
) -> None:
    check = signals.checks()[name]
    claiming.settle(claimed.id, {message().pk: answer}, TERMS, now=MONDAY)

    assert signals.refresh(check, now=MONDAY).opened == 1
    services.send_again(message().pk, by_id=7, now=MONDAY)

    assert signals.refresh(check, now=MONDAY).closed == 1


def test_a_check_finds_what_waits_too_long(school: School, pigeons: Pigeons) -> None:
    services.enqueue(letter(1), now=MONDAY)
    check = signals.checks()["message_waiting"]

    assert signals.refresh(check, now=MONDAY + timedelta(minutes=10)).opened == 0
    assert signals.refresh(check, now=MONDAY + timedelta(minutes=11)).opened == 1
