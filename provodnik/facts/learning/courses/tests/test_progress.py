"""Progress by the published rule, and who needs a hand."""

from datetime import timedelta
from typing import cast

import pytest
from pytest_django import DjangoAssertNumQueries

from provodnik.facts.learning.courses import queries, services
from provodnik.facts.learning.courses.models import Course
from provodnik.facts.learning.courses.signals import CHECKS
from provodnik.facts.learning.courses.tests.factories import ACTOR, lesson_of, published_course
from provodnik.facts.people.models import Client
from provodnik.facts.people.tests.factories import MONDAY, happened, make_client
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import signals
from provodnik.kernel.models import School, Signal
from provodnik.method import queries as method
from provodnik.method import services as method_services
from provodnik.method.types import Section
from provodnik.method.yaml_file import Plain

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def course(school: School) -> Course:
    return published_course()


def enrol(course: Course, name: str = "Ольга", *, day: int = 1) -> Client:
    client = make_client(name)
    happened("enrolled", client, MONDAY + day * DAY, product_id=course.product_id)
    return client


def see(course: Course, client: Client, *lessons: int, day: int = 2) -> None:
    for lesson in lessons:
        at, item = MONDAY + day * DAY, f"Урок {lesson}"
        happened("lesson_viewed", client, at, item=item, product_id=course.product_id)


def hand_in(course: Course, client: Client, *lessons: int, day: int = 2) -> None:
    for lesson in lessons:
        at, item = MONDAY + day * DAY, f"Урок {lesson}"
        happened("homework_submitted", client, at, item=item, product_id=course.product_id)


def of(client: Client) -> queries.StudentProgress:
    (row,) = queries.progress([client.pk])
    return row


def test_a_lesson_with_required_homework_is_done_when_the_work_is_handed_in(
    course: Course,
) -> None:
    client = enrol(course)
    see(course, client, 1, 2)
    assert (of(client).done, of(client).required, of(client).next_lesson) == (1, 4, "Урок 2")

    hand_in(course, client, 2)
    assert (of(client).share, of(client).next_lesson) == (0.5, "Урок 3")
    assert of(client).next_module == "Модуль 2"


def test_progress_never_passes_the_whole_and_lessons_left_out_do_not_count(
    course: Course,
) -> None:
    client = enrol(course)
    for _ in range(3):
        see(course, client, 1, 2, 3, 4)
        hand_in(course, client, 1, 2, 3, 4)
    see(course, client, 77)

    assert (of(client).share, of(client).next_lesson) == (1.0, "")


def test_who_began_before_a_change_keeps_the_lessons_they_began_with(course: Course) -> None:
    early = enrol(course, "Ранняя")
    services.take_out(course.pk, lesson_of(course, "Урок 4").pk, now=MONDAY + 10 * DAY)
    services.publish(course.pk, note="Короче", now=MONDAY + 10 * DAY, actor=ACTOR)
    late = enrol(course, "Поздняя", day=12)

    assert (of(early).required, of(late).required) == (4, 3)


def test_a_lesson_that_is_not_required_does_not_count(course: Course) -> None:
    services.require(
        course.pk, lesson_of(course, "Урок 3").pk, lesson=False, homework=False, now=MONDAY
    )
    services.publish(course.pk, note="Урок 3 по желанию", now=MONDAY, actor=ACTOR)

    assert of(enrol(course)).required == 3


def test_progress_of_many_costs_one_query(
    course: Course, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clients = [enrol(course, f"Ученик {n}").pk for n in range(30)]
    queries.progress(clients[:1])
    # One, and one for the method, which a transaction that edited it reads anew.
    with django_assert_num_queries(2):
        assert len(queries.progress(clients)) == 30


def method_edit(name: str, value: str) -> None:
    body = method.document(Section.COURSES).body
    completion: dict[str, Plain] = {**cast("dict[str, Plain]", body["completion"]), name: value}
    changed: dict[str, Plain] = {**body, "completion": completion}
    method_services.edit(Section.COURSES, changed, by=None, now=MONDAY, reason="по проверке")


def refresh(*, day: int) -> None:
    for check in CHECKS:
        signals.refresh(check, now=MONDAY + day * DAY)


def test_who_stopped_at_a_lesson_is_named_with_who_leads_them(course: Course) -> None:
    leader = make_staff("Анна Лебедева")
    stuck, fresh, done = (enrol(course, name) for name in ("Стоит", "Идёт", "Закончила"))
    Client.objects.filter(pk=stuck.pk).update(coordinator=leader)
    see(course, stuck, 1, day=2)
    see(course, fresh, 1, day=9)
    see(course, done, 1, day=2)
    happened("course_completed", done, MONDAY + 3 * DAY, product_id=course.product_id)

    refresh(day=14)

    (row,) = queries.needing_hand()
    assert (row.name, row.lesson, row.module, row.reason) == (
        "Стоит",
        "Урок 2",
        "Модуль 1",
        "stuck",
    )
    assert row.coordinator == "Анна Лебедева"
    assert row.since_at == MONDAY + 2 * DAY
    assert queries.needing_hand(coordinator_id=make_staff("Другая").pk) == []


def test_a_weak_mark_and_silence_after_it_is_told_sooner(course: Course) -> None:
    weak, good = enrol(course, "Слабо"), enrol(course, "Хорошо")
    for client, score in ((weak, 200), (good, 400)):
        see(course, client, 1)
        hand_in(course, client, 2, day=3)
        happened(
            "homework_reviewed",
            client,
            MONDAY + 4 * DAY,
            item="Урок 2",
            value=score,
            product_id=course.product_id,
        )

    refresh(day=8)

    assert [(row.name, row.reason) for row in queries.needing_hand()] == [("Слабо", "returned")]
    hand_in(course, weak, 2, day=8)
    refresh(day=9)
    assert queries.needing_hand() == []


def test_silence_of_long_ago_is_given_up(course: Course) -> None:
    see(course, enrol(course), 1)
    refresh(day=70)
    assert queries.needing_hand() == []


def test_a_school_may_count_a_lesson_done_only_when_its_work_is_checked(course: Course) -> None:
    client = enrol(course)
    hand_in(course, client, 2)
    method_edit("done_by", "reviewed")

    assert of(client).done == 0


@pytest.mark.requirement("R-154")
def test_an_overloaded_course_is_a_signal_until_it_is_mended(course: Course) -> None:
    marks = {lesson_of(course, f"Урок {n}").pk: "exclusive" for n in range(1, 5)}
    services.mark_lessons(course.pk, marks, now=MONDAY, actor=ACTOR)
    refresh(day=1)
    assert Signal.objects.filter(check_name="course_overloaded", closed_at=None).count() == 1

    services.mark_lessons(course.pk, dict.fromkeys(marks, "basic"), now=MONDAY, actor=ACTOR)
    refresh(day=2)
    assert not Signal.objects.filter(check_name="course_overloaded", closed_at=None).exists()
