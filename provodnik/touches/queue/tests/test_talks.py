"""A talk says which step of the script it got to and how the client felt."""

import json

import pytest

from conftest import MONDAY
from provodnik.facts.people.models import Client
from provodnik.facts.sales.tests.factories import make_client, make_product
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.method import queries as method
from provodnik.method import services as method_services
from provodnik.method.types import Section
from provodnik.touches.queue import services
from provodnik.touches.queue.errors import MoodUnknown, ScriptStepMissing
from provodnik.touches.queue.models import Touch
from provodnik.touches.queue.queries import Trend, deed, mood_marks, trend_of
from provodnik.touches.queue.types import NO_SCRIPT, Outcome, TouchKind, TouchState

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(school: School) -> Staff:
    return make_staff(name="Анна Лебедева")


@pytest.fixture
def client(anna: Staff) -> Client:
    return make_client("Оксана Грек", coordinator=anna)


def offer(client: Client, occurrence: str = "one") -> Touch:
    return services.plan(
        client_id=client.pk,
        kind=TouchKind.OFFER,
        reason="Модуль 3 завершён",
        occurrence=occurrence,
        product_id=make_product().pk,
        channel="coordinator_calls",
        actor="staff:1",
        now=MONDAY,
    )


def talk(client: Client, anna: Staff, occurrence: str, mood: int) -> Touch:
    touch = offer(client, occurrence)
    services.record_outcome(touch.pk, Outcome.REACHED, by_id=anna.pk, mood=mood, now=MONDAY)
    return touch


@pytest.mark.requirement("R-115")
def test_a_talk_asked_for_its_step_is_not_recorded_without_it(client: Client, anna: Staff) -> None:
    touch = offer(client)

    for unsaid in ("", "no_such_step"):
        with pytest.raises(ScriptStepMissing):
            services.record_outcome(
                touch.pk, Outcome.THINKING, by_id=anna.pk, script_step=unsaid, now=MONDAY
            )
    services.record_outcome(
        touch.pk, Outcome.THINKING, by_id=anna.pk, script_step=NO_SCRIPT, now=MONDAY
    )

    touch.refresh_from_db()
    assert touch.script_step == NO_SCRIPT
    made = JournalEntry.objects.get(event__name="touch_made")
    assert made.attrs["script_step"] == NO_SCRIPT


@pytest.mark.requirement("R-115")
def test_nobody_is_asked_for_a_step_when_there_was_no_talk(client: Client, anna: Staff) -> None:
    touch = offer(client)

    services.record_outcome(touch.pk, Outcome.NO_ANSWER, by_id=anna.pk, script_step="", now=MONDAY)

    touch.refresh_from_db()
    assert (touch.state, touch.script_step) == (TouchState.MADE, "")


@pytest.mark.requirement("R-113")
def test_the_library_holds_three_families_and_an_edit_makes_a_revision(school: School) -> None:
    library = method.scripts()
    families = {"acquaintance", "leading", "objections"}
    assert families <= {kind.key for kind in library.kinds}
    assert families <= {str(script.kind) for script in library.scripts}
    before = method.document(Section.SCRIPTS)
    body = json.loads(json.dumps(before.body))
    body["scripts"][0]["title"] = "Знакомство по-нашему"

    method_services.edit(Section.SCRIPTS, body, by=None, reason="Свои слова", now=MONDAY)

    assert method.scripts().scripts[0].title == "Знакомство по-нашему"
    assert method.document(Section.SCRIPTS).revision == before.revision + 1
    assert method.revision_body(Section.SCRIPTS, before.revision) == before.body


@pytest.mark.requirement("R-116")
def test_marks_of_mood_stand_in_order_with_their_trend(client: Client, anna: Staff) -> None:
    for number, mood in enumerate((2, 3, 4)):
        touch = talk(client, anna, f"talk {number}", mood)
        Touch.objects.filter(pk=touch.pk).update(made_at=MONDAY.replace(minute=number))

    marks = mood_marks(client.pk)

    assert [mark.value for mark in marks] == [2, 3, 4]
    assert trend_of(marks) is Trend.RISES
    assert trend_of(marks[::-1]) is Trend.FALLS
    assert trend_of(marks[:1]) is Trend.UNKNOWN
    assert [entry.value for entry in JournalEntry.objects.filter(event__name="mood_noted")] == [
        *(2, 3, 4)
    ]
    assert deed(offer(client, "next").pk, now=MONDAY).moods == marks


@pytest.mark.requirement("R-116")
def test_an_anxious_student_is_asked_again_once(client: Client, anna: Staff) -> None:
    talk(client, anna, "first", 1)
    talk(client, anna, "second", 2)

    (calming,) = Touch.objects.filter(kind=TouchKind.CALM.value)
    assert (calming.client, calming.owner, calming.state) == (client, anna, TouchState.PLANNED)
    assert "Очень тревожно" in calming.reason


def test_a_calm_student_is_not_asked_again(client: Client, anna: Staff) -> None:
    talk(client, anna, "first", 3)

    assert not Touch.objects.filter(kind=TouchKind.CALM.value).exists()


def test_taking_an_outcome_back_takes_the_mark_and_its_talk_back(
    client: Client, anna: Staff
) -> None:
    touch = talk(client, anna, "first", 1)

    services.undo_outcome(touch.pk, by_id=anna.pk, now=MONDAY)

    assert mood_marks(client.pk) == ()
    assert not Touch.objects.filter(kind=TouchKind.CALM.value).exists()
    noted = JournalEntry.objects.get(event__name="mood_noted")
    assert JournalEntry.objects.filter(event__name="entry_voided", value=noted.pk).exists()


def test_a_mood_is_one_of_the_scale(client: Client, anna: Staff) -> None:
    with pytest.raises(MoodUnknown):
        talk(client, anna, "first", 6)
