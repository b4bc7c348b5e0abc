"""Attempts: claimed by a commit, answered, repeated only where nothing was sent."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from conftest import MONDAY
from provodnik.kernel.models import School
from provodnik.kernel.outbox import claiming, draining, queries, services
from provodnik.kernel.outbox.draining import Drained
from provodnik.kernel.outbox.models import Message
from provodnik.kernel.outbox.tests.fakes import CHANNEL, TERMS, Pigeons, letter, pigeon_loft
from provodnik.kernel.outbox.types import (
    Accepted,
    Answer,
    Attempt,
    NotSent,
    Outgoing,
    Rank,
    Refused,
    State,
    Unclear,
)

pytestmark = pytest.mark.django_db


def put_in(*many: Outgoing, at: datetime = MONDAY) -> None:
    services.enqueue_many(many, now=at)


def drained(school: School, at: datetime = MONDAY) -> Drained:
    return draining.drain(school.pk, CHANNEL, clock=lambda: at, seconds=5)


def standing() -> dict[str, str]:
    return dict(Message.objects.order_by("pk").values_list("key", "state"))


def texts(attempts: Sequence[Attempt]) -> list[str]:
    return [str(one.body["text"]) for one in attempts]


def test_what_is_accepted_is_settled_with_its_name_there(school: School, pigeons: Pigeons) -> None:
    pigeon_loft(MONDAY)
    put_in(letter(1))

    done = drained(school)

    message = Message.objects.get()
    assert (message.state, message.external_id) == ("accepted", f"bird-{message.pk}")
    assert (message.attempts, message.lease_until_at) == (1, None)
    assert done == Drained(1, None)
    assert pigeons.closed == TERMS.parallel
    assert [(one.about_id, one.state) for one in pigeons.told] == [(1, State.ACCEPTED)]


def test_a_refused_message_is_not_tried_again(school: School, pigeons: Pigeons) -> None:
    pigeon_loft(MONDAY)
    put_in(letter(1))
    pigeons.answer = lambda _one: Refused("blocked", "stopped the bot")

    drained(school)
    drained(school, MONDAY + timedelta(days=1))

    message = Message.objects.get()
    assert (message.state, message.code, message.words) == ("refused", "blocked", "stopped the bot")
    assert len(pigeons.taken) == 1


def test_an_unclear_attempt_is_never_repeated_by_itself(school: School, pigeons: Pigeons) -> None:
    pigeon_loft(MONDAY)
    put_in(letter(1))
    pigeons.answer = lambda _one: Unclear()

    drained(school)
    drained(school, MONDAY + timedelta(days=1))

    assert standing() == {"letter:1": "uncertain"}
    assert len(pigeons.taken) == 1


def test_a_sender_that_breaks_leaves_the_message_unclear(school: School, pigeons: Pigeons) -> None:
    pigeon_loft(MONDAY)
    put_in(letter(1))

    def breaks(_one: Attempt) -> Answer:
        raise ConnectionResetError

    pigeons.answer = breaks

    drained(school)

    message = Message.objects.get()
    assert (message.state, message.words) == ("uncertain", "ConnectionResetError")


def test_what_was_surely_not_sent_is_tried_later_and_given_up_in_the_end(
    school: School, pigeons: Pigeons
) -> None:
    pigeon_loft(MONDAY)
    put_in(letter(1))
    pigeons.answer = lambda _one: NotSent("unreachable")

    first = drained(school)
    too_early = drained(school, MONDAY + timedelta(seconds=9))
    second = drained(school, MONDAY + timedelta(seconds=10))
    drained(school, MONDAY + timedelta(seconds=30))

    assert first.again_at == MONDAY + timedelta(seconds=10)
    assert (too_early.attempted, second.attempted) == (0, 1)
    message = Message.objects.get()
    assert (message.state, message.code, message.attempts) == ("refused", "unreachable", 3)


def test_a_channel_that_asks_to_wait_pauses_the_whole_account(
    school: School, pigeons: Pigeons
) -> None:
    pigeon_loft(MONDAY)
    put_in(letter(1))
    pigeons.answer = lambda _one: NotSent("slow_down", after_seconds=40)
    drained(school)
    put_in(letter(2))
    pigeons.answer = lambda _one: Accepted()

    paused = drained(school, MONDAY + timedelta(seconds=39))
    drained(school, MONDAY + timedelta(seconds=41))

    assert paused == Drained(0, MONDAY + timedelta(seconds=40))
    assert standing() == {"letter:1": "accepted", "letter:2": "accepted"}


def test_a_message_before_its_moment_waits(school: School, pigeons: Pigeons) -> None:
    pigeon_loft(MONDAY)
    morning = MONDAY + timedelta(hours=12)
    put_in(letter(1, not_before_at=morning))

    early = drained(school, morning - timedelta(seconds=1))
    drained(school, morning)

    assert early.again_at is None or early.again_at == morning
    assert early.attempted == 0
    assert standing() == {"letter:1": "accepted"}


def test_a_message_past_its_moment_expires(school: School, pigeons: Pigeons) -> None:
    pigeon_loft(MONDAY)
    put_in(letter(1, expires_at=MONDAY + timedelta(hours=1)))

    drained(school, MONDAY + timedelta(hours=1))

    assert standing() == {"letter:1": "expired"}
    assert pigeons.taken == []
    assert [one.state for one in pigeons.told] == [State.EXPIRED]


def test_messages_to_one_recipient_go_one_by_one_in_their_order(
    school: School, pigeons: Pigeons
) -> None:
    account_id = pigeon_loft(MONDAY)
    put_in(*[letter(number, recipient="roof") for number in range(3)])

    first = claiming.claim(account_id, CHANNEL, TERMS, now=MONDAY)
    behind = claiming.claim(account_id, CHANNEL, TERMS, now=MONDAY + timedelta(seconds=1))

    assert texts(first.attempts) == ["письмо 0"]
    assert behind.attempts == ()
    claiming.settle(first.id, {first.attempts[0].id: Accepted()}, TERMS, now=MONDAY)
    drained(school, MONDAY + timedelta(seconds=2))
    assert texts(pigeons.taken) == ["письмо 1"]
    drained(school, MONDAY + timedelta(seconds=3))
    assert texts(pigeons.taken) == ["письмо 1", "письмо 2"]


def test_a_message_that_is_tried_again_holds_up_those_behind_it(
    school: School, pigeons: Pigeons
) -> None:
    pigeon_loft(MONDAY)
    put_in(letter(1, recipient="roof"))
    pigeons.answer = lambda _one: NotSent("unreachable")
    drained(school)
    put_in(letter(2, recipient="roof"))
    pigeons.answer = lambda _one: Accepted()

    drained(school, MONDAY + timedelta(seconds=5))
    assert standing() == {"letter:1": "queued", "letter:2": "queued"}

    drained(school, MONDAY + timedelta(seconds=10))
    drained(school, MONDAY + timedelta(seconds=11))
    assert texts(pigeons.taken) == ["письмо 1", "письмо 1", "письмо 2"]


def test_an_answer_is_not_held_up_by_a_message_that_waits_for_the_morning(
    school: School, pigeons: Pigeons
) -> None:
    pigeon_loft(MONDAY)
    put_in(letter(1, recipient="roof", not_before_at=MONDAY + timedelta(hours=12)))
    put_in(letter(2, recipient="roof"))

    drained(school)

    assert standing() == {"letter:1": "queued", "letter:2": "accepted"}


def test_an_answer_goes_before_a_mailing(school: School, pigeons: Pigeons) -> None:
    account_id = pigeon_loft(MONDAY)
    put_in(*[letter(number, rank=Rank.MASS) for number in range(30)])
    put_in(letter(100), letter(101, recipient="roof-0"))

    claimed = claiming.claim(account_id, CHANNEL, TERMS, now=MONDAY)

    assert {"письмо 100", "письмо 101"} <= set(texts(claimed.attempts))


def test_the_pace_of_an_account_is_kept_to(school: School, pigeons: Pigeons) -> None:
    pigeons.bind(terms=(slow := type(TERMS)(per_second=2, at_once=10)))
    account_id = pigeon_loft(MONDAY)
    put_in(*[letter(number) for number in range(20)])

    first = claiming.claim(account_id, CHANNEL, slow, now=MONDAY)
    at_once = claiming.claim(account_id, CHANNEL, slow, now=MONDAY + timedelta(seconds=4))
    later = claiming.claim(account_id, CHANNEL, slow, now=MONDAY + timedelta(seconds=5))

    assert [len(one.attempts) for one in (first, at_once, later)] == [10, 0, 10]


def test_messages_wait_until_there_is_an_account(school: School, pigeons: Pigeons) -> None:
    put_in(letter(1))
    drained(school)
    assert standing() == {"letter:1": "queued"}

    pigeon_loft(MONDAY)
    drained(school)

    assert standing() == {"letter:1": "accepted"}


def test_where_many_messages_stand_is_one_question(school: School, pigeons: Pigeons) -> None:
    pigeon_loft(MONDAY)
    put_in(letter(1), letter(2))
    drained(school)

    found = queries.deliveries(["letter:1", "letter:2", "letter:3"])

    assert {about: one.state for about, one in found.items()} == {
        "letter:1": State.ACCEPTED,
        "letter:2": State.ACCEPTED,
    }
