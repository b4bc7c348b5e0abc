"""Courses as people meet them: order, versions, audit, re-recording, who needs a hand."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from provodnik.facts.learning.courses import queries, services
from provodnik.facts.learning.courses.models import Course, CourseVersion, Module
from provodnik.facts.learning.courses.signals import CHECKS
from provodnik.facts.learning.courses.tests.factories import (
    ACTOR,
    lesson_of,
    make_course,
    published_course,
)
from provodnik.facts.learning.courses.types import Step
from provodnik.facts.people.models import Client as Person
from provodnik.facts.people.tests.factories import happened
from provodnik.facts.sales.tests.factories import make_client, make_product
from provodnik.facts.team.models import Staff
from provodnik.kernel import schools, signals
from provodnik.kernel.models import School
from provodnik.lake import services as lake
from provodnik.lake.reading import forget
from provodnik.web.tests.members import cost_of, sign_in


@pytest.fixture(autouse=True)
def own_lake(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.HOME = tmp_path
    forget()
    yield
    forget()


@pytest.fixture
def head(client: Client, school: School) -> Staff:
    return sign_in(client)


def seen(client: Client, address: str) -> str:
    """A page as it is read: a hard space is a space."""
    return client.get(address).text.replace("\u00a0", " ")


def keys(course: Course) -> list[str]:
    return [lesson.key for lesson in queries.course_page(course.pk).lessons]


def test_a_stranger_signs_in_and_a_seller_is_refused(client: Client, school: School) -> None:
    course = make_course()
    assert client.get("/courses/").status_code == 302

    sign_in(client, "sales_manager", "Вадим Котов")
    for address in ("/courses/", f"/courses/{course.pk}/", "/courses/hand/"):
        assert client.get(address).status_code == 403, address


def test_who_only_looks_cannot_write(client: Client, school: School) -> None:
    course = published_course()
    lesson = lesson_of(course, "Урок 1").pk
    module = Module.objects.filter(course=course).first()
    assert module is not None
    sign_in(client, "coordinator", "Анна Лебедева")

    page = seen(client, f"/courses/{course.pk}/")

    assert "Урок 1" in page
    assert "Собрать из журнала" not in page
    for address in (
        "/courses/gather/",
        f"/courses/{course.pk}/gather/",
        f"/courses/{course.pk}/list/",
        f"/courses/{course.pk}/publish/",
        f"/courses/{course.pk}/discard/",
        f"/courses/{course.pk}/lessons/{lesson}/",
        f"/courses/{course.pk}/lessons/{lesson}/move/",
        f"/courses/{course.pk}/lessons/{lesson}/out/",
        f"/courses/{course.pk}/modules/{module.pk}/move/",
        f"/courses/{course.pk}/missing/",
        f"/courses/{course.pk}/recording/begin/",
    ):
        assert client.post(address).status_code == 403, address
    client.post(f"/courses/{course.pk}/audit/", {f"mark_{lesson}": "basic"})
    assert queries.course_page(course.pk).shares.marked == 0


def test_what_is_not_there_is_not_found(client: Client, head: Staff) -> None:
    course = make_course()
    for address in (
        "/courses/7777/",
        "/courses/7777/audit/",
        "/courses/7777/recording/",
        "/courses/7777/versions/",
        f"/courses/{course.pk}/?version=9",
        f"/courses/{course.pk}/?version=x",
        f"/courses/{course.pk}/lessons/7777/",
    ):
        assert client.get(address).status_code == 404, address


def test_without_courses_the_page_says_what_to_do(client: Client, head: Staff) -> None:
    page = seen(client, "/courses/")
    assert "Курсов пока нет" in page
    assert "Загрузите события обучения" in page
    assert "Все идут своим темпом" in seen(client, "/courses/hand/")
    assert "Снимите фильтр" in seen(client, "/courses/hand/?mine=1")


@pytest.mark.requirement("R-156")
def test_a_lesson_is_moved_by_a_plain_button_into_a_draft_and_published(
    client: Client, head: Staff
) -> None:
    course = published_course()
    lesson = lesson_of(course, "Урок 3").pk

    moved = client.post(f"/courses/{course.pk}/lessons/{lesson}/move/", {"step": "down"})

    assert moved["Location"].endswith(f"?moved=lesson-{lesson}-down")
    assert keys(course) == ["Урок 1", "Урок 2", "Урок 4", "Урок 3"]
    page = seen(client, moved["Location"])
    assert "версия 2 ещё черновик" in page
    assert page.count('value="down" autofocus') == 1

    refused = client.post(f"/courses/{course.pk}/publish/", {"note": ""}, follow=True)
    assert "Напишите, что изменили и зачем" in refused.text
    client.post(f"/courses/{course.pk}/publish/", {"note": "Практика раньше"})
    version = CourseVersion.objects.get(course=course, number=2)
    assert (version.note, version.published_at is not None) == ("Практика раньше", True)
    assert "Версия 1" in seen(client, f"/courses/{course.pk}/?version=1")


def test_a_module_moves_and_a_draft_can_be_dropped(client: Client, head: Staff) -> None:
    course = published_course()
    module = Module.objects.get(course=course, key="Модуль 2")

    client.post(f"/courses/{course.pk}/modules/{module.pk}/move/", {"step": "up"})
    assert keys(course)[0] == "Урок 3"

    client.post(f"/courses/{course.pk}/discard/")
    assert keys(course)[0] == "Урок 1"


def test_a_lesson_is_named_marked_and_left_out(client: Client, head: Staff) -> None:
    course = published_course()
    lesson = lesson_of(course, "Урок 1").pk
    address = f"/courses/{course.pk}/lessons/{lesson}/"
    assert "в журнале: «Урок 1»" in seen(client, address)

    client.post(address, {"name": "Круг цвета", "is_required": "on", "mark": "basic"})

    page = queries.course_page(course.pk)
    assert (page.lessons[0].name, page.lessons[0].mark) == ("Круг цвета", "basic")
    assert page.draft is None, "a name and a mark need no new version"
    client.post(address, {"name": "Круг цвета", "mark": "basic"})
    assert not queries.course_page(course.pk).lessons[0].is_required
    client.post(f"/courses/{course.pk}/lessons/{lesson}/out/")
    assert keys(course) == ["Урок 2", "Урок 3", "Урок 4"]


def test_a_list_is_pasted_into_a_draft(client: Client, head: Staff) -> None:
    course = make_course()
    told = {"lines": "# Модуль 1\nУрок 5 *\nУрок 1"}

    said = client.post(f"/courses/{course.pk}/list/", told, follow=True)

    assert "Добавлено в черновик: 1 урок" in said.text.replace("\u00a0", " ")
    assert keys(course) == ["Урок 1", "Урок 2", "Урок 5", "Урок 3", "Урок 4"]
    empty = client.post(f"/courses/{course.pk}/list/", {"lines": " "}, follow=True)
    assert "не нашлось уроков" in empty.text


@pytest.mark.requirement("R-154")
def test_the_audit_shows_shares_and_warns_of_an_overloaded_course(
    client: Client, head: Staff
) -> None:
    course = published_course()
    pks = [lesson_of(course, f"Урок {n}").pk for n in range(1, 5)]
    told = dict(zip(pks, ("exclusive", "exclusive", "exclusive", "basic"), strict=True))

    client.post(f"/courses/{course.pk}/audit/", {f"mark_{pk}": mark for pk, mark in told.items()})

    page = seen(client, f"/courses/{course.pk}/audit/")
    assert "«Колорист» перегружен" in page
    assert "Эксклюзивных техник много, базы мало" in page
    assert "75%" in page
    assert "25%" in page
    assert "перегружен" in seen(client, "/courses/")


@pytest.mark.requirement("R-154")
def test_a_missing_lesson_is_planned_and_takes_its_place(client: Client, head: Staff) -> None:
    course = published_course()
    client.post(f"/courses/{course.pk}/missing/", {"name": "Теория цвета", "due_on": "2027-01-15"})
    page = seen(client, f"/courses/{course.pk}/audit/")
    assert "Теория цвета" in page
    assert "15 января 2027" in page
    again = client.post(f"/courses/{course.pk}/missing/", {"name": "Теория цвета"}, follow=True)
    assert "уже есть" in again.text

    lesson = lesson_of(course, "Теория цвета").pk
    module = Module.objects.get(course=course, key="Модуль 1").pk
    client.post(f"/courses/{course.pk}/missing/{lesson}/", {"module": module})
    assert keys(course)[2] == "Теория цвета"


@pytest.mark.requirement("R-155")
def test_re_recording_shows_n_of_m_with_days(client: Client, head: Staff) -> None:
    course = published_course()
    address = f"/courses/{course.pk}/recording/"
    assert "сейчас не перезаписывают" in seen(client, address)
    client.post(f"{address}begin/")
    lesson = lesson_of(course, "Урок 1").pk

    client.post(address, {f"day_{lesson}": "2026-11-20"})

    assert "перезаписано 1 из 4" in seen(client, address)
    assert 'value="2026-11-20"' in seen(client, address)
    assert "перезаписано 1 из 4" in seen(client, "/courses/")


def test_the_list_costs_the_same_for_one_course_and_for_thirty(client: Client, head: Staff) -> None:
    published_course()
    client.get("/courses/")
    few = cost_of(client, "/courses/")
    for n in range(29):
        published_course(make_product(f"Курс {n}"))
    assert cost_of(client, "/courses/") == few


@pytest.fixture
def stuck(client: Client, school: School) -> Course:
    course = published_course(at=timezone.now() - timedelta(days=60))
    start = timezone.now() - timedelta(days=40)
    for name in ("Ольга", "Инна"):
        person = make_client(name)
        happened("enrolled", person, start, product_id=course.product_id)
        at = start + timedelta(days=5)
        happened("lesson_viewed", person, at, item="Урок 1", product_id=course.product_id)
    for check in CHECKS:
        signals.refresh(check, now=timezone.now())
    return course


def test_who_needs_a_hand_is_listed_with_the_lesson_and_the_coordinator(
    client: Client, stuck: Course
) -> None:
    sign_in(client)

    page = seen(client, f"/courses/hand/?course={stuck.pk}")

    assert "2 ученикам нужна помощь с уроком" in page
    assert "Урок 2" in page
    assert "без координатора" in page
    assert "Здесь никого" in seen(client, "/courses/hand/?course=7777")


def test_a_coordinator_sees_only_their_own(client: Client, stuck: Course) -> None:
    anna = sign_in(client, "coordinator", "Анна Лебедева")
    assert "никому не нужна" in seen(client, "/courses/hand/")
    Person.objects.filter(name="Инна").update(coordinator=anna)
    page = seen(client, "/courses/hand/")
    assert "Инна" in page
    assert "Ольга" not in page


@pytest.fixture
def walked(client: Client, committed_school: School) -> Course:
    """Of ten students all open the first module's lessons and three go on to the second."""
    now = timezone.now()
    start = now - timedelta(days=100)
    with schools.inside(committed_school.pk):
        sign_in(client)
        course = published_course(make_product("Колорист"), at=start - timedelta(days=1))
        for n in range(10):
            person = make_client(f"Ученик {n}")
            happened("enrolled", person, start, product_id=course.product_id)
            for lesson in range(1, 5 if n < 3 else 3):
                happened(
                    "lesson_viewed",
                    person,
                    start + timedelta(days=lesson),
                    item=f"Урок {lesson}",
                    product_id=course.product_id,
                    attrs={"module": f"Модуль {(lesson + 1) // 2}"},
                )
    lake.catch_up(now=now)
    return course


@pytest.mark.requirement("R-158")
@pytest.mark.requirement("R-157")
@pytest.mark.golden("G15")
def test_modules_are_checkpoints_and_the_fall_leads_to_its_card(
    client: Client, walked: Course, committed_school: School
) -> None:
    page = seen(client, f"/courses/{walked.pk}/")

    assert "7 учеников теряются перед «Модуль 2»" in page
    assert "30%" in page
    assert "/numbers/module_reach/?product=" in page
    assert "65%" in page, "26 of 40 pairs of a student and a lesson"
    form = {"metric": "module_reach", "product": "Колорист", "item": "Модуль 2"}
    opened = client.post("/causes/open/", form)
    assert opened.status_code == 302
    assert opened["Location"] in seen(client, f"/courses/{walked.pk}/")


@pytest.mark.requirement("R-156")
@pytest.mark.golden("G14")
def test_versions_are_compared_before_and_after(client: Client, committed_school: School) -> None:
    """24 of 100 finished by the first order, 49 of 100 by the second."""
    now = timezone.now()
    with schools.inside(committed_school.pk):
        sign_in(client)
        course = published_course(make_product("Колорист"), at=now - timedelta(days=500))
        changed = now - timedelta(days=150)
        lesson = lesson_of(course, "Урок 3").pk
        services.move_lesson(course.pk, lesson, Step.DOWN, now=changed)
        services.publish(course.pk, note="Практика раньше", now=changed, actor=ACTOR)
        for start, done in ((changed - timedelta(days=100), 24), (changed + timedelta(days=9), 49)):
            for n in range(100):
                person = make_client(f"Ученик {n}", goal=None)
                happened("enrolled", person, start, product_id=course.product_id)
                if n < done:
                    at = start + timedelta(days=40)
                    happened("course_completed", person, at, product_id=course.product_id)
    lake.catch_up(now=now)

    page = seen(client, f"/courses/{course.pk}/versions/")

    assert "до изменения заканчивали 24,0%, после него 49,0%" in page
    assert "+25,0" in page
    assert "Практика раньше" in page
    assert page.count(">100<") == 2
