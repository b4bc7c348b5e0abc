"""Whose work it is: the department's functions carried out or held by others."""

from datetime import datetime, timedelta

import pytest

from conftest import MONDAY
from provodnik.decisions.duties import queries
from provodnik.facts.learning.homework.models import Work
from provodnik.facts.learning.homework.tests.factories import hand_in, make_lesson
from provodnik.facts.people.models import Client
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.rules import staff_actor
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import journal
from provodnik.kernel.models import School
from provodnik.method import queries as method
from provodnik.method.types import OpenWork
from provodnik.touches.desk import services as desk
from provodnik.touches.desk.tests.factories import ask
from provodnik.touches.queue import services as queue
from provodnik.touches.queue.types import TouchKind

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOW = MONDAY + DAY


@pytest.fixture
def producer(school: School) -> Staff:
    return make_staff("Артём Гусев", "producer")


@pytest.fixture
def curator(school: School) -> Staff:
    return make_staff("Светлана Громова", "curator")


def answered(by: Staff, client: Client, at: datetime = MONDAY) -> int:
    return journal.record(
        "ticket_answered",
        happened_at=at,
        actor=staff_actor(by.pk),
        client_id=client.pk,
        staff_id=by.pk,
        item="T-1",
    )


def task(event: str, item: str, owner: Staff | None = None, at: datetime = MONDAY) -> None:
    staff_id = owner.pk if owner else None
    journal.record(event, happened_at=at, actor="system", item=item, staff_id=staff_id)


@pytest.mark.requirement("R-007")
def test_the_departments_work_done_by_the_producer_is_counted_with_its_share(
    producer: Staff, curator: Staff
) -> None:
    client = make_client()
    for _ in range(3):
        answered(curator, client)
    answered(producer, client)

    [row] = queries.done_by_others(now=NOW)

    assert (row.name, row.function, row.count, row.total) == (
        *(producer.name, "answer_students", 1, 4),
    )
    [entry] = queries.done_entries(producer.pk, "answer_students", now=NOW)
    assert (entry.client_id, entry.event, entry.item) == (client.pk, "ticket_answered", "T-1")


@pytest.mark.requirement("R-007")
def test_old_entries_taken_back_ones_and_their_own_work_are_not_flagged(producer: Staff) -> None:
    client = make_client()
    answered(producer, client, NOW - 28 * DAY)
    wrong = answered(producer, client)
    journal.void([wrong], at=MONDAY, actor="system", reason="не тот")
    journal.record(
        "product_added",
        happened_at=MONDAY,
        actor=staff_actor(producer.pk),
        product_id=1,
        item="Урок 1",
    )
    assert queries.done_by_others(now=NOW) == []

    answered(producer, client, NOW - 28 * DAY + HOUR)
    assert [row.count for row in queries.done_by_others(now=NOW)] == [1]


@pytest.mark.requirement("R-007")
def test_who_a_file_names_is_who_did_it(producer: Staff) -> None:
    marketer = make_staff("Кирилл Орлов", "marketer")
    journal.record(
        "homework_reviewed",
        happened_at=MONDAY,
        actor="connector:homework",
        client_id=make_client().pk,
        staff_id=marketer.pk,
        item="Урок 1",
    )

    assert [(row.name, row.function) for row in queries.done_by_others(now=NOW)] == [
        (marketer.name, "check_homework")
    ]


@pytest.mark.requirement("R-007")
def test_service_work_given_to_the_producer_is_in_the_report(
    producer: Staff, curator: Staff
) -> None:
    client = make_client()
    ticket, other = ask(client), ask(make_client())
    for one, owner in ((ticket, producer), (other, curator)):
        desk.assign([one.pk], to_id=owner.pk, reason="by_hand", by_id=None, now=MONDAY)
    work = hand_in(make_lesson(), client).work
    Work.objects.filter(pk=work.pk).update(holder=producer)
    queue.plan(
        client_id=client.pk,
        kind=TouchKind.SUPPORT,
        reason="Третий день без уроков",
        occurrence="1",
        owner_id=producer.pk,
        actor="system",
        now=MONDAY,
    )
    for item in ("Сверить доступы", "Собрать вопросы"):
        task("task_opened", item, producer)
    task("task_closed", "Собрать вопросы", at=NOW)

    rows = queries.open_work()

    assert {row.name for row in rows} == {producer.name}
    assert {(row.kind, row.title) for row in rows} == {
        (OpenWork.TICKETS, ticket.subject),
        (OpenWork.TOUCHES, "Третий день без уроков"),
        (OpenWork.TASKS, "Сверить доступы"),
        (OpenWork.WORKS, work.lesson.name),
    }


def test_a_task_given_on_to_the_department_leaves_the_report(
    producer: Staff, curator: Staff
) -> None:
    task("task_opened", "Сверить доступы", producer)
    assert len(queries.open_work()) == 1

    task("task_assigned", "Сверить доступы", curator, at=NOW)

    assert queries.open_work() == []


def test_functions_name_kinds_the_journal_knows(school: School) -> None:
    named = {event for one in method.duty_settings().functions for event in one.shown_by}

    assert named <= set(journal.kinds())
    assert {one.department for one in method.duty_settings().functions} == {
        *("product", "producer", "marketing", "sales"),
    }
