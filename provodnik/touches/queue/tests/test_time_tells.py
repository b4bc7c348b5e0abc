"""What only time tells: who fell silent, which deeds were missed, when the client is awake."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from conftest import MONDAY
from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import Client
from provodnik.facts.sales.tests.factories import buy, make_client, make_product
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import journal
from provodnik.kernel.models import JournalEntry, School
from provodnik.method import queries as method
from provodnik.touches.queue import services
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.planning.missing import mark_missed
from provodnik.touches.queue.planning.silence import bring_up_silent
from provodnik.touches.queue.tests.paths import learned, planned
from provodnik.touches.queue.types import Outcome, TouchKind

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def anna(school: School) -> Staff:
    return make_staff(name="Анна Лебедева")


@pytest.fixture
def course(school: School) -> Product:
    return make_product("Колорист")


def student(anna: Staff, course: Product, silent_days: int, name: str = "Нина Орлова") -> Client:
    client = make_client(name, coordinator=anna)
    buy(client, course, at=MONDAY - 40 * DAY)
    client.last_active_at = MONDAY - silent_days * DAY
    client.save(update_fields=["last_active_at"])
    return client


def offer(client: Client, at: datetime = MONDAY) -> Touch:
    return services.plan(
        client_id=client.pk,
        kind=TouchKind.SUPPORT,
        reason="Повод",
        occurrence=f"at {at}",
        actor="staff:1",
        now=at,
    )


@pytest.mark.requirement("R-122")
def test_a_student_without_lessons_for_days_appears_with_the_reason(
    anna: Staff, course: Product
) -> None:
    silent = student(anna, course, 16)
    learned(silent, "module_completed", course, MONDAY - 20 * DAY, module="Модуль 3")

    assert bring_up_silent(now=MONDAY) == 1

    (touch,) = planned(TouchKind.SUPPORT.value)
    assert (touch.client, touch.owner, touch.product) == (silent, anna, course)
    assert "16\u00a0дней" in touch.reason
    assert "Модуль 3" in touch.reason
    assert touch.due_from <= MONDAY + DAY


@pytest.mark.requirement("R-122")
def test_the_window_of_silence_is_the_methods(anna: Staff, course: Product) -> None:
    silence = method.queue_settings().silence
    student(anna, course, silence.days - 1, "Рано")
    due = student(anna, course, silence.days, "Пора")
    student(anna, course, silence.forget_days + 1, "Поздно")

    bring_up_silent(now=MONDAY)

    assert [touch.client for touch in planned()] == [due]


@pytest.mark.requirement("R-122")
def test_a_lesson_opened_breaks_the_silence_and_the_next_one_counts_from_it(
    anna: Staff, course: Product
) -> None:
    heard = student(anna, course, 40, "Открывала уроки")
    Client.objects.filter(pk=heard.pk).update(last_active_at=None)
    journal.record(
        "lesson_viewed",
        happened_at=MONDAY - 15 * DAY,
        actor="connector:getcourse",
        client_id=heard.pk,
        product_id=course.pk,
        item="Урок 2",
    )

    assert bring_up_silent(now=MONDAY - 5 * DAY) == 0
    assert bring_up_silent(now=MONDAY) == 1
    assert "15\u00a0дней" in planned()[0].reason


def test_one_silence_is_one_deed(anna: Staff, course: Product) -> None:
    student(anna, course, 16)

    assert [bring_up_silent(now=MONDAY), bring_up_silent(now=MONDAY + DAY)] == [1, 0]
    services.record_outcome(planned()[0].pk, Outcome.NO_ANSWER, by_id=anna.pk, now=MONDAY)
    Touch.objects.filter(origin="follow_up").delete()
    assert bring_up_silent(now=MONDAY + DAY) == 0


def test_who_finished_who_is_helped_and_who_was_talked_to_are_left_alone(
    anna: Staff, course: Product
) -> None:
    finished = student(anna, course, 16, "Закончила")
    learned(finished, "course_completed", course, MONDAY - 16 * DAY)
    offer(student(anna, course, 16, "Уже помогают"))
    spoken = offer(student(anna, course, 16, "Говорили"), MONDAY - DAY)
    services.record_outcome(spoken.pk, Outcome.REACHED, by_id=anna.pk, now=MONDAY - DAY)

    assert bring_up_silent(now=MONDAY) == 0


def test_a_day_brings_a_coordinator_so_many_silent_students(anna: Staff, course: Product) -> None:
    limit = method.queue_settings().silence.per_run
    for number in range(limit + 2):
        student(anna, course, 16, f"Ученик {number}")

    assert [bring_up_silent(now=MONDAY), bring_up_silent(now=MONDAY)] == [limit, 2]


def test_a_deed_late_for_days_is_missed_once_and_stays_open(anna: Staff) -> None:
    touch = offer(make_client("Нина Орлова", coordinator=anna))
    days = method.queue_settings().missed_days

    counts = [mark_missed(now=touch.due_at + n * DAY) for n in (days - 1, days + 1, days + 2)]

    assert counts == [0, 1, 0]
    assert [one.pk for one in planned()] == [touch.pk]
    (entry,) = JournalEntry.objects.filter(event__name="touch_missed")
    assert (entry.client_id, entry.staff_id) == (touch.client_id, anna.pk)


def test_a_missed_deed_that_was_moved_is_missed_no_more(anna: Staff) -> None:
    touch = offer(make_client("Нина Орлова", coordinator=anna))
    late = touch.due_at + 30 * DAY
    mark_missed(now=late)

    services.postpone(touch.pk, "tomorrow", by_id=anna.pk, now=late)

    touch.refresh_from_db()
    assert touch.missed_at is None
    assert touch.due_at > late


@pytest.mark.parametrize("moved", ["follow_up", "postponed", "by_hand"])
def test_nobody_is_turned_to_in_their_quiet_hours(anna: Staff, moved: str) -> None:
    """Moscow works from 10 to 19, when it is 2 to 11 in New York."""
    client = make_client("Дальняя", coordinator=anna)
    client.timezone = str(NEW_YORK)
    client.save(update_fields=["timezone"])
    touch = offer(client)

    if moved == "follow_up":
        services.record_outcome(touch.pk, Outcome.NO_ANSWER, by_id=anna.pk, now=MONDAY)
        touch = Touch.objects.get(follows=touch)
    elif moved == "postponed":
        touch = services.postpone(touch.pk, "two_hours", by_id=anna.pk, now=MONDAY)

    assert 10 <= touch.due_from.astimezone(NEW_YORK).hour < 21
    assert touch.due_from > MONDAY
