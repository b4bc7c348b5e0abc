"""The lifecycle: history with dates, from the journal and by hand."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provodnik.facts.people import queries, services
from provodnik.facts.people.errors import UnknownStage
from provodnik.facts.people.models import Client
from provodnik.facts.people.rules import Move, stage_history
from provodnik.facts.people.tests.factories import MONDAY, happened, make_client
from provodnik.kernel import journal
from provodnik.kernel.models import JournalEntry, School

ORDER = ("presale", "onboarding", "stabilisation", "growth", "completion")


def day(number: int) -> datetime:
    return MONDAY + timedelta(days=number)


def follow(*entry_ids: int) -> int:
    return services.enter_stages(entry_ids, now=day(99))


def history(client: Client) -> list[tuple[str, int]]:
    stages = queries.card(client.pk).stages
    return [(row.stage, (row.entered_at - MONDAY).days) for row in stages]


def told(client: Client) -> list[str]:
    """Stages of the timeline, oldest first."""
    entries = queries.timeline(queries.known_as(client.pk)).entries
    return [e.item or "" for e in reversed(entries) if e.event == "stage_entered"]


@pytest.mark.django_db
@pytest.mark.requirement("R-036")
def test_a_student_passes_the_stages_of_the_method(school: School) -> None:
    client = make_client()
    entries = [
        happened("payment_received", client, day(0), item="1"),
        happened("touch_made", client, day(1), item="acquaint"),
        happened("payment_received", client, day(60), item="2"),
        happened("graduated", client, day(90), product_id=1),
    ]

    follow(*entries)

    expected = [("onboarding", 0), ("stabilisation", 1), ("growth", 60), ("completion", 90)]
    assert history(client) == expected
    client.refresh_from_db()
    assert (client.stage, client.stage_entered_at) == ("completion", day(90))
    assert told(client) == [stage for stage, _ in expected]
    assert queries.stage_counts() == {"completion": 1}


@pytest.mark.django_db
def test_following_again_changes_nothing(school: School) -> None:
    client = make_client()
    entries = [happened("payment_received", client, day(n), item=str(n)) for n in range(3)]

    follow(*entries)
    before = (history(client), JournalEntry.objects.count())
    follow(*entries)

    assert (history(client), JournalEntry.objects.count()) == before


@pytest.mark.django_db
def test_the_past_may_come_in_any_order(school: School) -> None:
    client = make_client()
    follow(happened("payment_received", client, day(30), item="2"))
    assert history(client) == [("onboarding", 30)]

    follow(happened("payment_received", client, day(0), item="1"))
    follow(happened("lesson_viewed", client, day(10), item="l1"))

    assert history(client) == [("onboarding", 0), ("stabilisation", 10), ("growth", 30)]
    assert told(client) == ["onboarding", "stabilisation", "growth"]


@pytest.mark.django_db
def test_parts_of_one_order_are_one_purchase(school: School) -> None:
    client = make_client()

    follow(*(happened("payment_received", client, day(n), item="1") for n in range(3)))

    assert history(client) == [("onboarding", 0)]


@pytest.mark.django_db
def test_learning_does_not_lead_back_but_a_new_purchase_does(school: School) -> None:
    client = make_client()
    follow(happened("payment_received", client, day(0), item="1"))
    follow(happened("graduated", client, day(50), product_id=1))

    assert follow(happened("lesson_viewed", client, day(51), item="l1")) == 0
    follow(happened("payment_received", client, day(60), item="2"))

    assert history(client) == [("onboarding", 0), ("completion", 50), ("growth", 60)]


@pytest.mark.django_db
def test_an_entry_found_wrong_moves_nobody(school: School) -> None:
    client = make_client()
    payment = happened("payment_received", client, day(0), item="1")
    wrong = happened("graduated", client, day(1), product_id=1)
    journal.void([wrong], at=day(2), actor="system", reason="test")

    follow(payment, wrong)

    assert history(client) == [("onboarding", 0)]


@pytest.mark.django_db
def test_another_kind_of_touch_is_no_acquaintance(school: School) -> None:
    client = make_client()
    follow(happened("payment_received", client, day(0)))

    assert follow(happened("touch_made", client, day(1), item="offer")) == 0

    assert history(client) == [("onboarding", 0)]


@pytest.mark.django_db
@pytest.mark.requirement("R-036")
def test_a_person_may_lead_back_and_learning_leads_on_from_there(school: School) -> None:
    client = make_client()
    follow(happened("payment_received", client, day(0), item="1"))
    follow(happened("lesson_viewed", client, day(1), item="l1"))

    for _ in range(2):
        services.enter_stage(client.pk, "onboarding", now=day(5), actor="staff:7")
    follow(happened("homework_submitted", client, day(9), item="l1"))

    assert history(client)[2:] == [("onboarding", 5), ("stabilisation", 9)]
    assert queries.card(client.pk).stages[2].actor == "staff:7"
    assert told(client)[2:] == ["onboarding", "stabilisation"]


@pytest.mark.django_db
def test_a_stage_the_method_does_not_know_is_refused(school: School) -> None:
    with pytest.raises(UnknownStage):
        services.enter_stage(make_client().pk, "nirvana", now=MONDAY, actor="system")


@pytest.mark.django_db
def test_following_costs_the_same_for_any_number(school: School) -> None:
    costs = []
    for clients in (1, 1, 15):
        entries = [happened("payment_received", make_client()) for _ in range(clients)]
        with CaptureQueriesContext(connection) as asked:
            assert follow(*entries) == clients
        costs.append(len(asked))

    assert costs[1] == costs[2]


@pytest.mark.parametrize(
    ("moves", "passed"),
    [
        pytest.param([(1, "onboarding"), (2, "growth")], ["onboarding", "growth"], id="forward"),
        pytest.param([(1, "growth"), (2, "onboarding")], ["growth"], id="never back by itself"),
        pytest.param([(2, "growth"), (1, "presale")], ["presale", "growth"], id="sorted by time"),
        pytest.param([(1, "growth"), (2, "growth")], ["growth"], id="once"),
        pytest.param([(1, "gone")], [], id="a stage the method dropped"),
    ],
)
def test_stage_history(moves: list[tuple[int, str]], passed: list[str]) -> None:
    told = [Move(day(at), stage) for at, stage in moves]

    assert [move.stage for move in stage_history(told, ORDER)] == passed


@pytest.mark.parametrize("sign", ["returns", "by_person"])
def test_a_return_or_a_person_leads_back(sign: str) -> None:
    moves = [Move(day(1), "completion"), Move(day(2), "growth", **{sign: True})]

    assert [move.stage for move in stage_history(moves, ORDER)] == ["completion", "growth"]
