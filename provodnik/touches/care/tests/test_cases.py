"""A case for a student: found by goal, sent once, kept as a touch."""

from datetime import timedelta

import pytest

from conftest import MONDAY
from provodnik.facts.people.models import Client
from provodnik.facts.people.services.goals import add_pain
from provodnik.facts.people.tests.factories import happened
from provodnik.facts.sales.tests.factories import add_goal, buy, make_client, make_product
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import journal
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.care import services
from provodnik.touches.care.models import Case
from provodnik.touches.care.queries import cases_for
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.types import TouchState

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(hours=1)


def recorded(client: Client, text: str, *, product_id: int | None = None) -> int:
    entry = happened("case_recorded", client, attrs={"text": text}, product_id=product_id)
    services.note_cases([entry])
    return entry


@pytest.mark.requirement("R-117")
def test_cases_with_the_same_goal_come_first(school: School) -> None:
    fear, course = add_pain("Страх осветления"), make_product("Колорист")
    student, alike, other = make_client(goal=None), make_client("Та же", goal=None), make_client()
    add_goal(student, "Не бояться блонда", pain_id=fear.pk)
    add_goal(alike, "Осветлять спокойно", pain_id=fear.pk)
    buy(student, course)
    recorded(other, "Кто-то другой")
    recorded(other, "Тот же курс", product_id=course.pk)
    recorded(alike, "Та же цель")
    recorded(student, "Свой случай")

    found = cases_for(student.pk, pain_id=fear.pk)

    assert [case.text for case in found] == ["Та же цель", "Тот же курс", "Кто-то другой"]
    assert (found[0].is_same_goal, found[1].is_same_product) == (True, True)


@pytest.mark.requirement("R-117")
def test_sending_is_a_touch_in_the_history_and_happens_once(school: School) -> None:
    anna, student = make_staff("Анна Лебедева"), make_client()
    recorded(make_client("Другая"), "Дошла до результата")
    case = Case.objects.get()

    for _ in range(2):
        services.send_case(student.pk, case.pk, by_id=anna.pk, now=LATER)

    touch = Touch.objects.get(client=student)
    assert (touch.state, touch.made_by, touch.made_at) == (TouchState.MADE, anna, LATER)
    assert JournalEntry.objects.filter(event__name="case_sent", client_id=student.pk).count() == 1
    assert cases_for(student.pk, pain_id=None)[0].sent_at == LATER


def test_a_case_without_words_is_nothing_to_send(school: School) -> None:
    recorded(make_client("Другая"), " ")

    assert not Case.objects.exists()


def test_a_case_found_wrong_is_not_offered(school: School) -> None:
    entry = recorded(make_client("Другая"), "Ошиблись учеником")
    journal.void([entry], at=LATER, actor="system", reason="wrong client")

    assert cases_for(make_client().pk, pain_id=None) == []
