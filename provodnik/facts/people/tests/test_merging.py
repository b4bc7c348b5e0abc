"""Joining two cards of one person, and taking it back exactly."""

from datetime import timedelta

import pytest
from django.db import connection

from provodnik.facts.people import queries, services
from provodnik.facts.people.errors import AlreadyMerged, MergedFurther, SameClient
from provodnik.facts.people.models import Client
from provodnik.facts.people.services import hands
from provodnik.facts.people.services.merging import _KEPT
from provodnik.facts.people.tests.factories import MONDAY, happened, make_client
from provodnik.facts.people.types import KeyKind, SatisfactionKind
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import tenancy
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db

# What a merge leaves behind for ever: its own record, the journal, and word that somebody changed.
HISTORY = {"people_merge", "kernel_journalentry", "base_change"}


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of the school; ids of stage entries apart, since those are written anew."""
    rows = {}
    with connection.cursor() as cursor:
        for model in tenancy.school_models():
            table = model._meta.db_table
            if table not in HISTORY:
                columns = [str(f.column) for f in model._meta.local_concrete_fields]
                if table == "people_stageentry":
                    columns.remove("id")
                names = ", ".join(f'"{column}"::text' for column in columns)
                cursor.execute(f"SELECT {names} FROM {table} ORDER BY {names}")
                rows[table] = cursor.fetchall()
    return rows


def two_cards() -> tuple[Client, Client]:
    """One person on two cards, with a history on each."""
    anna = make_staff()
    stays = make_client(email="new@example.org", city="Казань")
    gone = make_client(
        email="old@example.org",
        phone="89171234567",
        telegram="@natasha",
        keys={KeyKind.GETCOURSE: "300"},
        now=MONDAY - timedelta(days=30),
    )
    services.assign_coordinator(gone.pk, staff_id=anna.pk, now=MONDAY, actor="system")
    services.record_goal(gone.pk, text="свой кабинет", now=MONDAY, actor="system")
    services.record_satisfaction(
        gone.pk, SatisfactionKind.CSAT, score_hundredths=300, told_at=MONDAY, actor="system"
    )
    services.write_note(gone.pk, text="Звонить после 18", now=MONDAY, actor="system")
    paid = [
        happened("payment_received", gone, MONDAY - timedelta(days=20), item="1"),
        happened("payment_received", stays, MONDAY, item="2"),
    ]
    services.enter_stages(paid, now=MONDAY)
    return stays, gone


def test_the_survivor_has_what_both_had(school: School) -> None:
    stays, gone = two_cards()

    services.merge(stays.pk, gone.pk, now=MONDAY, actor="system")

    card = queries.card(stays.pk)
    client = card.client
    assert (client.email, client.phone, client.telegram) == (
        "new@example.org",
        "+79171234567",
        "natasha",
    )
    assert {key.value for key in card.keys} == {"new@example.org", "old@example.org", "300"}
    assert card.goal is not None
    assert card.coordinator == "Анна Лебедева"
    assert card.satisfaction.csat_hundredths == 300
    assert [stage.stage for stage in card.stages] == ["onboarding", "growth"]
    assert card.known_as == (stays.pk, gone.pk)
    assert queries.standing_id(gone.pk) == stays.pk


def test_undoing_brings_everything_back(school: School) -> None:
    stays, gone = two_cards()
    before = everything()

    merged = services.merge(stays.pk, gone.pk, now=MONDAY, actor="system")
    assert everything() != before
    services.undo_merge(merged.pk, now=MONDAY, actor="system")

    assert everything() == before


def test_merging_and_undoing_twice_changes_nothing_more(school: School) -> None:
    stays, gone = two_cards()

    first = services.merge(stays.pk, gone.pk, now=MONDAY, actor="system")
    again = services.merge(stays.pk, gone.pk, now=MONDAY, actor="system")

    assert first == again
    services.undo_merge(first.pk, now=MONDAY, actor="system")
    undone = everything()
    services.undo_merge(first.pk, now=MONDAY, actor="system")
    assert everything() == undone


def test_what_a_person_changed_since_stays(school: School) -> None:
    stays, gone = two_cards()
    merged = services.merge(stays.pk, gone.pk, now=MONDAY, actor="system")
    irina = make_staff("Ирина Ткачёва")
    services.assign_coordinator(stays.pk, staff_id=irina.pk, now=MONDAY, actor="system")

    services.undo_merge(merged.pk, now=MONDAY, actor="system")

    assert queries.card(stays.pk).coordinator == "Ирина Ткачёва"
    assert queries.card(stays.pk).client.phone == ""


def test_a_chain_of_merges_is_taken_back_from_its_end(school: School) -> None:
    first, second, third = (make_client() for _ in range(3))
    one = services.merge(second.pk, first.pk, now=MONDAY, actor="system")
    before = everything()
    two = services.merge(third.pk, second.pk, now=MONDAY, actor="system")

    assert queries.standing_id(first.pk) == third.pk
    with pytest.raises(MergedFurther):
        services.undo_merge(one.pk, now=MONDAY, actor="system")
    services.undo_merge(two.pk, now=MONDAY, actor="system")
    assert everything() == before
    services.undo_merge(one.pk, now=MONDAY, actor="system")
    assert queries.standing_id(first.pk) == first.pk


def test_an_absorbed_card_is_not_merged_again(school: School) -> None:
    first, second, third = (make_client() for _ in range(3))
    services.merge(first.pk, second.pk, now=MONDAY, actor="system")

    with pytest.raises(AlreadyMerged) as refusal:
        services.merge(third.pk, second.pk, now=MONDAY, actor="system")
    assert refusal.value.survivor_id == first.pk
    with pytest.raises(SameClient):
        services.merge(first.pk, first.pk, now=MONDAY, actor="system")


def test_what_is_told_about_an_absorbed_card_reaches_the_survivor(school: School) -> None:
    stays, gone = make_client(), make_client()
    services.merge(stays.pk, gone.pk, now=MONDAY, actor="system")

    services.record_goal(gone.pk, text="свой кабинет", now=MONDAY, actor="system")
    entry = happened("survey_answered", gone, item="q", value=400, attrs={"measure": "csat"})
    services.from_answers([entry])
    services.enter_stages([happened("payment_received", gone)], now=MONDAY)

    card = queries.card(stays.pk)
    assert card.goal is not None
    assert card.satisfaction.csat_hundredths == 400
    assert card.client.stage == "onboarding"


def test_no_table_that_names_a_client_is_forgotten() -> None:
    found = {f"{m._meta.db_table}.{f.column}" for m, f in hands._links(Client)}

    assert found >= _KEPT
    assert {"sales_order.client_id", "queue_touch.client_id", "people_goal.client_id"} <= found


def test_journal_tells_of_both(school: School) -> None:
    stays, gone = make_client(), make_client()
    merged = services.merge(stays.pk, gone.pk, now=MONDAY, actor="system")
    services.undo_merge(merged.pk, now=MONDAY, actor="system")

    entries = queries.timeline([stays.pk]).entries
    told = [(e.event, e.attrs) for e in entries if e.event in {"client_merged", "merge_undone"}]
    assert told == [
        ("merge_undone", {"absorbed": gone.pk}),
        ("client_merged", {"absorbed": gone.pk}),
    ]
