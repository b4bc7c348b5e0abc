"""When an attempt is repeated, and when never."""

from datetime import UTC, datetime, timedelta

import pytest

from provodnik.kernel.outbox import rules
from provodnik.kernel.outbox.types import (
    Accepted,
    Answer,
    NotSent,
    Refused,
    State,
    Terms,
    Unclear,
)

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TERMS = Terms(attempts=3, first_retry_seconds=5, longest_retry_seconds=60, lease_seconds=60)


@pytest.mark.parametrize(
    ("answer", "number", "state"),
    [
        pytest.param(Accepted("7"), 1, State.ACCEPTED, id="taken"),
        pytest.param(Refused("blocked"), 1, State.REFUSED, id="refused at once"),
        pytest.param(NotSent("unreachable"), 1, State.QUEUED, id="not sent"),
        pytest.param(NotSent("unreachable"), 2, State.QUEUED, id="not sent, one attempt left"),
        pytest.param(NotSent("unreachable"), 3, State.REFUSED, id="not sent, no attempt left"),
        pytest.param(Unclear(), 1, State.UNCERTAIN, id="unclear at the first attempt"),
    ],
)
def test_only_what_was_surely_not_sent_is_queued_again(
    answer: Answer, number: int, state: State
) -> None:
    assert rules.verdict(answer, number=number, terms=TERMS) is state


def test_waits_double_and_are_bounded() -> None:
    waits = [rules.retry_seconds(number, TERMS) for number in range(1, 7)]

    assert waits == [5, 10, 20, 40, 60, 60]


@pytest.mark.parametrize(("asked", "waited"), [(None, 5), (2, 5), (30, 30)])
def test_the_wait_a_channel_asks_for_is_kept_to(asked: float | None, waited: int) -> None:
    answer = NotSent("slow_down", after_seconds=asked)

    at = rules.next_try_at(answer, number=1, terms=TERMS, now=NOW)

    assert at == NOW + timedelta(seconds=waited)


def test_the_second_half_of_a_lease_begins_nothing() -> None:
    lease_until_at = NOW + timedelta(seconds=60)

    assert rules.last_begin_at(lease_until_at, TERMS) == NOW + timedelta(seconds=30)


def test_an_idle_account_keeps_no_unused_pace() -> None:
    long_ago = NOW - timedelta(hours=1)

    assert rules.free_at(long_ago, 25, Terms(per_second=25), now=NOW) == NOW + timedelta(seconds=1)
