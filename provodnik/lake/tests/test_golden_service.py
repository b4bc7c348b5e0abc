"""Golden numbers of channels, service and the team: raw entries in, printed words out."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from django.utils import translation

from provodnik.kernel.models import School
from provodnik.lake.tests.test_golden_numbers import (
    FEBRUARY,
    JANUARY,
    SOLD,
    loaded,
    repeat_sales,
    told,
)

pytestmark = pytest.mark.slow
MONDAY = datetime(2026, 2, 2, 12, 0)  # noqa: DTZ001 (wall clock)
# Before the programme there were orders, but no second ones.
BEFORE = date(2025, 10, 1), date(2026, 1, 1)


@pytest.fixture(autouse=True)
def in_russian() -> Iterator[None]:
    with translation.override("ru"):
        yield


def of_channel(channel: str) -> str:
    return "\n".join(line for line in repeat_sales().splitlines() if line.startswith(channel))


@pytest.mark.requirement("R-097")
@pytest.mark.parametrize(
    ("channel", "window"),
    [
        pytest.param(
            "platform", (date(2026, 1, 1), date(2026, 4, 1)), marks=pytest.mark.golden("G1")
        ),
        pytest.param(
            "coordinators", (date(2026, 1, 1), date(2026, 5, 1)), marks=pytest.mark.golden("G2")
        ),
    ],
)
def test_sales_of_a_channel_grew_from_zero_and_not_by_a_hundred_percent(
    lake: School, channel: str, window: tuple[date, date]
) -> None:
    loaded(lake, of_channel(channel))

    sales = told(lake, "repeat_sales", window, versus=BEFORE)
    people = told(lake, "repeat_sales", window, by="staff")["rows"]

    assert (sales["baseline"]["net"], sales["value"]["net"]) == ("0.00", f"{SOLD[channel]}.00")
    assert sales["change"]["net"]["text"] == "с нуля"
    assert sales["change"]["net"]["relative"] is None
    assert sum(float(row["net"]) for row in people) == SOLD[channel]


@pytest.mark.requirement("R-097")
@pytest.mark.golden("G3")
def test_total_of_the_programme_is_told_with_its_window(lake: School) -> None:
    loaded(lake, repeat_sales())

    whole = told(lake, "repeat_sales", (date(2026, 1, 1), date(2026, 5, 1)), by="channel")
    three = told(lake, "repeat_sales", (date(2026, 1, 1), date(2026, 4, 1)), by="channel")

    assert (whole["from"], whole["to"]) == ("2026-01-01", "2026-05-01")
    assert whole["value"]["net"] == "870080.00"
    shares = {
        row["channel"]: round(float(row["net"]) / float(whole["value"]["net"]) * 100, 1)
        for row in whole["rows"]
    }
    assert shares == {"platform": 26.3, "coordinators": 73.7}
    # The platform's window is a month shorter; its own sum is whole in it, the other's is not.
    parts = {row["channel"]: float(row["net"]) for row in three["rows"]}
    assert (three["to"], parts["platform"]) == ("2026-04-01", 228_670)
    assert parts["coordinators"] < SOLD["coordinators"]


def ticket(name: str, opened: datetime, hours: float, priority: str = "p2") -> str:
    answered = opened + timedelta(hours=hours)
    return (
        f"- ticket_opened   {opened.isoformat()} item={name} priority={priority}\n"
        f"- ticket_answered {answered.isoformat()} item={name} staff=olga\n"
        f"- ticket_resolved {answered.isoformat()} item={name} staff=olga\n"
    )


@pytest.mark.requirement("R-131")
@pytest.mark.golden("G6")
def test_longest_response_fell_from_a_day_to_two_hours(lake: School) -> None:
    january = MONDAY - timedelta(days=21)
    loaded(
        lake,
        ticket("a", january, 24) + ticket("b", january, 1) + ticket("c", MONDAY, 2),
    )

    response = told(lake, "first_response", FEBRUARY, versus=JANUARY)

    longest = [response[at]["calendar"]["max"] for at in ("baseline", "value")]
    assert longest == [24.0, 2.0]
    assert response["change"]["calendar"]["max"]["text"] == "−91,7%"


@pytest.mark.requirement("R-105")
@pytest.mark.golden("G9")
def test_twelve_clicks_and_no_order_are_nothing_of_twelve(lake: School) -> None:
    clicks = [f"s{n} offer_clicked 2026-02-10T10:00 channel=practicum" for n in range(12)]
    loaded(lake, "\n".join(clicks))

    [row] = told(lake, "channel_conversion")["rows"]

    assert (row["channel"], row["clicked"], row["ordered"], row["paid"]) == ("practicum", 12, 0, 0)
    assert row["paid_of_clicked"] == 0.0
    # Nobody was offered anything, so a share of offers is no zero.
    assert row["paid_of_made"] is None


@pytest.mark.golden("G11")
def test_one_training_meeting_of_a_week_is_one_of_two(lake: School) -> None:
    loaded(lake, "- meeting_held 2026-02-03T12:00 item=m format=training")

    meetings = told(lake, "training_meetings")

    assert (meetings["numerator"], meetings["denominator"]) == (1, 2)
    assert meetings["rows"] == [{"week": "2026-02-02", "value": 0.5, "held": 1, "planned": 2}]


@pytest.mark.requirement("R-009")
@pytest.mark.golden("G22")
def test_producer_got_21_hours_of_22_back(lake: School) -> None:
    loaded(
        lake,
        """
        - hours_logged 2026-01-16T18:00 value=22 staff=producer kind=baseline
        - hours_logged 2026-02-06T18:00 value=1  staff=producer
        """,
    )

    hours = told(lake, "producer_hours")["value"]

    assert (hours["baseline"], hours["weekly"], hours["freed"]) == (22.0, 1.0, 21.0)


@pytest.mark.golden("G25")
@pytest.mark.parametrize(
    ("hours", "deviation", "exceeded"), [(4.8, 0.2, False), (4.9, 0.225, True)]
)
def test_exactly_a_fifth_over_four_hours_triggers_nothing(
    lake: School, hours: float, deviation: float, *, exceeded: bool
) -> None:
    loaded(lake, ticket("t", MONDAY, hours))

    response = told(lake, "sla_deviation")

    assert response["value"]["deviation"] == deviation
    assert response["exceeded"] is exceeded


@pytest.mark.golden("G26")
def test_blocker_of_71_hours_is_told_within_72_and_of_73_beyond(lake: School) -> None:
    tickets = [ticket(f"b{hours}", MONDAY, hours, "blocker") for hours in (71, 73)]
    loaded(lake, "".join(tickets) + ticket("p", MONDAY, 24))

    rows = told(lake, "resolution", by="item")["rows"]
    priorities = told(lake, "resolution", by="priority")["rows"]

    assert {row["item"]: row["calendar"] <= 72 for row in rows} == {
        "b71": True,
        "b73": False,
        "p": True,
    }
    longest = {row["priority"]: row["calendar"]["max"] for row in priorities}
    assert longest == {"blocker": 73.0, "p2": 24.0}


@pytest.mark.golden("G26")
@pytest.mark.parametrize(
    ("sent", "in_time"), [("2026-02-09T23:59", 1.0), ("2026-02-10T00:00", 0.0)]
)
def test_protocol_of_friday_is_in_time_till_the_end_of_monday(
    lake: School, sent: str, in_time: float
) -> None:
    loaded(lake, f"- meeting_held 2026-02-06T12:00 item=m\n- protocol_sent {sent} meeting=m")

    protocols = told(lake, "protocol_share")

    assert (protocols["value"], protocols["in_time"]["value"]) == (1.0, in_time)


@pytest.mark.golden("G27")
def test_hypotheses_with_a_reading_within_7_and_14_days_are_told_and_a_silent_one_never(
    lake: School,
) -> None:
    """What must happen on day 7 and 14 themselves needs the page of experiments."""
    started = date(2026, 2, 2)
    lines = [
        f"- hypothesis_measured {started}T10:00 item={name} value=400 group=before"
        for name in ("day6", "day7", "day13", "day14", "silent")
    ]
    lines += [
        f"- hypothesis_measured {started + timedelta(days=day)}T10:00 item=day{day} value=600"
        " group=with"
        for day in (6, 7, 13, 14)
    ]
    loaded(lake, "\n".join(lines))

    found = {
        days: {
            row["item"]: row["value"]
            for row in told(lake, "hypothesis_effect", (started, started + timedelta(days=days)))[
                "rows"
            ]
        }
        for days in (7, 14)
    }

    assert found == {
        7: {"day6": 2.0},
        14: {"day6": 2.0, "day7": 2.0, "day13": 2.0},
    }


@pytest.mark.golden("G28")
def test_delay_of_three_working_days_is_counted_over_a_weekend(lake: School) -> None:
    """The shift of the launch and the letter that names both need the page of decisions."""
    loaded(
        lake,
        """
        - decision_requested 2026-02-05T12:00 item=d
        - decision_made      2026-02-10T12:00 item=d
        """,
    )

    hours_a_day = 9.0
    assert told(lake, "approval_speed")["value"] == 3 * hours_a_day
