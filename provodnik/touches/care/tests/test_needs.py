"""What a student says becomes a deed, gets an answer, and the answer its judgement."""

from datetime import timedelta

import pytest

from conftest import MONDAY
from provodnik.facts.people.models import Client, Goal
from provodnik.facts.sales.tests.factories import buy, make_client, make_product
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.method import queries as method
from provodnik.touches.care import services
from provodnik.touches.care.errors import NothingSaid, TooManyRequests
from provodnik.touches.care.models import Need
from provodnik.touches.care.queries import needs_of
from provodnik.touches.care.tests.factories import tell
from provodnik.touches.care.types import NeedState
from provodnik.touches.queue import services as queue
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.types import Outcome, TouchKind

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(hours=3)


@pytest.fixture
def anna(school: School) -> Staff:
    return make_staff("Анна Лебедева")


@pytest.fixture
def student(anna: Staff) -> Client:
    return make_client(coordinator=anna)


@pytest.mark.requirement("R-119")
def test_a_request_becomes_a_deed_of_the_coordinator(student: Client, anna: Staff) -> None:
    tell(student, "no_time", "Работаю по 12 часов")

    touch = Touch.objects.get(client=student)
    assert (touch.owner, touch.kind) == (anna, TouchKind.SUPPORT)
    assert "Не хватает времени" in touch.reason
    assert "Работаю по 12 часов" in touch.reason


def test_a_doubt_is_a_deed_to_calm(student: Client) -> None:
    tell(student, "doubt")

    assert Touch.objects.get(client=student).kind == TouchKind.CALM


def test_the_same_form_sent_twice_is_one_request(student: Client) -> None:
    assert tell(student, key="a") == tell(student, key="a")

    assert Touch.objects.count() == 1
    assert JournalEntry.objects.filter(event__name="need_told").count() == 1


def test_a_page_cannot_flood_the_queue(student: Client) -> None:
    limit = method.care_settings().requests_a_day
    for number in range(limit):
        tell(student, key=f"form-{number}")

    with pytest.raises(TooManyRequests):
        tell(student, key="one more")
    with pytest.raises(TooManyRequests):
        services.change_goal(
            student.pk, "Другая", day_starts_at=MONDAY, actor="client:1", now=LATER
        )
    assert Touch.objects.count() == limit


def test_a_strange_choice_says_nothing(student: Client) -> None:
    with pytest.raises(NothingSaid):
        tell(student, "everything at once")
    assert not Need.objects.exists()


def test_what_a_colleague_writes_down_makes_no_deed(student: Client, anna: Staff) -> None:
    need = tell(student, "more_practice", actor=f"staff:{anna.pk}")

    assert need.told_to == anna
    assert not Touch.objects.exists()


@pytest.mark.requirement("R-119")
def test_need_offered_outcome_stand_in_one_chain(student: Client, anna: Staff) -> None:
    need, practicum = tell(student, "more_practice"), make_product("Практикум")

    services.answer_need(
        need.pk, client_id=student.pk, product_id=practicum.pk, by_id=anna.pk, now=LATER
    )
    offer = Touch.objects.get(kind=TouchKind.OFFER)
    queue.record_outcome(offer.pk, Outcome.AGREED, by_id=anna.pk, now=LATER)
    buy(student, practicum, at=LATER + timedelta(days=1))
    services.rate_answer(need.pk, True, client_id=student.pk, actor="client:1", now=LATER)

    [row] = needs_of(student.pk)
    assert (row.choice, row.product, row.outcome) == (
        "Хочу больше практики",
        "Практикум",
        "agreed",
    )
    assert row.bought_at == LATER + timedelta(days=1)
    assert row.state is NeedState.HELPED
    assert "Практикум" in offer.reason


def test_an_answer_that_did_not_help_brings_the_coordinator_back(
    student: Client, anna: Staff
) -> None:
    need = tell(student)
    services.answer_need(
        need.pk, client_id=student.pk, text="Сдвинули сроки", by_id=anna.pk, now=LATER
    )

    for _ in range(2):
        services.rate_answer(need.pk, False, client_id=student.pk, actor="client:1", now=LATER)

    assert Touch.objects.filter(reason__contains="не помог").count() == 1
    assert needs_of(student.pk)[0].state is NeedState.NOT_HELPED


def test_a_request_of_another_student_cannot_be_rated(student: Client, anna: Staff) -> None:
    need = tell(make_client("Другой Ученик", coordinator=anna))
    services.answer_need(need.pk, client_id=need.client_id, text="Ответ", by_id=anna.pk, now=LATER)

    rated = services.rate_answer(need.pk, True, client_id=student.pk, actor="client:1", now=LATER)

    need.refresh_from_db()
    assert rated is None
    assert need.helped is None


def test_another_goal_is_told_to_the_coordinator(student: Client, anna: Staff) -> None:
    for _ in range(2):
        services.change_goal(
            student.pk, " Свой  кабинет ", day_starts_at=MONDAY, actor="client:1", now=LATER
        )

    assert Goal.objects.filter(client=student, text="Свой кабинет").count() == 1
    touch = Touch.objects.get(client=student)
    assert touch.owner == anna
    assert "Свой кабинет" in touch.reason


def test_a_confirmed_goal_is_kept_once_a_day_without_a_deed(student: Client) -> None:
    for _ in range(2):
        assert services.confirm_goal(student.pk, day="2026-11-02", actor="client:1", now=LATER)

    assert JournalEntry.objects.filter(event__name="goal_confirmed").count() == 1
    assert not Touch.objects.exists()
