"""Homework as the people who check it see it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.facts.learning.homework import services
from provodnik.facts.learning.homework.models import Attempt, GraduateMark, Review, SecondLook, Work
from provodnik.facts.learning.homework.tests.factories import GOOD, WORDS, hand_in, make_lesson
from provodnik.facts.learning.homework.types import Checked, Result
from provodnik.facts.learning.services import add_members
from provodnik.facts.learning.tests.factories import make_cohort
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School
from provodnik.web.tests.members import cost_of, sign_in

pytestmark = pytest.mark.django_db
FORM = {f"m-{key}": str(mark) for key, mark in GOOD.items()} | {"comment": WORDS}
HOUR = timedelta(hours=1)


def page(client: Client, address: str = "/homework/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ")


def handed(name: str = "Елена Цой", lesson: str = "Урок 14", **told: object) -> Attempt:
    at = timezone.now() - timedelta(minutes=10)
    return hand_in(make_lesson(lesson), make_client(name), at=at, **told)  # type: ignore[arg-type]


def state_of(attempt: Attempt) -> str:
    return Work.objects.values_list("state", flat=True).get(pk=attempt.work_id)


def test_an_empty_queue_says_there_is_nothing_to_check(school: School, client: Client) -> None:
    sign_in(client, "curator")

    assert "Проверять нечего" in page(client)


@pytest.mark.requirement("R-146")
def test_the_queue_says_how_many_wait_and_by_when(school: School, client: Client) -> None:
    sign_in(client)
    handed("Елена Цой")
    handed("Олег Грек", "Урок 9")
    text = page(client)

    assert "2 работы к проверке, первая к" in text
    assert "Елена Цой" in text
    assert "Урок 9" in text


@pytest.mark.requirement("R-147")
def test_a_work_opens_beside_its_previous_attempt_and_the_rubric(
    school: School, client: Client
) -> None:
    staff, first = sign_in(client), handed(text="Первая попытка")
    told = Checked(GOOD, "Поправьте линию роста у виска", Result.RETURNED)
    services.check(first.work_id, told, by_id=staff.pk, now=timezone.now())
    work = Work.objects.select_related("lesson", "client").get(pk=first.work_id)
    hand_in(work.lesson, work.client, at=timezone.now(), text="Вторая попытка")
    text = page(client, f"/homework/{work.pk}/")

    for words in ("Вторая попытка", "Прошлая попытка", "Поправьте линию роста", "Чистота"):
        assert words in text
    assert "Безупречно на всех участках" in text


@pytest.mark.requirement("R-147")
def test_a_check_without_every_mark_keeps_what_was_written(school: School, client: Client) -> None:
    sign_in(client)
    attempt = handed()
    told = {"m-cleanness": "4", "m-reasoning": "3", "comment": WORDS, "do": "accept"}
    text = client.post(f"/homework/{attempt.work_id}/check/", told).content.decode()

    assert "Отметьте все критерии, не хватает: «Тон»" in text
    assert WORDS in text
    assert state_of(attempt) == "waiting"


def test_a_sent_check_opens_the_next_work(school: School, client: Client) -> None:
    sign_in(client)
    first, second = handed("Первая"), handed("Вторая", "Урок 2")
    response = client.post(f"/homework/{first.work_id}/check/", {**FORM, "do": "accept"})

    assert response.headers["Location"] == f"/homework/{second.work_id}/"
    assert state_of(first) == "accepted"
    response = client.post(f"/homework/{second.work_id}/check/", {**FORM, "do": "return"})
    assert response.headers["Location"] == "/homework/"
    assert state_of(second) == "returned"


def test_another_curators_check_is_named(school: School, client: Client) -> None:
    sign_in(client)
    attempt = handed()
    darya = make_staff("Дарья Мухина", "curator")
    services.claim(attempt.work_id, by_id=darya.pk, now=timezone.now())

    assert "Работу уже проверяет Дарья Мухина." in page(client, f"/homework/{attempt.work_id}/")
    text = client.post(f"/homework/{attempt.work_id}/check/", FORM).content.decode()
    assert "Работу уже проверяет Дарья Мухина." in text
    assert not Review.objects.exists()


def test_opening_claims_through_the_page_itself(school: School, client: Client) -> None:
    staff, attempt = sign_in(client), handed()
    response = client.post(f"/homework/{attempt.work_id}/claim/", HTTP_HX_REQUEST="true")

    assert "Проверяете вы" in response.content.decode()
    assert Work.objects.get(pk=attempt.work_id).claimed_by_id == staff.pk
    client.post(f"/homework/{attempt.work_id}/release/")
    assert Work.objects.get(pk=attempt.work_id).claimed_by_id is None


@pytest.mark.requirement("R-149")
def test_a_second_opinion_is_blind_compared_and_talked_about(
    school: School, client: Client
) -> None:
    sign_in(client, "curator", "Дарья Мухина")
    attempt = handed()
    client.post(f"/homework/{attempt.work_id}/check/", {**FORM, "do": "second"})
    assert "Второе мнение запрошено" in page(client, f"/homework/{attempt.work_id}/")

    senior = Client()
    sign_in(senior, "senior_curator", "Ольга Седова")
    text = page(senior, f"/homework/{attempt.work_id}/")
    assert "Сохранить второе мнение" in text
    assert "checked" not in text.split("data-rubric")[1]
    assert "Елена Цой" in page(senior, "/homework/?tab=second")
    far = FORM | {"m-cleanness": "2", "comment": ""}
    senior.post(f"/homework/{attempt.work_id}/second/", far)
    assert SecondLook.objects.get().difference == 2

    text = client.post(f"/homework/{attempt.work_id}/check/", FORM).content.decode()
    assert "Разница со второй оценкой 2\u00a0балла" in text
    assert "Две оценки рядом" in text
    client.post(f"/homework/{attempt.work_id}/agree/", {"agreed": "Пятно у виска, ставим 3"})
    client.post(f"/homework/{attempt.work_id}/check/", {**FORM, "do": "accept"})
    assert state_of(attempt) == "accepted"
    text = page(senior, "/homework/regulation/")
    assert "Согласны в 0 из 1" in text
    assert "Пятно у виска" in text


@pytest.mark.requirement("R-148")
def test_the_regulation_lists_overdue_checks_per_curator(school: School, client: Client) -> None:
    sign_in(client)
    lesson = make_lesson()
    hand_in(lesson, make_client("Поздно"), at=timezone.now() - timedelta(days=20))
    text = page(client, "/homework/regulation/")

    assert "Просрочено: 1 проверка" in text
    assert "tab=late&amp;curator=0" in text
    assert "Поздно" in page(client, "/homework/?tab=late&curator=0")


def test_a_remark_is_kept_and_offered(school: School, client: Client) -> None:
    sign_in(client)
    attempt = handed()
    words = "Возьмите оксид на ступень слабее"
    client.post(f"/homework/{attempt.work_id}/remark/", {"comment": words})

    assert f"<option>{words}</option>" in page(client, f"/homework/{attempt.work_id}/")


def test_another_curators_works_are_not_to_be_seen(school: School, client: Client) -> None:
    sign_in(client, "curator")
    attempt = handed()
    Work.objects.filter(pk=attempt.work_id).update(holder=make_staff("Другой", "curator"))

    assert client.get(f"/homework/{attempt.work_id}/").status_code == 404
    assert client.post(f"/homework/{attempt.work_id}/check/", FORM).status_code == 404
    assert client.get(f"/homework/files/{attempt.pk}/").status_code == 404
    assert "Елена Цой" not in page(client)


def test_a_role_without_the_right_is_refused_and_a_stranger_signs_in(
    school: School, client: Client
) -> None:
    assert client.get("/homework/").status_code == 302
    sign_in(client, "marketer")

    assert client.get("/homework/").status_code == 403
    assert client.get("/graduates/").status_code == 200


def test_the_list_costs_the_same_at_any_length(school: School, client: Client) -> None:
    sign_in(client)
    handed("Ученик", "Урок 0")
    one = cost_of(client, "/homework/")
    for number in range(1, 30):
        handed(f"Ученик {number}", f"Урок {number}")

    assert cost_of(client, "/homework/") == one


@pytest.mark.requirement("R-150", "R-151")
def test_only_an_expert_marks_a_graduate_and_others_are_told_who_may(
    school: School, client: Client
) -> None:
    head, expert = Client(), client
    sign_in(head)
    sign_in(expert, "expert_assessor", "Вера Тон")
    lesson = make_lesson("Модель", is_practical=True)
    product_id = lesson.course.product_id
    cohort, student = make_cohort(product_id=product_id), make_client("Ирма Ёлкина")
    add_members(cohort.pk, [student.pk], joined_at=timezone.now(), actor="system")
    course = f"/homework/courses/{lesson.course_id}/"
    told = {"cohort": cohort.pk, "expert": make_expert_id()}
    head.post(f"{course}{lesson.pk}/give/", told)
    address = f"/graduates/{product_id}/{cohort.pk}/"

    text = head.post(f"{address}mark/", {"client": student.pk, "mark": "5"}).content.decode()
    assert "Ставить итог выпускника может эксперт-колорист." in text
    assert not GraduateMark.objects.exists()
    for wrong in ("0", "6"):
        refused = expert.post(f"{address}mark/", {"client": student.pk, "mark": wrong})
        assert "Оценка бывает от 1 до 5." in refused.content.decode()
    expert.post(f"{address}mark/", {"client": student.pk, "mark": "5"})
    assert GraduateMark.objects.get().mark == 5
    shown = page(expert, address)
    assert "навыки выше стандартов рынка" in shown.lower()
    assert "1 из 1 ученика" in shown


def make_expert_id() -> int:
    """The expert of the school."""
    from provodnik.facts.team.models import Staff

    found: int = Staff.objects.values_list("pk", flat=True).get(role="expert_assessor")
    return found


@pytest.mark.requirement("R-152", "R-159")
def test_marks_by_cohort_and_their_file_say_the_same_with_date_and_source(
    school: School, client: Client
) -> None:
    sign_in(client, "head_of_product_and_service")
    expert = make_staff("Вера Тон", "expert_assessor")
    product_id = make_lesson("Модель", is_practical=True).course.product_id
    cohort = make_cohort(product_id=product_id)
    clients = [make_client(f"Ученица {n}") for n in range(4)]
    add_members(cohort.pk, [one.pk for one in clients], joined_at=timezone.now(), actor="system")
    for student, mark in zip(clients, (5, 5, 4, 2), strict=True):
        services.mark_graduate(
            student.pk, product_id, mark, comment="", by_id=expert.pk, now=timezone.now()
        )
    text = page(client, "/graduates/")
    assert "Выше рынка 2 из 4" in text
    assert "50%" in text
    told = client.get("/graduates/export.csv").content.decode("utf-8-sig").splitlines()
    row = dict(zip(told[0].split(";"), told[1].split(";"), strict=True))

    assert (row["Поток"], row["Доля пятёрок, %"], row["Средняя оценка"]) == (
        "Поток 14",
        "50.0",
        "4.0",
    )
    assert [row[mark] for mark in "54321"] == ["2", "1", "0", "1", "0"]
    assert row["Посчитано на"].startswith(f"{timezone.localtime():%Y-%m-%d}")
    assert "школа «Оттенок»" in row["Источник"]
    assert "Ученица" not in "".join(told)
    assert client.get("/graduates/export.xlsx").status_code == 200


@pytest.mark.requirement("R-153")
def test_skills_are_named_tied_to_lessons_and_shown_as_a_map(
    school: School, client: Client
) -> None:
    staff, attempt = sign_in(client), handed("Ирма Ёлкина")
    work = Work.objects.select_related("lesson").get(pk=attempt.work_id)
    course = f"/homework/courses/{work.lesson.course_id}/"
    client.post(f"{course}skills/", {"name": "Тонирование"})
    assert "нет заданий" in page(client, "/graduates/skills/")
    from provodnik.facts.learning.homework.models import Skill

    client.post(f"{course}skills/{Skill.objects.get().pk}/", {"lessons": [work.lesson_id]})
    services.check(work.pk, Checked(GOOD, WORDS), by_id=staff.pk, now=timezone.now())
    text = page(client, "/graduates/skills/")

    assert "Ирма Ёлкина" in text
    assert "владеет" in text
    assert "1 попытка" in text
    assert "1 задание" in text


def test_a_task_of_a_lesson_is_written(school: School, client: Client) -> None:
    sign_in(client, "school_expert")
    lesson = make_lesson()
    told = {"brief": "Снимите до и после", "rubric": "practical", "is_practical": "on"}
    client.post(f"/homework/courses/{lesson.course_id}/{lesson.pk}/", told)

    assert "Снимите до и после" in page(client, f"/homework/courses/{lesson.course_id}/")
    assert client.get("/homework/courses/999999/").status_code == 404
