"""Quiet hours, and the step of a funnel that fails."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from provodnik.facts.sales.rules import (
    FunnelStep,
    QuietHours,
    failing_step,
    is_quiet,
    quiet_ends_at,
)

NIGHT = QuietHours.of("21:00", "10:00")
NOON = QuietHours.of("13:00", "14:00")
MOSCOW, OMSK = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Omsk")


def at(hour: int, minute: int = 0) -> datetime:
    """A moment of a Monday by the clock of Moscow."""
    return datetime(2026, 11, 2, hour, minute, tzinfo=MOSCOW).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "zone", "moment", "answer"),
    [
        pytest.param(NIGHT, MOSCOW, at(21), True, id="begins"),
        pytest.param(NIGHT, MOSCOW, at(9, 59), True, id="still"),
        pytest.param(NIGHT, MOSCOW, at(10), False, id="ends"),
        pytest.param(NIGHT, OMSK, at(18, 40), True, id="the client's clock, not ours"),
        pytest.param(NOON, MOSCOW, at(13, 30), True, id="within a day"),
        pytest.param(NOON, MOSCOW, at(14), False, id="within a day, over"),
    ],
)
def test_quiet_hours_go_by_the_clients_clock(
    hours: QuietHours, zone: ZoneInfo, moment: datetime, answer: bool
) -> None:
    assert is_quiet(moment, zone, hours) is answer


def test_quiet_hours_end_next_morning() -> None:
    assert quiet_ends_at(at(22), MOSCOW, NIGHT) == datetime(2026, 11, 3, 10, tzinfo=MOSCOW)
    assert quiet_ends_at(at(5), MOSCOW, NIGHT) == at(10)


@pytest.mark.parametrize(
    ("counts", "step"),
    [
        pytest.param((140, 12, 0, 0), FunnelStep.PAID, id="12 clicks, 0 sales"),
        pytest.param((0, 12, 0, 0), FunnelStep.PAID, id="clicks nobody was offered"),
        pytest.param((140, 12, 9, 0), FunnelStep.PAID, id="orders without money"),
        pytest.param((140, 0, 0, 0), FunnelStep.CLICKED, id="nobody opened it"),
        pytest.param((386, 291, 52, 44), FunnelStep.ORDERED, id="the smallest share"),
        pytest.param((0, 0, 0, 0), None, id="nothing happened"),
        pytest.param((5, 5, 5, 5), None, id="nobody was lost"),
    ],
)
@pytest.mark.requirement("R-105")
def test_the_failing_step(counts: tuple[int, ...], step: FunnelStep | None) -> None:
    assert failing_step(dict(zip(FunnelStep, counts, strict=True))) == step
