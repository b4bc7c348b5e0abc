"""Metrics of tickets: golden figures from raw lines, and the fine print of each."""

import random
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest

from provodnik.kernel.calendar import rules
from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.change import change_text
from provodnik.metrics.definitions.sla_deviation import exceeds
from provodnik.metrics.figures import Share
from provodnik.metrics.tests.asking import FEBRUARY, Question, answer
from provodnik.metrics.tests.worked import CALENDAR

MONDAY = datetime(2026, 2, 2, 10, 0)  # noqa: DTZ001 (wall clock)
SCALES = ("calendar", "working")


def ticket(name: str, opened: str, answered: str, staff: str = "olga") -> str:
    """A ticket with its first answer."""
    return (
        f"- ticket_opened {opened} item={name}\n"
        f"- ticket_answered {answered} item={name} staff={staff}\n"
    )


@pytest.mark.requirement("R-127")
def test_friday_evening_to_monday_noon_is_two_working_hours() -> None:
    told = answer("first_response", ticket("t", "2026-02-06T18:00", "2026-02-09T11:00"))

    assert told["value"]["working"]["max"] == 2.0
    assert told["value"]["calendar"]["max"] == 65.0


@pytest.mark.requirement("R-131")
def test_from_a_day_to_two_hours_is_92_percent_less() -> None:
    """G6: the longest wait by the clock, 24 h and then 2 h."""
    before = ticket("a", "2026-01-12T12:00", "2026-01-13T12:00") + ticket(
        "b", "2026-01-12T12:00", "2026-01-12T13:00"
    )
    after = ticket("c", "2026-02-02T12:00", "2026-02-02T14:00")
    whole = before + after
    january = answer(
        "first_response", whole, period_from=date(2026, 1, 1), period_to=date(2026, 2, 1)
    )
    february = answer("first_response", whole, **FEBRUARY)

    longest = [told["value"]["calendar"]["max"] for told in (january, february)]

    assert longest == [24.0, 2.0]
    assert change_text(Fraction(longest[0]), Fraction(longest[1])) == "−91.7%"


@pytest.mark.parametrize(
    ("minutes", "printed", "triggers"), [(288, 0.2, False), (294, 0.225, True)]
)
def test_deviation_of_exactly_a_fifth_does_not_trigger(
    minutes: int, printed: float, *, triggers: bool
) -> None:
    """G25: 4.8 h of 4 h is +20.0 %, 4.9 h is +22.5 %."""
    answered = (MONDAY + timedelta(minutes=minutes)).isoformat()

    told = answer("sla_deviation", ticket("t", MONDAY.isoformat(), answered))

    assert told["value"]["deviation"] == printed
    assert told["exceeded"] is triggers


def test_overrun_of_nothing_exceeds_nothing() -> None:
    assert not exceeds(Share(0, 0), 20.0)


@pytest.mark.requirement("R-132")
def test_promise_and_own_goal_are_told_side_by_side() -> None:
    """Four and two working hours: answered in 1, 3 and 5 hours."""
    journal = "".join(
        ticket(f"t{hours}", MONDAY.isoformat(), (MONDAY + timedelta(hours=hours)).isoformat())
        for hours in (1, 3, 5)
    )

    told = answer("sla_deviation", journal)["value"]

    assert told["breached_share"] == pytest.approx(1 / 3)
    assert told["department_breached_share"] == pytest.approx(2 / 3)


def test_answer_exactly_in_time_is_in_time() -> None:
    told = answer("sla_deviation", ticket("t", "2026-02-02T10:00", "2026-02-02T14:00"))

    assert told["value"] == {
        "deviation": 0.0,
        "breached_share": 0.0,
        "department_breached_share": 1.0,
    }


@pytest.mark.parametrize(
    "late",
    [
        "- ticket_answered 2026-02-02T10:30 item=t staff=olga auto=true",
        "- message_sent 2026-02-02T10:30 item=t staff=olga",
        "- ticket_answered 2026-02-02T10:30 item=other staff=olga",
    ],
)
def test_only_a_person_answers_a_ticket(late: str) -> None:
    journal = late + "\n" + ticket("t", "2026-02-02T10:00", "2026-02-02T12:00")

    [row] = answer("first_response", journal, by="item")["rows"]

    assert row == {"item": "t", "calendar": 2.0, "working": 2.0}


def test_what_came_before_the_opening_took_no_time() -> None:
    told = answer("first_response", ticket("t", "2026-02-02T12:00", "2026-02-02T11:00"))

    assert (told["value"]["calendar"]["max"], told["value"]["working"]["max"]) == (0.0, 0.0)


def test_period_of_tickets_is_that_of_the_opening() -> None:
    journal = ticket("jan", "2026-01-30T18:00", "2026-02-02T10:30")
    journal += ticket("feb", "2026-02-27T18:00", "2026-03-02T10:30")

    question: Question = {**FEBRUARY, "by": "item"}
    [row] = answer("first_response", journal, **question)["rows"]

    assert row == {"item": "feb", "calendar": 64.5, "working": 1.5}


def test_tickets_of_the_months_are_all_tickets() -> None:
    journal = DEFINITIONS["first_response"].example.journal + ticket(
        "t9", "2026-03-03T10:00", "2026-03-03T12:00"
    )

    told = answer("first_response", journal, by="month")

    assert sum(row["n"] for row in told["rows"]) == told["value"]["calendar"]["n"] == 3


@pytest.mark.parametrize("metric", ["first_response", "resolution", "handler_concentration"])
def test_ticket_without_an_end_is_not_counted(metric: str) -> None:
    told = answer(metric, "- ticket_opened 2026-02-02T10:00 item=t\n")

    empty = {"n": 0, "mean": None, "median": None, "p90": None, "max": None}
    expected = None if metric == "handler_concentration" else dict.fromkeys(SCALES, empty)
    assert (told["value"], told["rows"]) == (expected, [])


@pytest.mark.requirement("R-133")
def test_everything_on_one_person_is_a_hundred_percent() -> None:
    journal = "".join(ticket(f"t{n}", "2026-02-02T10:00", f"2026-02-02T11:0{n}") for n in range(5))

    told = answer("handler_concentration", journal)

    assert (told["value"], told["numerator"], told["denominator"]) == (1.0, 5, 5)


@pytest.mark.parametrize(("blocker_hours", "is_late"), [(71, False), (73, True)])
def test_blocker_of_71_hours_is_in_time_and_of_73_is_not(
    blocker_hours: int, *, is_late: bool
) -> None:
    """G26: the 72 hours of a blocker, by the clock."""
    opened = MONDAY
    resolved = opened + timedelta(hours=blocker_hours)
    journal = (
        f"- ticket_opened {opened.isoformat()} item=b priority=blocker\n"
        f"- ticket_resolved {resolved.isoformat()} item=b\n"
    )

    [row] = answer("resolution", journal, by="priority")["rows"]

    assert row["priority"] == "blocker"
    assert (row["calendar"]["max"] > 72) is is_late


@pytest.mark.parametrize("seed", range(8))
def test_working_time_equals_what_the_calendar_says(seed: int) -> None:
    """The relation a definition joins against the kernel's own arithmetic."""
    chance = random.Random(seed)
    spans = []
    for _ in range(40):
        opened = datetime(2026, 1, 1) + timedelta(seconds=chance.randrange(60 * 86400))  # noqa: DTZ001
        spans.append((opened, opened + timedelta(seconds=chance.randrange(12 * 86400))))
    journal = "".join(
        ticket(f"t{n:02}", opened.isoformat(), ended.isoformat())
        for n, (opened, ended) in enumerate(spans)
    )

    rows = answer("first_response", journal, by="item")["rows"]

    expected = [
        rules.elapsed(CALENDAR, opened.replace(tzinfo=UTC), ended.replace(tzinfo=UTC))
        for opened, ended in spans
    ]
    assert [row["working"] for row in rows] == [
        round(took.total_seconds() / 3600, 6) for took in expected
    ]
