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
from provodnik.method.voice_words import CaseKind
from provodnik.touches.care import services
from provodnik.touches.care.models import Case
from provodnik.touches.care.queries import cases_for
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.types import TouchState
from provodnik.touches.voice.cases import services as collected
from provodnik.touches.voice.cases.models import StoryUse
from provodnik.touches.voice.cases.tests.factories import ACTOR, TODAY, allowed, given

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


@pytest.mark.requirement("R-117")
@pytest.mark.requirement("R-238")
def test_a_case_sent_to_a_student_is_a_use_of_it(school: School) -> None:
    anna, student = make_staff("Анна Лебедева"), make_client()
    story = allowed(given(client=make_client("Другая")))
    collected.approve(story.pk, now=MONDAY, actor=ACTOR)
    story.refresh_from_db()
    services.note_cases([story.entry_id or 0])

    for _ in range(2):
        services.send_case(student.pk, Case.objects.get().pk, by_id=anna.pk, now=LATER)

    (use,) = StoryUse.objects.filter(story=story)
    assert (use.purpose, use.told_by, use.used_on) == ("motivation", anna, TODAY)


@pytest.mark.requirement("R-236")
def test_words_without_consent_are_offered_to_no_other_student(school: School) -> None:
    story = given(CaseKind.TEXT, client=make_client("Другая"))
    assert services.note_cases([story.entry_id or 0]) == 0

    allowed(story)
    story.refresh_from_db()
    assert services.note_cases([story.entry_id or 0]) == 1
    collected.forbid(story.pk, now=LATER, actor=ACTOR)

    assert cases_for(make_client().pk, pain_id=None) == []
