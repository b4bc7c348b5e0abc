"""Conditions of stages, the gate between them, handoffs, wins and growth."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provodnik.facts.people.errors import UnknownStage
from provodnik.facts.people.lifecycle import queries, services
from provodnik.facts.people.lifecycle.errors import NotTheirs, SaysNothing, UnknownCriterion
from provodnik.facts.people.lifecycle.rules import meetings
from provodnik.facts.people.lifecycle.types import Checked, Shown, WinFields
from provodnik.facts.people.models import Client
from provodnik.facts.people.services import (
    assign_coordinator,
    enter_stage,
    enter_stages,
    record_goal,
)
from provodnik.facts.people.tests.factories import MONDAY, happened, make_client
from provodnik.facts.people.types import ClientKind
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import journal
from provodnik.kernel.gates import Refused
from provodnik.kernel.models import JournalEntry, School
from provodnik.method import loader
from provodnik.method.shapes import Lifecycle

pytestmark = pytest.mark.django_db
WHY = "Учёба началась без звонка, договорились"
WIN = WinFields("Первый платный клиент", MONDAY.date(), "звонок 2 ноября", "скриншот оплаты")


def at(client: Client, stage: str, *, now: datetime = MONDAY) -> Client:
    """A client led into a stage past everything, by the history of the journal."""

    return enter_stage(client.pk, stage, now=now, actor="system")


def conditions(client: Client, now: datetime = MONDAY) -> dict[str, Checked]:
    client.refresh_from_db()
    way = queries.way(client, now=now)
    return {one.key: one for one in (*way.criteria, *way.practices)}


def codes(refused: Refused) -> list[str]:
    return [reason.code for reason in refused.reasons]


@pytest.mark.requirement("R-037")
def test_each_stage_has_its_own_goal_rhythm_report_and_people() -> None:
    lifecycle = loader.shipped().sections
    stages = next(s for s in lifecycle.values() if isinstance(s, Lifecycle)).in_order()

    assert len({stage.report_title for stage in stages}) == 5
    assert len({stage.goal for stage in stages}) == 5
    assert all(stage.participants and stage.report for stage in stages)


@pytest.mark.requirement("R-037")
def test_another_stage_brings_another_calendar_report_and_participants(school: School) -> None:
    coordinator = make_staff("Анна Лебедева", role="coordinator")
    make_staff("Ольга Ткачева", role="coordinator")
    make_staff("Пётр Елкин", role="curator")
    client = at(make_client(), "onboarding")
    client.coordinator = coordinator
    client.save()

    first = queries.way(client, now=MONDAY)
    later = queries.way(at(client, "completion", now=MONDAY + timedelta(days=1)), now=MONDAY)

    assert [day.day for day in first.meetings] == [2, 5, 8, 11]
    assert [(p.role, p.names) for p in first.participants] == [
        ("coordinator", ("Анна Лебедева",)),
        ("curator", ("Пётр Елкин",)),
    ]
    assert first.stage is not None
    assert later.stage is not None
    assert first.stage.report != later.stage.report
    assert later.meetings[1] - later.meetings[0] == timedelta(days=30)
    assert [p.role for p in later.participants] != [p.role for p in first.participants]


def test_meetings_go_on_from_the_day_of_entering() -> None:
    stage = next(
        s for s in loader.shipped().sections.values() if isinstance(s, Lifecycle)
    ).in_order()[2]

    days = meetings(stage, entered_on=date(2026, 11, 2), today=date(2026, 11, 10), count=2)

    assert days == (date(2026, 11, 16), date(2026, 11, 23))


@pytest.mark.requirement("R-038")
def test_conditions_are_found_by_themselves_or_marked_by_a_person(school: School) -> None:
    anna = make_staff("Анна Лебедева")
    client = at(make_client(), "onboarding")
    assert not any(one.is_met for one in conditions(client).values())

    happened("touch_made", client, item="acquaint")
    happened("lesson_viewed", client, item="l1")
    actor = f"staff:{anna.pk}"
    services.mark(client.pk, "onboarding", "goal", note="сказала", now=MONDAY, actor=actor)
    seen = conditions(client)

    assert {key: one.shown for key, one in seen.items()} == {
        "acquainted": Shown.FOUND,
        "goal": Shown.MARKED,
        "first_lesson": Shown.FOUND,
        "roles": Shown.UNMET,
    }
    assert seen["goal"].mark is not None
    assert (seen["goal"].mark.by, seen["goal"].mark.note) == ("Анна Лебедева", "сказала")
    assert services.unmark(client.pk, "onboarding", "goal", now=MONDAY, actor=actor)
    assert not conditions(client)["goal"].is_met


@pytest.mark.requirement("R-038")
def test_unmet_conditions_stop_a_move_unless_the_reason_is_written(school: School) -> None:
    head = make_staff("Ольга Ткачева")
    client = at(make_client(), "onboarding")
    actor = f"staff:{head.pk}"

    with pytest.raises(Refused) as refused:
        services.lead(client.pk, "stabilisation", now=MONDAY, actor=actor)
    assert codes(refused.value) == ["stage_criteria_unmet"]
    assert refused.value.reasons[0].params["count"] == 4
    with pytest.raises(Refused):
        services.lead(client.pk, "stabilisation", passing="надо", now=MONDAY, actor=actor)
    services.lead(
        client.pk, "stabilisation", passing=WHY, now=MONDAY + timedelta(hours=1), actor=actor
    )

    client.refresh_from_db()
    move = queries.way(client, now=MONDAY).moves[0]
    assert client.stage == "stabilisation"
    assert (move.by, move.reason, len(move.unmet)) == ("Ольга Ткачева", WHY, 4)


@pytest.mark.requirement("R-038")
def test_met_conditions_open_the_gate_without_a_word(school: School) -> None:
    client = at(make_client(), "onboarding")
    assign_coordinator(client.pk, staff_id=make_staff().pk, now=MONDAY, actor="system")
    record_goal(client.pk, text="Работать", now=MONDAY, actor="system")
    happened("touch_made", client, item="acquaint")
    happened("lesson_viewed", client, item="l1")

    later = MONDAY + timedelta(hours=1)
    services.lead(client.pk, "stabilisation", passing=WHY, now=later, actor="system")

    client.refresh_from_db()
    move = queries.way(client, now=later).moves[0]
    assert (client.stage, move.unmet, move.reason) == ("stabilisation", (), "")


def test_evidence_found_wrong_shows_nothing(school: School) -> None:
    client = at(make_client(), "onboarding")
    entry = happened("lesson_viewed", client, item="l1")
    journal.void([entry], at=MONDAY, actor="system", reason="test")

    assert not conditions(client)["first_lesson"].is_met


def test_going_back_asks_nothing_and_an_unknown_stage_is_refused(school: School) -> None:
    client = at(make_client(), "growth")

    services.lead(client.pk, "onboarding", now=MONDAY + timedelta(hours=1), actor="system")
    client.refresh_from_db()

    assert client.stage == "onboarding"
    with pytest.raises(UnknownStage):
        services.lead(client.pk, "nirvana", now=MONDAY, actor="system")
    with pytest.raises(UnknownCriterion):
        services.mark(client.pk, "onboarding", "nothing", now=MONDAY, actor="system")


def test_of_many_those_whom_the_gate_refuses_stay(school: School) -> None:
    ready, raw = at(make_client(), "presale"), at(make_client(), "onboarding")

    moved = services.lead_many(
        [ready.pk, raw.pk], "presale", now=MONDAY + timedelta(hours=1), actor="system"
    )
    again = services.lead_many(
        [ready.pk], "stabilisation", now=MONDAY + timedelta(hours=2), actor="system"
    )

    assert (moved.count, dict(moved.refused)) == (2, {})
    assert (again.count, list(again.refused)) == (0, [ready.pk])


@pytest.mark.requirement("R-039")
def test_a_move_makes_a_handoff_that_waits_for_the_role_it_is_for(school: School) -> None:
    coordinator, curator = make_staff(role="coordinator"), make_staff(role="curator")
    client = at(make_client(), "presale")
    client.coordinator = coordinator
    client.save()

    later = MONDAY + timedelta(hours=1)
    services.lead(client.pk, "onboarding", passing=WHY, now=later, actor="system")

    (row,) = queries.handoffs(taker=coordinator)
    assert (row.giver, row.taker, row.stage) == ("sales_manager", "coordinator", "onboarding")
    assert row.taker_name == coordinator.name
    assert row.what.startswith("обещания")
    assert queries.handoff_count(taker=curator) == 0
    with pytest.raises(NotTheirs):
        services.accept(row.handoff_id, by_id=curator.pk, now=later)
    for _ in range(2):
        accepted = services.accept(row.handoff_id, by_id=coordinator.pk, note="ясно", now=later)
    assert (accepted.accepted_by_id, accepted.note) == (coordinator.pk, "ясно")
    assert queries.handoff_count() == 0
    assert JournalEntry.objects.filter(event__name="handoff_accepted").count() == 1


@pytest.mark.requirement("R-039")
def test_fresh_moves_of_the_journal_are_handed_over_once_and_old_ones_are_history(
    school: School,
) -> None:
    fresh, old = make_client(), make_client()
    payments = [
        happened("payment_received", fresh, MONDAY),
        happened("payment_received", old, MONDAY - timedelta(days=60)),
    ]
    enter_stages(payments, now=MONDAY)
    entries = JournalEntry.objects.filter(event__name="stage_entered")
    ids = list(entries.values_list("pk", flat=True))

    made = [services.make_handoffs(ids, now=MONDAY) for _ in range(2)]

    assert made == [1, 0]
    assert [row.client_id for row in queries.handoffs()] == [fresh.pk]


@pytest.mark.requirement("R-040")
def test_the_second_stage_asks_for_nine_practices_and_finds_evidence_itself(
    school: School,
) -> None:
    client = at(make_client(), "stabilisation")
    client.coordinator = make_staff()
    client.save()
    happened("survey_answered", client, item="csat", value=500)
    happened("case_recorded", client)
    journal.record("meeting_held", happened_at=MONDAY, actor="system")
    services.mark(client.pk, "stabilisation", "risks", now=MONDAY, actor="system")

    practices = queries.way(client, now=MONDAY + timedelta(hours=1)).practices

    assert len(practices) == 9
    assert {one.key for one in practices if one.shown is Shown.FOUND} == {
        *("quality", "retro", "checklists", "roles", "cases")
    }
    assert [one.key for one in practices if one.shown is Shown.MARKED] == ["risks"]
    much_later = queries.way(client, now=MONDAY + timedelta(days=100)).practices
    assert {one.key for one in much_later if one.shown is Shown.FOUND} == {
        *("checklists", "roles", "cases")
    }


@pytest.mark.requirement("R-041")
def test_growth_opens_only_with_a_confirmed_win_and_economics(school: School) -> None:
    client = at(make_client(), "stabilisation")
    later = MONDAY + timedelta(hours=1)
    happened("payment_received", client, product_id=7)
    for key in ("works", "satisfied", "result"):
        services.mark(client.pk, "stabilisation", key, now=MONDAY, actor="system")

    with pytest.raises(Refused) as nothing:
        services.lead(client.pk, "growth", passing=WHY, now=later, actor="system")
    services.confirm_win(client.pk, WIN, now=MONDAY, actor="system")
    with pytest.raises(Refused) as no_economics:
        services.expand(client.pk, "adjacent", what="Мужской зал", now=later, actor="system")
    journal.record("economics_confirmed", happened_at=MONDAY, actor="system", product_id=8)
    with pytest.raises(Refused):
        services.expand(client.pk, "adjacent", what="Мужской зал", now=later, actor="system")
    journal.record("economics_confirmed", happened_at=MONDAY, actor="system", product_id=7)
    services.lead(client.pk, "growth", now=later, actor="system")

    client.refresh_from_db()
    assert codes(nothing.value) == ["stage_not_open"]
    assert nothing.value.reasons[0].params["count"] == 2
    assert no_economics.value.reasons[0].params["count"] == 1
    assert client.stage == "growth"
    with pytest.raises(UnknownCriterion):
        services.mark(client.pk, "growth", "economics", now=later, actor="system")


def test_a_win_needs_a_source_and_evidence(school: School) -> None:
    empty = WinFields("Победа", MONDAY.date(), " ", "скриншот")

    with pytest.raises(SaysNothing, match="source"):
        services.confirm_win(make_client().pk, empty, now=MONDAY, actor="system")


@pytest.mark.requirement("R-042")
@pytest.mark.parametrize("kind", ["adjacent", "analytics", "content"])
def test_growth_is_recorded_by_one_of_three_types(school: School, kind: str) -> None:
    client = at(make_client(), "growth")
    happened("payment_received", client, product_id=7)
    journal.record("economics_confirmed", happened_at=MONDAY, actor="system", product_id=7)
    services.confirm_win(client.pk, WIN, now=MONDAY, actor="system")

    for _ in range(2):
        services.expand(client.pk, kind, what="Новый модуль", now=MONDAY, actor="system")

    (row,) = queries.way(client, now=MONDAY).growth
    assert (row.kind, row.win) == (kind, WIN.what)
    assert JournalEntry.objects.filter(event__name="expansion_recorded").count() == 1


@pytest.mark.requirement("R-034")
@pytest.mark.parametrize("kind", ClientKind)
def test_stages_handoffs_and_meetings_work_with_a_client_of_any_kind(
    school: School, kind: ClientKind
) -> None:
    client = make_client("Салон «Тон»", kind=kind)

    services.lead(client.pk, "presale", now=MONDAY, actor="system")
    later = MONDAY + timedelta(hours=1)
    services.lead(client.pk, "onboarding", passing=WHY, now=later, actor="system")
    services.meet(client.pk, form="знакомство", now=later, actor="system")

    client.refresh_from_db()
    way = queries.way(client, now=later)
    assert [row.stage for row in way.history] == ["onboarding", "presale"]
    assert len(way.handoffs) == 1
    assert JournalEntry.objects.get(event__name="meeting_held").client_id == client.pk


@pytest.mark.requirement("R-036")
def test_the_board_counts_every_stage_and_shows_who_has_stood_longest(school: School) -> None:
    anna = make_staff("Анна Лебедева")
    for number in range(8):
        client = at(make_client(f"Клиент {number}"), "onboarding", now=MONDAY - timedelta(number))
        if number % 2:
            client.coordinator = anna
            client.save()
    at(make_client("Организация", kind=ClientKind.COMPANY), "growth")

    everybody = {one.key: one for one in queries.board(queries.BoardFilter())}
    hers = queries.board(queries.BoardFilter(coordinator_id=anna.pk))
    companies = queries.board(queries.BoardFilter(kind=ClientKind.COMPANY))

    onboarding = everybody["onboarding"]
    assert (onboarding.count, len(onboarding.cards)) == (8, 6)
    assert [card.name for card in onboarding.cards[:2]] == ["Клиент 7", "Клиент 6"]
    assert everybody["growth"].count == 1
    assert [one.count for one in hers] == [0, 4, 0, 0, 0]
    assert [one.count for one in companies] == [0, 0, 0, 1, 0]


def test_a_page_of_one_way_costs_the_same_at_any_length(school: School) -> None:
    client, costs = at(make_client(), "stabilisation"), []
    for number in range(3):
        for n in range(1 if number < 2 else 15):
            happened("survey_answered", client, item="csat", value=500)
            win = WinFields(f"Победа {number} {n}", MONDAY.date(), "звонок", "запись")
            services.confirm_win(client.pk, win, now=MONDAY, actor="system")
        with CaptureQueriesContext(connection) as asked:
            queries.way(client, now=MONDAY)
        costs.append(len(asked))

    assert costs[1] == costs[2]


def test_who_hands_students_out_may_accept_for_anybody(school: School) -> None:
    head: Staff = make_staff(role="head_of_product_and_service")
    client = at(make_client(), "presale")
    later = MONDAY + timedelta(hours=1)
    services.lead(client.pk, "onboarding", passing=WHY, now=later, actor="system")
    (row,) = queries.handoffs()

    assert services.accept(row.handoff_id, by_id=head.pk, now=later).accepted_by_id == head.pk
