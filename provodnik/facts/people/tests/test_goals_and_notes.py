"""Goals, pains and notes."""

import pytest

from provodnik.facts.people import queries, services
from provodnik.facts.people.tests.factories import MONDAY, make_client
from provodnik.facts.team.rules import staff_actor
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db


def said(event: str) -> int:
    return JournalEntry.objects.filter(event__name=event).count()


@pytest.mark.requirement("R-032")
def test_the_goal_asked_at_acquaintance_is_shown_on_the_card(school: School) -> None:
    client, anna = make_client(), make_staff()
    pain = services.add_pain("страх осветления")

    for _ in range(2):
        services.record_goal(
            client.pk,
            text=" чек до 9 000 ₽ ",
            pain_id=pain.pk,
            now=MONDAY,
            actor=staff_actor(anna.pk),
        )

    goal = queries.card(client.pk).goal
    assert goal is not None
    assert (goal.text, goal.pain) == ("чек до 9 000 ₽", "страх осветления")
    assert said("goal_recorded") == 1


@pytest.mark.requirement("R-032")
def test_a_client_without_a_goal_is_known_to_have_none(school: School) -> None:
    assert queries.card(make_client().pk).goal is None


def test_a_reached_goal_gives_way_to_the_next_one(school: School) -> None:
    client = make_client()
    first = services.record_goal(client.pk, text="первый клиент", now=MONDAY, actor="system")
    services.record_goal(client.pk, text="свой кабинет", now=MONDAY, actor="system")

    for _ in range(2):
        services.reach_goal(first.pk, reached_at=MONDAY, actor="system")

    goal = queries.card(client.pk).goal
    assert goal is not None
    assert goal.text == "свой кабинет"
    assert said("goal_reached") == 1


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_goal_or_note_is_refused(school: School, text: str) -> None:
    client = make_client()

    with pytest.raises(ValueError, match="says something"):
        services.record_goal(client.pk, text=text, now=MONDAY, actor="system")
    with pytest.raises(ValueError, match="says something"):
        services.write_note(client.pk, text=text, now=MONDAY, actor="system")


def test_a_pain_stands_in_the_list_once(school: School) -> None:
    assert services.add_pain("страх цвета") == services.add_pain(" страх цвета ")
    assert [pain.name for pain in queries.pains()] == ["страх цвета"]


def test_a_note_sent_twice_is_written_once(school: School) -> None:
    client, anna = make_client(), make_staff("Анна Лебедева")

    for _ in range(2):
        services.write_note(
            client.pk, text="Боится осветления", now=MONDAY, actor=staff_actor(anna.pk)
        )

    note = queries.card(client.pk).notes[0]
    assert (note.text, note.author) == ("Боится осветления", "Анна Лебедева")
    assert said("note_written") == 1
