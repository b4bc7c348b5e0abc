"""Metrics of the team's work: golden figures from raw lines, and the fine print of each."""

from datetime import date

import pytest

from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.tests.asking import FEBRUARY, answer


@pytest.mark.requirement("R-258")
def test_hours_from_request_to_decision_are_averaged() -> None:
    journal = """
        - decision_requested 2026-02-02T10:00 item=a
        - decision_made      2026-02-02T12:00 item=a
        - decision_requested 2026-02-06T18:00 item=b
        - decision_made      2026-02-09T13:00 item=b
        - decision_requested 2026-02-03T10:00 item=c
        - decision_made      2026-02-04T10:00 item=c tacit=true
    """

    told = answer("approval_speed", journal)

    assert told["value"] == pytest.approx((2 + 4 + 9) / 3)
    assert (told["spoken"], told["tacit"], told["tacit_n"]) == (3.0, 9.0, 1)


@pytest.mark.parametrize(
    ("sent", "in_time"),
    [
        ("2026-02-06T15:00", 1.0),
        ("2026-02-08T15:00", 1.0),
        ("2026-02-09T23:59", 1.0),
        ("2026-02-10T00:00", 0.0),
    ],
)
def test_protocol_of_friday_is_due_on_monday(sent: str, in_time: float) -> None:
    """G26."""
    journal = f"- meeting_held 2026-02-06T12:00 item=m\n- protocol_sent {sent} meeting=m\n"

    told = answer("protocol_share", journal)

    assert (told["value"], told["in_time"]["value"]) == (1.0, in_time)


def test_protocol_of_a_thursday_is_late_on_saturday() -> None:
    journal = "- meeting_held 2026-02-05T12:00 item=m\n- protocol_sent 2026-02-07T10:00 meeting=m\n"

    assert answer("protocol_share", journal)["in_time"]["value"] == 0.0


def test_holiday_puts_the_protocol_off() -> None:
    """The 23rd of February 2026 is a Monday."""
    journal = "- meeting_held 2026-02-20T12:00 item=m\n- protocol_sent 2026-02-24T18:00 meeting=m\n"

    assert answer("protocol_share", journal)["in_time"]["value"] == 1.0


@pytest.mark.requirement("R-322")
def test_nine_of_ten_meetings_have_a_protocol() -> None:
    journal = "".join(f"- meeting_held 2026-02-{n:02}T12:00 item=m{n}\n" for n in range(10, 20))
    journal += "".join(
        f"- protocol_sent 2026-02-{n:02}T13:00 meeting=m{n}\n" for n in range(10, 19)
    )

    told = answer("protocol_share", journal)

    assert (told["value"], told["numerator"], told["denominator"]) == (0.9, 9, 10)


def test_one_protocol_serves_one_meeting_of_a_series() -> None:
    journal = """
        - meeting_held  2026-02-03T12:00 item=weekly
        - meeting_held  2026-02-10T12:00 item=weekly
        - protocol_sent 2026-02-10T13:00 meeting=weekly
        - protocol_sent 2026-02-10T14:00 meeting=weekly
    """

    told = answer("protocol_share", journal)

    assert (told["numerator"], told["denominator"]) == (1, 2)


def test_one_training_meeting_in_a_week_is_one_of_two() -> None:
    """G11."""
    told = answer("training_meetings", "- meeting_held 2026-02-03T12:00 item=m format=training")

    assert f"{told['numerator']} of {told['denominator']}" == "1 of 2"
    assert told["rows"] == [{"week": "2026-02-02", "value": 0.5, "held": 1, "planned": 2}]


@pytest.mark.requirement("R-323")
def test_eighteen_of_twenty_open_tasks_have_an_owner() -> None:
    journal = "".join(
        f"- task_opened 2026-02-03T10:00 item=k{n}{' staff=olga' if n >= 2 else ''}\n"
        for n in range(20)
    )

    told = answer("owner_share", journal, by="staff")

    assert (told["value"], told["numerator"], told["denominator"]) == (0.9, 18, 20)
    assert told["rows"][-1] == {"staff": None, "value": 0.0, "n": 2}


def test_tasks_are_those_open_when_the_period_ends() -> None:
    journal = """
        - task_opened 2026-01-05T10:00 item=k1 staff=olga
        - task_opened 2026-02-05T10:00 item=k2
        - task_closed 2026-03-05T10:00 item=k1
    """

    assert answer("owner_share", journal, **FEBRUARY)["value"] == 0.5
    assert answer("owner_share", journal)["value"] == 0.0


@pytest.mark.requirement("R-296")
def test_six_of_ten_touches_are_proactive_and_an_answer_never_is() -> None:
    journal = "".join(
        f"anna touch_made 2026-02-03T1{n}:00 proactive={'true' if n < 6 else 'false'}\n"
        for n in range(10)
    )
    journal += "anna message_received 2026-02-03T10:30\nanna message_sent 2026-02-03T10:31\n"

    told = answer("proactive_share", journal)

    assert (told["value"], told["numerator"], told["denominator"]) == (0.6, 6, 10)


@pytest.mark.requirement("R-291")
@pytest.mark.parametrize("touches", [1, 4])
def test_density_of_a_week_is_its_touches(touches: int) -> None:
    journal = "".join(f"anna touch_made 2026-02-0{day}T10:00\n" for day in range(2, 2 + touches))

    [row] = answer("touch_density", journal, by="client")["rows"]

    assert row == {"client": "anna", "value": float(touches), "touches": touches, "n": 1}


def test_clients_weeks_add_up_to_the_whole() -> None:
    journal = DEFINITIONS["touch_density"].example.journal

    told = answer("touch_density", journal, by="client")
    weeks = answer("touch_density", journal, by="week")

    assert sum(row["n"] for row in told["rows"]) == told["denominator"] == 7
    assert sum(row["touches"] for row in weeks["rows"]) == told["numerator"]


@pytest.mark.requirement("R-009")
def test_producer_gets_21_hours_of_22_back() -> None:
    """G22."""
    journal = """
        - hours_logged 2026-01-16T18:00 value=22 staff=producer kind=baseline
        - hours_logged 2026-02-06T18:00 value=1  staff=producer
    """

    assert answer("producer_hours", journal)["value"] == {
        "weekly": 1.0,
        "baseline": 22.0,
        "freed": 21.0,
    }
    assert answer("producer_hours", journal, **FEBRUARY)["value"]["freed"] == 21.0


@pytest.mark.requirement("R-181")
def test_turnover_of_a_quarter_is_of_its_mean_headcount() -> None:
    journal = "".join(f"- staff_joined 2025-10-01T10:00 staff=c{n}\n" for n in range(28))
    journal += "".join(f"- staff_left 2026-02-0{n + 1}T10:00 staff=c{n}\n" for n in range(4))

    told = answer(
        "staff_turnover", journal, period_from=date(2026, 1, 1), period_to=date(2026, 4, 1)
    )

    assert told["value"] == pytest.approx(4 / 26)
    assert (told["numerator"], told["denominator"]) == (4, 26.0)
    assert told["rows"] == [
        {"quarter": "2026-Q1", "value": pytest.approx(4 / 26), "left": 4, "began": 28, "ended": 24}
    ]


@pytest.mark.requirement("R-184")
def test_pulse_is_a_trend_of_months() -> None:
    months = {1: (5, 6), 2: (7, 8, 9)}
    journal = "".join(
        f"p{n} survey_answered 2026-0{month}-10T10:00 value={score} item=mood measure=pulse\n"
        for month, scores in months.items()
        for n, score in enumerate(scores)
    )

    rows = answer("pulse", journal, by="month")["rows"]

    assert [(row["month"], row["mean"], row["n"]) for row in rows] == [
        ("2026-01", 5.5, 2),
        ("2026-02", 8.0, 3),
    ]


@pytest.mark.requirement("R-289")
def test_days_to_the_first_win_start_at_the_first_access() -> None:
    journal = """
        anna enrolled      2026-02-01T10:00 product=basic
        anna win_confirmed 2026-02-08T10:00
        anna win_confirmed 2026-02-20T10:00
    """

    assert answer("days_to_first_win", journal)["value"] == {
        "mean": 7.0,
        "median": 7.0,
        "n": 1,
        "won_share": 1.0,
    }


@pytest.mark.parametrize(
    ("metric", "empty"),
    [
        *((name, None) for name in ("approval_speed", "protocol_share", "training_meetings")),
        *((name, None) for name in ("owner_share", "proactive_share", "touch_density")),
        ("staff_turnover", None),
        ("pulse", {"mean": None, "n": 0}),
        ("producer_hours", {"weekly": None, "baseline": None, "freed": None}),
        ("days_to_first_win", {"mean": None, "median": None, "n": 0, "won_share": None}),
    ],
)
def test_nothing_told_is_null_and_never_zero(metric: str, empty: object) -> None:
    told = answer(metric, "anna note_written 2026-01-01T10:00")

    assert (told["value"], told["rows"]) == (empty, [])
