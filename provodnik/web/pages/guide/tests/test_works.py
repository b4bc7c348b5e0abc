"""A student hands in a work on the page of their own, and sees marks with what they mean."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.utils import timezone
from pytest_django import Settings

from provodnik.facts.learning.courses.models import Lesson
from provodnik.facts.learning.homework import files, services
from provodnik.facts.learning.homework.models import Attempt, Work
from provodnik.facts.learning.homework.tests.factories import GOOD, hand_in, make_lesson
from provodnik.facts.learning.homework.types import Checked, Result
from provodnik.facts.people.models import Client
from provodnik.facts.people.tests.factories import happened, make_client
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School
from provodnik.touches.care.tests.factories import make_page
from provodnik.web.tests.members import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-146", "R-147")]


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> None:
    cache.clear()
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def student(school: School) -> Client:
    return make_client("Ирма Ёлкина")


@pytest.fixture
def lesson(school: School) -> Lesson:
    lesson = make_lesson("Урок 14")
    services.set_assignment(
        lesson.pk, brief="Снимите до и после", rubric="basic", is_practical=False
    )
    return lesson


@pytest.fixture
def address(student: Client, lesson: Lesson) -> str:
    happened("enrolled", student, product_id=lesson.course.product_id)
    return f"/my/{make_page(student).token}/"


def page(address: str) -> str:
    response = Browser().get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_lesson_with_a_task_may_be_handed_in(address: str, lesson: Lesson) -> None:
    text = page(address)

    assert "Снимите до и после" in text
    assert "Чистота" in text
    response = Browser().post(
        f"{address}works/{lesson.pk}/", {"text": "Вот работа", "link": "disk.example.test/1"}
    )
    assert response.status_code == 303
    attempt = Attempt.objects.get()
    assert (attempt.text, attempt.link) == ("Вот работа", "https://disk.example.test/1")
    assert "на проверке" in page(address)


def test_a_file_is_kept_for_the_curator_alone(address: str, lesson: Lesson) -> None:
    file = SimpleUploadedFile("до и после.jpg", b"picture", content_type="image/jpeg")
    Browser().post(f"{address}works/{lesson.pk}/", {"file": file})
    attempt = Attempt.objects.get()
    curator = Browser()
    sign_in(curator, "curator")
    response = curator.get(f"/homework/files/{attempt.pk}/")

    assert b"".join(response.streaming_content) == b"picture"  # type: ignore[attr-defined]
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert Browser().get(f"/homework/files/{attempt.pk}/").status_code == 302
    Attempt.objects.update(file="")
    assert files.sweep(now=timezone.now()) == 0
    assert files.sweep(now=timezone.now() + timedelta(hours=7)) == 1


def test_a_file_beyond_the_limit_is_refused_in_words(
    address: str, lesson: Lesson, settings: Settings
) -> None:
    settings.UPLOAD_MAX_BYTES = 100_000
    file = SimpleUploadedFile("видео.mp4", b"0" * 100_001)
    response = Browser().post(f"{address}works/{lesson.pk}/", {"file": file}, follow=True)

    assert not Attempt.objects.exists()
    assert "файл слишком большой" in response.content.decode()


def test_nothing_is_not_handed_in(address: str, lesson: Lesson) -> None:
    response = Browser().post(f"{address}works/{lesson.pk}/", {"text": " "}, follow=True)

    assert "Напишите несколько слов" in response.content.decode()
    assert not Attempt.objects.exists()


def test_marks_stand_with_their_meaning_and_the_work_may_come_again(
    address: str, student: Client, lesson: Lesson
) -> None:
    attempt = hand_in(lesson, student, at=timezone.now())
    told = Checked(GOOD, "Поправьте линию роста у виска", Result.RETURNED)
    by = make_staff("Дарья Мухина", "curator")
    services.check(attempt.work_id, told, by_id=by.pk, now=timezone.now())
    text = page(address)

    assert "Поправьте линию роста" in text
    assert "Чисто, мелкая правка у линии роста" in text
    assert "Сдать новую попытку" in text


def test_a_draft_awaiting_a_second_opinion_is_not_shown(
    address: str, student: Client, lesson: Lesson
) -> None:
    attempt = hand_in(lesson, student, at=timezone.now())
    by = make_staff("Дарья Мухина", "curator")
    told = Checked(GOOD, "Черновик слов куратора")
    services.ask_second(attempt.work_id, told, by_id=by.pk, now=timezone.now())

    assert "Черновик слов куратора" not in page(address)


def test_lessons_of_other_courses_are_not_to_be_handed_in(address: str, school: School) -> None:
    from provodnik.facts.catalog.tests.factories import make_product

    other = make_lesson("Чужой урок", product=make_product("Другой курс"))

    assert Browser().post(f"{address}works/{other.pk}/", {"text": "Я"}).status_code == 404
    assert not Work.objects.exists()
