"""A client's card and history."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from provodnik.facts.people import queries, services
from provodnik.facts.people.tests.factories import MONDAY, happened, make_client
from provodnik.facts.people.types import TIMELINE_KINDS, SatisfactionKind, TimelineGroup
from provodnik.facts.team.rules import staff_actor
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import journal
from provodnik.kernel.models import School


@pytest.mark.django_db
def test_history_is_told_newest_first_by_pages(school: School) -> None:
    client = make_client(now=MONDAY - timedelta(days=1))
    for number in range(60):
        # Many things happen at one moment in an import.
        happened("lesson_viewed", client, MONDAY + timedelta(days=number // 7), item=f"l{number}")

    told, before = [], None
    while True:
        page = queries.timeline([client.pk], before=before)
        told += [entry.item for entry in page.entries]
        assert len(page.entries) <= 25
        if page.next_place is None:
            break
        before = page.next_place

    assert told == [f"l{number}" for number in range(59, -1, -1)] + [None]


@pytest.mark.django_db
@pytest.mark.requirement("R-031")
def test_every_line_names_the_person_or_the_rule(school: School) -> None:
    anna, client = make_staff("Анна Лебедева"), make_client()
    services.write_note(client.pk, text="Боится", now=MONDAY, actor=staff_actor(anna.pk))
    services.assign_coordinator(
        client.pk, staff_id=anna.pk, now=MONDAY + timedelta(hours=1), actor="rule:fair_shares"
    )

    assigned, note = queries.timeline([client.pk]).entries[:2]

    assert (note.event, note.author) == ("note_written", "Анна Лебедева")
    assert (assigned.staff, assigned.author, assigned.actor) == (
        "Анна Лебедева",
        None,
        "rule:fair_shares",
    )


@pytest.mark.django_db
def test_groups_narrow_the_history(school: School) -> None:
    client = make_client()
    happened("payment_received", client, product_id=5)
    happened("lesson_viewed", client, item="l1")
    happened("survey_answered", client, item="q", value=500)
    happened("touch_made", client, item="offer")

    def told(group: TimelineGroup) -> list[str]:
        return [e.event for e in queries.timeline([client.pk], group=group).entries]

    assert told(TimelineGroup.MONEY) == ["payment_received"]
    assert told(TimelineGroup.LEARNING) == ["lesson_viewed"]
    assert told(TimelineGroup.SCORES) == ["survey_answered"]
    assert told(TimelineGroup.TOUCHES) == ["touch_made"]
    assert queries.timeline([client.pk]).product_ids == {5}


def test_groups_name_kinds_that_exist() -> None:
    assert {name for names in TIMELINE_KINDS.values() for name in names} <= set(journal.kinds())


@pytest.mark.django_db
def test_what_was_found_wrong_is_not_told(school: School) -> None:
    client = make_client()
    wrong = happened("payment_received", client)
    journal.void([wrong], at=MONDAY, actor="system", reason="test")

    assert [e.event for e in queries.timeline([client.pk]).entries] == ["client_added"]


@pytest.mark.django_db
def test_history_of_an_absorbed_card_is_told_with_the_survivors(school: School) -> None:
    stays, gone = make_client(), make_client()
    happened("payment_received", gone)
    services.merge(stays.pk, gone.pk, now=MONDAY, actor="system")

    told = queries.timeline(queries.known_as(stays.pk)).entries

    assert "payment_received" in {entry.event for entry in told}


@pytest.mark.django_db
@pytest.mark.parametrize("length", [1, 30])
def test_a_card_and_its_history_cost_the_same_at_any_length(
    school: School, length: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client, anna = make_client(), make_staff()
    for number in range(length):
        at = MONDAY + timedelta(hours=number)
        services.write_note(client.pk, text=f"{number}", now=at, actor=staff_actor(anna.pk))
        services.record_goal(client.pk, text=f"{number}", now=at, actor="system")
        services.record_satisfaction(
            client.pk, SatisfactionKind.CSAT, score_hundredths=500, told_at=at, actor="system"
        )

    with django_assert_num_queries(9):
        card = queries.card(client.pk)
        queries.timeline(card.known_as)
        queries.merges_of(client.pk)
