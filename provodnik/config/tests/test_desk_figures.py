"""What is done at the desk is what the figures of service count."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.lake import services as lake
from provodnik.lake.reading import forget
from provodnik.touches.desk import services
from provodnik.touches.desk.tests.factories import HOUR, MONDAY, answer, ask

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture
def fresh_lake(committed_school: School, tmp_path: Path, settings: Settings) -> Iterator[School]:
    """A school whose journal other connections see, and an empty lake."""
    settings.HOME = tmp_path
    forget()
    yield committed_school
    forget()


def figure(school: School, name: str) -> dict[str, object]:
    return dict(lake.measure(name, school_id=school.pk, now=NOW).to_json())


def answered_after(school: School, *hours: float) -> None:
    """A ticket for each, answered after so many working hours and resolved an hour later."""
    with schools.inside(school.pk):
        irina = make_staff("Ирина Ткачёва", "service_manager")
        for number, wait in enumerate(hours):
            asked_at = MONDAY + timedelta(days=number) - HOUR
            ticket = ask(make_client(), at=asked_at, topic="payment")
            ticket = answer(ticket, irina.pk, at=asked_at + wait * HOUR)
            services.resolve(ticket.pk, by_id=irina.pk, now=asked_at + (wait + 1) * HOUR)
    lake.catch_up(now=NOW)


@pytest.mark.requirement("R-137")
def test_tickets_of_the_desk_are_counted_and_late_ones_call_for_help(fresh_lake: School) -> None:
    answered_after(fresh_lake, 3.9, 5.9)
    response, deviation = figure(fresh_lake, "first_response"), figure(fresh_lake, "sla_deviation")
    resolution = figure(fresh_lake, "resolution")

    assert response["value"]["working"]["mean"] == 4.9  # type: ignore[index]
    assert resolution["value"]["working"]["mean"] == 5.9  # type: ignore[index]
    assert deviation["value"]["deviation"] == 0.225  # type: ignore[index]
    assert deviation["exceeded"] is True


@pytest.mark.requirement("R-137")
def test_exactly_a_fifth_more_calls_nobody(fresh_lake: School) -> None:
    answered_after(fresh_lake, 3.8, 5.8)
    deviation = figure(fresh_lake, "sla_deviation")

    assert deviation["value"]["deviation"] == 0.2  # type: ignore[index]
    assert deviation["exceeded"] is False


def test_spam_is_counted_nowhere(fresh_lake: School) -> None:
    with schools.inside(fresh_lake.pk):
        irina = make_staff("Ирина Ткачёва", "service_manager")
        ticket = answer(ask(make_client(), topic="payment"), irina.pk, at=MONDAY + HOUR)
        services.mark_spam(ticket.pk, by_id=irina.pk, now=MONDAY + HOUR)
    lake.catch_up(now=NOW)

    assert figure(fresh_lake, "first_response")["value"]["calendar"]["n"] == 0  # type: ignore[index]
