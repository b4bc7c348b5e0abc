"""Who gets a ticket, who is on duty, who holds how much."""

from datetime import timedelta

import pytest

from provodnik.facts.learning.models import Cohort, Membership
from provodnik.facts.people.models import Client
from provodnik.facts.people.services import assign_coordinator
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.signals import queries as signal_queries
from provodnik.signals import services as signals
from provodnik.touches.desk import services
from provodnik.touches.desk.errors import ReasonMissing
from provodnik.touches.desk.models import Turn
from provodnik.touches.desk.queries import bottleneck, load_rows
from provodnik.touches.desk.tests.factories import HOUR, MONDAY, answer, ask
from provodnik.touches.desk.types import NewShift, ShiftKind

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def shift(staff: Staff, kind: ShiftKind, reason: str = "Отклонение больше 20%") -> NewShift:
    return NewShift(staff.pk, kind, MONDAY - HOUR, MONDAY + 5 * DAY, reason)


def student_of(curator: Staff, coordinator: Staff | None = None) -> Client:
    client = make_client()
    cohort = Cohort.objects.create(
        school_id=client.school_id, name="Поток 7", curator=curator, created_at=MONDAY
    )
    Membership.objects.create(
        school_id=client.school_id, cohort=cohort, client=client, joined_at=MONDAY
    )
    if coordinator is not None:
        assign_coordinator(client.pk, staff_id=coordinator.pk, now=MONDAY, actor="system")
    client.refresh_from_db()
    return client


@pytest.mark.requirement("R-134")
def test_homework_goes_to_the_students_curator_and_money_to_the_service_manager(
    school: School,
) -> None:
    manager = make_staff("Ирина Ткачёва", "service_manager")
    curator, coordinator = make_staff("Вера Кац", "curator"), make_staff()
    client = student_of(curator, coordinator)

    assert ask(client, topic="homework").owner_id == curator.pk
    assert ask(client, topic="payment", channel="email").owner_id == manager.pk
    assert ask(client, topic="schedule", channel="page").owner_id == coordinator.pk


@pytest.mark.requirement("R-134")
def test_t25_who_is_away_is_stood_in_for_by_the_least_loaded(school: School) -> None:
    curator = make_staff("Вера Кац", "curator")
    busy, free = make_staff("Юлия Ким", "curator"), make_staff("Яна Рей", "curator")
    first, second = (student_of_name(curator, name) for name in ("Поток 1", "Поток 2"))
    services.assign(
        [ask(make_client()).pk], to_id=busy.pk, reason="by_hand", by_id=None, now=MONDAY
    )
    services.appoint(shift(curator, ShiftKind.AWAY, "Отпуск"), by_id=busy.pk, now=MONDAY)

    assert ask(first, topic="homework").owner_id == free.pk
    assert ask(second, topic="homework").owner_id in {busy.pk, free.pk}


def test_nobody_to_take_it_leaves_it_to_the_list_of_nobodys(school: School) -> None:
    ticket = ask(make_client(), topic="payment")

    assert ticket.owner_id is None
    assert Turn.objects.get(ticket=ticket).reason == "nobody"


@pytest.mark.requirement("R-138")
def test_the_duty_gets_new_tickets_and_takes_what_nobody_answered(school: School) -> None:
    head = make_staff("Ольга Седова", "head_of_product_and_service")
    manager, duty = make_staff("Ирина Ткачёва", "service_manager"), make_staff("Юлия Ким")
    late = ask(make_client(), topic="payment", at=MONDAY - 3 * DAY)
    fresh = ask(make_client(), topic="payment")
    services.appoint(shift(duty, ShiftKind.DUTY), by_id=head.pk, now=MONDAY)
    new = ask(make_client(), topic="payment", at=MONDAY + HOUR)
    late.refresh_from_db()
    fresh.refresh_from_db()

    assert (late.owner_id, new.owner_id) == (duty.pk, duty.pk)
    assert fresh.owner_id == manager.pk
    entry = JournalEntry.objects.get(event__name="duty_appointed")
    assert (entry.staff_id, entry.attrs["reason"]) == (duty.pk, "Отклонение больше 20%")
    assert Turn.objects.filter(ticket=late).latest("pk").reason == "duty"


def test_a_duty_ended_takes_no_more(school: School) -> None:
    manager, duty = make_staff("Ирина Ткачёва", "service_manager"), make_staff("Юлия Ким")
    on_duty = services.appoint(shift(duty, ShiftKind.DUTY), by_id=manager.pk, now=MONDAY)

    assert services.end_shift(on_duty.pk, now=MONDAY)
    assert not services.end_shift(on_duty.pk, now=MONDAY)
    assert ask(make_client(), topic="payment", at=MONDAY + HOUR).owner_id == manager.pk


def test_a_duty_says_why_and_lasts(school: School) -> None:
    duty = make_staff()
    for wrong in (
        shift(duty, ShiftKind.DUTY, " "),
        NewShift(duty.pk, ShiftKind.DUTY, MONDAY, MONDAY, "Отпуск"),
    ):
        with pytest.raises(ReasonMissing):
            services.appoint(wrong, by_id=duty.pk, now=MONDAY)


@pytest.mark.requirement("R-139")
def test_giving_tickets_to_another_changes_both_loads(school: School) -> None:
    manager, other = make_staff("Ирина Ткачёва", "service_manager"), make_staff("Юлия Ким")
    tickets = [ask(make_client(), topic="payment") for _ in range(4)]
    answer(tickets[0], manager.pk, at=MONDAY + HOUR)
    before = {row.name: row.live for row in load_rows(since_at=MONDAY - DAY, now=MONDAY)}
    moved = services.assign(
        [ticket.pk for ticket in tickets[:2]],
        to_id=other.pk,
        reason="by_hand",
        by_id=manager.pk,
        now=MONDAY,
    )
    after = {row.name: row.live for row in load_rows(since_at=MONDAY - DAY, now=MONDAY)}

    assert len(moved) == 2
    assert (before, after) == ({"Ирина Ткачёва": 4}, {"Ирина Ткачёва": 2, "Юлия Ким": 2})
    told = JournalEntry.objects.filter(event__name="ticket_assigned", staff_id=other.pk)
    assert {entry.item for entry in told} == {"#1", "#2"}
    again = services.assign(moved, to_id=other.pk, reason="by_hand", by_id=None, now=MONDAY)
    assert again == []


@pytest.mark.requirement("R-133")
def test_all_tickets_on_one_person_are_a_bottleneck(school: School) -> None:
    make_staff("Ирина Ткачёва", "service_manager")
    for _ in range(10):
        ask(make_client(), topic="payment")
    found = load_rows(since_at=MONDAY - DAY, now=MONDAY)
    narrow = bottleneck(found, percent=60, at_least=10)
    signals.refresh_all(now=MONDAY)

    assert signal_queries.subjects("desk_bottleneck") == [found[0].staff_id]
    assert narrow is not None
    assert (narrow[0].name, narrow[1]) == ("Ирина Ткачёва", 100)
    assert bottleneck(found, percent=60, at_least=11) is None
    assert bottleneck(found, percent=100, at_least=10) is None


def test_tickets_spread_between_people_are_no_bottleneck(school: School) -> None:
    make_staff("Ирина Ткачёва", "service_manager")
    make_staff("Юлия Ким", "service_manager")
    for _ in range(10):
        ask(make_client(), topic="payment")
    signals.refresh_all(now=MONDAY)

    assert [row.live for row in load_rows(since_at=MONDAY - DAY, now=MONDAY)] == [5, 5]
    assert signal_queries.subjects("desk_bottleneck") == []


def student_of_name(curator: Staff, cohort_name: str) -> Client:
    client = make_client()
    cohort = Cohort.objects.create(
        school_id=client.school_id, name=cohort_name, curator=curator, created_at=MONDAY
    )
    Membership.objects.create(
        school_id=client.school_id, cohort=cohort, client=client, joined_at=MONDAY
    )
    return client
