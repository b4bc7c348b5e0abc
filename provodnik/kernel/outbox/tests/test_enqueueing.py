"""Messages are put in once, with the caller's transaction, and can be taken back."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from conftest import MONDAY
from provodnik.kernel.models import School
from provodnik.kernel.outbox import queries, services, waking
from provodnik.kernel.outbox.models import Message
from provodnik.kernel.outbox.tests.fakes import Pigeons, letter, pigeon_loft
from provodnik.kernel.outbox.types import State

pytestmark = pytest.mark.django_db


def rung() -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = %s ORDER BY id",
            [waking.RING],
        )
        return [row[0] for row in cursor.fetchall()]


def test_a_message_put_in_twice_is_one(school: School, pigeons: Pigeons) -> None:
    account_id = pigeon_loft(MONDAY)

    first = services.enqueue(letter(1), now=MONDAY)
    second = services.enqueue(letter(1, body={"text": "другое"}), now=MONDAY)

    assert first == second
    message = Message.objects.get()
    assert (message.body, message.account_id) == ({"text": "письмо 1"}, account_id)
    assert len(rung()) == 1


def test_a_message_of_a_transaction_that_fails_never_was(school: School, pigeons: Pigeons) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.enqueue(letter(1), now=MONDAY)
        _ = 1 / 0

    assert not Message.objects.exists()
    assert rung() == []


def test_many_messages_of_one_moment_ring_once(school: School, pigeons: Pigeons) -> None:
    later = MONDAY + timedelta(hours=1)

    count = services.enqueue_many(
        [letter(number, not_before_at=later) for number in range(50)], now=MONDAY
    )

    assert count == 50
    assert rung() == [later]


def test_a_message_that_waits_can_be_taken_back(school: School, pigeons: Pigeons) -> None:
    services.enqueue(letter(1, not_before_at=MONDAY + timedelta(seconds=8)), now=MONDAY)

    assert services.cancel("letter:1", now=MONDAY)
    assert queries.counts()[State.CANCELLED] == 1
    assert not services.cancel("letter:1", now=MONDAY)
