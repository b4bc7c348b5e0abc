"""Nobody is hurried in quiet hours, and what waits for an absent client stands."""

from datetime import date, timedelta

import pytest

from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School, Signal
from provodnik.kernel.tests.calendars import at, every_day, five_days
from provodnik.method import queries as method
from provodnik.method import services as method_services
from provodnik.method.types import Section
from provodnik.signals.services import refresh_all
from provodnik.touches.desk import services
from provodnik.touches.desk.errors import ReasonMissing
from provodnik.touches.desk.hours import without_quiet
from provodnik.touches.desk.models import Ticket
from provodnik.touches.desk.tests.factories import HOUR, MONDAY, answer, ask, by

MINUTES = 60


def quiet(starts: str, ends: str) -> None:
    settings = method.desk_settings()
    hours = settings.quiet_hours.model_copy(update={"starts": starts, "ends": ends})
    body = settings.model_copy(update={"quiet_hours": hours}).model_dump(mode="json")
    by = make_staff().pk
    method_services.edit(Section.DESK, body, reason="Тихие часы", by=by, now=MONDAY)


@pytest.mark.parametrize(
    ("hours", "starts", "ends", "left"),
    [
        ("09:00-18:00", 13, 15, "09:00-13:00 15:00-18:00"),
        ("09:00-18:00", 20, 9, "09:00-18:00"),
        ("09:00-18:00", 17, 10, "10:00-17:00"),
        ("09:00-18:00", 8, 19, ""),
        ("00:00-24:00", 20, 9, "09:00-20:00"),
        ("22:00-02:00", 23, 24, "22:00-02:00"),
    ],
)
def test_quiet_hours_are_cut_out_of_the_day(hours: str, starts: int, ends: int, left: str) -> None:
    cut = without_quiet(every_day(hours), starts * MINUTES, ends * MINUTES)

    assert cut.week == every_day(*left.split()).week


def test_a_single_day_of_the_calendar_keeps_quiet_as_well() -> None:
    saturday = date(2026, 11, 7)
    calendar = five_days("09:00-18:00")
    opened = calendar.of(
        calendar.zone.key, calendar.week, {saturday: every_day("10:00-16:00").week[0]}
    )
    cut = without_quiet(opened, 12 * MINUTES, 14 * MINUTES)

    assert dict(cut.days)[saturday] == every_day("10:00-12:00", "14:00-16:00").week[0]


@pytest.mark.django_db
@pytest.mark.requirement("R-130")
def test_the_timer_of_an_answer_stands_in_quiet_hours(school: School) -> None:
    before = ask(make_client()).answer_due_at
    quiet("13:00", "15:00")
    services.recount_live(now=MONDAY)

    assert before is not None
    assert Ticket.objects.get().answer_due_at == before + 2 * HOUR


@pytest.mark.django_db
@pytest.mark.requirement("R-130")
def test_what_waits_for_an_absent_client_stands(school: School) -> None:
    staff, client = make_staff(), make_client()
    ticket = ask(client)
    due_at = ticket.resolve_due_at
    from_at, days = MONDAY + 4 * HOUR, timedelta(days=2)
    told = by(staff)
    services.note_absence(client.pk, from_at, from_at + days, "В отпуске", **told)
    ticket.refresh_from_db()

    assert due_at is not None
    assert ticket.resolve_due_at == due_at + days
    assert ticket.answer_due_at is not None
    with pytest.raises(ReasonMissing):
        services.note_absence(client.pk, from_at, from_at, "", **told)


def open_signals() -> list[tuple[str, int]]:
    found = Signal.objects.filter(closed_at=None, subject="ticket").order_by("check_name")
    return list(found.values_list("check_name", "subject_id"))


@pytest.mark.django_db
@pytest.mark.requirement("R-130")
def test_warning_comes_before_the_deadline_and_escalation_after_both_in_hours(
    school: School,
) -> None:
    """Asked on Monday at eleven, due at three; the school works from ten to seven."""
    ticket = ask(make_client())
    assert ticket.answer_due_at == at("2026-11-09 15:00")
    soon, late = ("desk_answer_soon", ticket.pk), ("desk_overdue", ticket.pk)
    for moment, expected in (
        ("13:59", []),
        ("14:00", [soon]),
        ("15:00", [soon]),
        ("15:01", [late]),
    ):
        refresh_all(now=at(f"2026-11-09 {moment}"))
        assert open_signals() == expected, moment
    answer(ticket, make_staff().pk, at=at("2026-11-09 15:30"))
    refresh_all(now=at("2026-11-09 15:40"))
    assert open_signals() == []


@pytest.mark.django_db
@pytest.mark.requirement("R-130")
def test_nobody_is_warned_in_quiet_hours_even_by_a_worker_that_looks_then(school: School) -> None:
    """Due by the clock at night: told in the morning; what is told already is not taken back."""
    quiet("18:00", "10:00")
    ticket = ask(make_client(), topic="access", at=at("2026-11-09 17:30"))
    assert ticket.answer_due_at == at("2026-11-10 10:30")
    assert ticket.warn_at == at("2026-11-09 17:30")
    night = at("2026-11-09 21:00")
    refresh_all(now=night)
    assert open_signals() == []
    refresh_all(now=at("2026-11-10 10:00"))
    assert open_signals() == [("desk_answer_soon", ticket.pk)]
    refresh_all(now=at("2026-11-10 17:00"))
    refresh_all(now=at("2026-11-10 23:00"))
    assert open_signals() == [("desk_overdue", ticket.pk)]
