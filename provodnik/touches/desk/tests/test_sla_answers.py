"""By when a question is answered: cases of FIELD.md section 5 by their numbers."""

from datetime import UTC, date, datetime, timedelta

import pytest

from provodnik.kernel.calendar.rules import elapsed, remaining
from provodnik.kernel.calendar.types import WorkCalendar
from provodnik.kernel.tests.calendars import at, five_days, h
from provodnik.touches.desk.sla.rules import (
    answer_clock,
    heard_at,
    is_new_request,
    notify_at,
    rounds,
    warn_at,
)
from provodnik.touches.desk.sla.types import Clock, Round, Terms, Thread, Word
from provodnik.touches.desk.tests.threads import (
    ALWAYS,
    FRI,
    LUNCH,
    MON,
    NEVER,
    NIGHT_SHIFT,
    NINE_TO_FIVE,
    RUSSIA,
    TUE,
    client,
    machine,
    note,
    staff,
    terms,
    thread,
    with_holiday,
)

DUE = (
    ("T1", NINE_TO_FIVE, FRI + "16:30", 1, "2026-11-09 09:30"),
    ("T2", NINE_TO_FIVE, MON + "07:00", 2, MON + "11:00"),
    ("T3 at the close", NINE_TO_FIVE, MON + "17:00", 1, TUE + "10:00"),
    ("T3 at the opening", NINE_TO_FIVE, MON + "09:00", 1, MON + "10:00"),
    ("T3 ends at the close", NINE_TO_FIVE, MON + "16:00", 1, MON + "17:00"),
    ("T4 over lunch", LUNCH, MON + "11:30", 1, MON + "14:00"),
    ("T5 longer than a week", NINE_TO_FIVE, MON + "09:00", 44, "2026-11-09 13:00"),
    ("T6 round the clock", ALWAYS, MON + "23:30", 1, TUE + "00:30"),
    ("T7 shift over midnight", NIGHT_SHIFT, MON + "23:30", 2, TUE + "01:30"),
    ("T8 holiday inside", RUSSIA, "2026-11-03 16:00", 2, "2026-11-05 10:00"),
    ("T8 shortened day", RUSSIA, "2026-11-03 16:30", 1, "2026-11-05 09:30"),
    ("T8 moved Saturday", RUSSIA, "2025-11-01 09:00", 2, "2025-11-01 11:00"),
    ("T9 New Year", RUSSIA, "2025-12-30 17:00", 2, "2026-01-12 10:00"),
    ("T12 asked at night", NINE_TO_FIVE, MON + "23:00", 1, TUE + "10:00"),
    ("T26 leap day", NINE_TO_FIVE, "2028-02-28 16:30", 1, "2028-02-29 09:30"),
    ("T26 one second", NINE_TO_FIVE, MON + "17:00", 1 / 3600, TUE + "09:00:01"),
    ("T26 zero", NINE_TO_FIVE, MON + "20:00", 0, MON + "20:00"),
)


@pytest.mark.parametrize(
    ("calendar", "asked", "hours", "due"), [case[1:] for case in DUE], ids=[c[0] for c in DUE]
)
def test_a_question_is_due_after_its_working_hours(
    calendar: WorkCalendar, asked: str, hours: float, due: str
) -> None:
    clock = first_clock(calendar, thread(asked, client(asked)), terms(hours))

    assert clock.due_at == at(due)
    assert elapsed(calendar, at(asked), at(due)) == timedelta(hours=hours)
    assert not clock.is_late(at(due))
    assert clock.is_late(at(due) + timedelta(microseconds=1))


@pytest.mark.requirement("R-127")
def test_t1_friday_evening_to_monday_counts_working_hours_only() -> None:
    calendar = five_days("10:00-19:00")
    clock = first_clock(calendar, thread(FRI + "18:00", client(FRI + "18:00")), terms(4))

    assert clock.due_at == at("2026-11-09 13:00")
    assert elapsed(calendar, at(FRI + "18:00"), at("2026-11-09 11:00")) == h(2)


def test_t8_a_holiday_added_later_moves_the_deadline() -> None:
    asked = thread(FRI + "16:30", client(FRI + "16:30"))
    later = with_holiday(NINE_TO_FIVE, date(2026, 11, 9))

    assert first_clock(later, asked, terms(1)).due_at == at("2026-11-10 09:30")


def test_t10_a_calendar_without_hours_promises_nothing_and_ends() -> None:
    clock = first_clock(NEVER, thread(MON + "10:00", client(MON + "10:00")), terms(4))

    assert clock.due_at is None
    assert not clock.is_late(at("2030-01-01 00:00"))
    assert warn_at(NEVER, clock, h(1)) is None
    assert notify_at(NEVER, at(MON + "10:00")) is None


@pytest.mark.parametrize(
    ("zone", "asked", "due"),
    [
        ("Europe/Berlin", "2026-03-29 01:30", "2026-03-29 03:30"),
        ("Europe/Berlin", "2026-10-25 01:30", "2026-10-25 02:30"),
        ("Europe/Moscow", "2026-03-29 01:30", "2026-03-29 02:30"),
        ("Asia/Kamchatka", "2026-03-29 01:30", "2026-03-29 02:30"),
    ],
    ids=["T11 forward", "T11 back", "T11 Moscow", "T11 Kamchatka"],
)
def test_t11_hours_are_those_of_the_calendars_zone(zone: str, asked: str, due: str) -> None:
    calendar = WorkCalendar.of(zone, ALWAYS.week)
    asked_at = at(asked, zone)
    told = Thread(asked_at, (client(MON + "10:00"),))
    clock = answer_clock(calendar, Round(asked_at), [terms(1)])

    assert told.opened_at == asked_at
    assert clock.due_at == at(due, zone).astimezone(UTC)


def test_t12_answered_outside_hours_took_nothing_and_never_less() -> None:
    asked = thread(FRI + "20:00", client(FRI + "20:00"), staff(FRI + "21:00"))
    (one,) = rounds(asked)

    assert one.answered_at is not None
    assert elapsed(NINE_TO_FIVE, one.asked_at, one.answered_at) == timedelta(0)
    assert elapsed(NINE_TO_FIVE, one.answered_at, one.asked_at) == timedelta(0)


@pytest.mark.parametrize(
    "said",
    [machine(MON + "10:01"), note(MON + "10:05")],
    ids=["T16 machine", "T16 note"],
)
def test_t16_only_a_person_answers(said: Word) -> None:
    words = (client(MON + "10:00"), said, staff(MON + "12:00"))
    asked = Thread(at(MON + "10:00"), words)
    assert rounds(asked) == (Round(at(MON + "10:00"), at(MON + "12:00")),)


def test_t16_a_ticket_we_began_waits_for_nobody_until_its_client_asks() -> None:
    ours = thread(MON + "10:00", staff(MON + "10:00"))
    asked = thread(MON + "10:00", staff(MON + "10:00"), client(MON + "15:00"))

    assert rounds(ours) == ()
    assert rounds(asked) == (Round(at(MON + "15:00")),)


def test_t15_thanks_ask_for_no_answer() -> None:
    told = thread(
        MON + "10:00",
        client(MON + "10:00"),
        staff(MON + "11:00"),
        client(MON + "11:05", asks=False),
    )
    assert rounds(told) == (Round(at(MON + "10:00"), at(MON + "11:00")),)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            (client(MON + "10:00"), client(MON + "10:30"), staff(MON + "11:00")),
            ((MON + "10:00", MON + "11:00"),),
        ),
        (
            tuple(client(f"{MON}10:{minute:02}") for minute in range(30)),
            ((MON + "10:00", ""),),
        ),
        (
            (client(MON + "10:00"), staff(MON + "11:00"), client(MON + "12:00")),
            ((MON + "10:00", MON + "11:00"), (MON + "12:00", "")),
        ),
        (
            (client(MON + "10:00"), staff(MON + "11:00"), staff(MON + "11:30")),
            ((MON + "10:00", MON + "11:00"),),
        ),
    ],
    ids=["T17 two then an answer", "T17 burst", "T17 next round", "T17 answered twice"],
)
def test_t17_the_oldest_unanswered_question_counts(
    words: tuple[Word, ...], expected: tuple[tuple[str, str], ...]
) -> None:
    found = rounds(Thread(at(MON + "10:00"), words))

    assert found == tuple(Round(at(a), at(b) if b else None) for a, b in expected)


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ((terms(4), terms(1, since=MON + "10:30")), MON + "11:00"),
        ((terms(8), terms(1, since=MON + "14:00")), MON + "14:00"),
        ((terms(1), terms(8, since=MON + "14:00")), TUE + "10:00"),
        ((terms(1), terms(0.5, since=MON + "14:00")), MON + "11:00"),
        ((terms(1), terms(None, since=MON + "14:00")), None),
        ((terms(None), terms(1, since=MON + "14:00")), MON + "14:00"),
        ((terms(None),), None),
        ((), None),
    ],
    ids=[
        "T19 raised in time",
        "T19 raised when it would be late already",
        "T19 lowered",
        "T19 raised when late already",
        "T19 policy off",
        "T19 policy on",
        "T19 never a policy",
        "T19 no terms",
    ],
)
def test_t19_the_terms_of_today_judge_but_not_the_time_before_them(
    changes: tuple[Terms, ...], due: str | None
) -> None:
    clock = answer_clock(NINE_TO_FIVE, Round(at(MON + "10:00")), changes)

    assert clock.due_at == (at(due) if due else None)


def test_t19_terms_made_after_the_answer_judge_nothing() -> None:
    answered = Round(at(MON + "10:00"), at(MON + "12:00"))
    clock = answer_clock(NINE_TO_FIVE, answered, [terms(4), terms(1, since=MON + "13:00")])

    assert clock.due_at == at(MON + "14:00")
    assert not clock.is_late(at(TUE + "10:00"))


def test_t21_a_clock_that_runs_ahead_is_ours() -> None:
    assert heard_at(at(TUE + "10:00"), at(MON + "10:00")) == at(MON + "10:00")
    assert heard_at(at(MON + "09:00"), at(MON + "10:00")) == at(MON + "09:00")


def test_t21_a_message_older_than_its_ticket_waits_since_the_opening() -> None:
    old = thread(MON + "10:00", client(MON + "07:00", reached=MON + "10:00"))

    assert rounds(old) == (Round(at(MON + "10:00")),)


def test_t21_a_message_that_came_late_was_not_answered_before_it_came() -> None:
    late = thread(
        MON + "10:00",
        client(MON + "10:00"),
        staff(MON + "11:00"),
        client(MON + "10:30", reached=MON + "12:00"),
    )
    assert rounds(late) == (
        Round(at(MON + "10:00"), at(MON + "11:00")),
        Round(at(MON + "10:30")),
    )


def test_t21_an_answer_older_than_its_question_took_no_time() -> None:
    early = thread(MON + "10:00", client(MON + "10:00"), staff(MON + "10:00"))

    assert rounds(early) == (Round(at(MON + "10:00"), at(MON + "10:00")),)


def test_t23_a_warning_an_hour_before_crosses_the_night() -> None:
    clock = first_clock(NINE_TO_FIVE, thread(MON + "15:30", client(MON + "15:30")), terms(2))

    assert clock.due_at == at(TUE + "09:30")
    assert warn_at(NINE_TO_FIVE, clock, h(1)) == at(MON + "16:30")
    assert remaining(NINE_TO_FIVE, at(MON + "16:30"), clock.due_at) == h(1)


def test_t23_a_warning_never_comes_before_the_clock_began() -> None:
    clock = first_clock(NINE_TO_FIVE, thread(MON + "15:30", client(MON + "15:30")), terms(0.5))

    assert warn_at(NINE_TO_FIVE, clock, h(1)) == at(MON + "15:30")


@pytest.mark.parametrize(
    ("moment", "told"),
    [(MON + "20:00", TUE + "09:00"), (FRI + "17:00", "2026-11-09 09:00"), (MON + "10:00",) * 2],
    ids=["T24 night", "T24 weekend", "T24 working hours"],
)
def test_t24_nobody_is_told_outside_hours(moment: str, told: str) -> None:
    assert notify_at(NINE_TO_FIVE, at(moment)) == at(told)


@pytest.mark.parametrize(
    ("said", "is_new"),
    [(7 * 24, False), (7 * 24 + 0.01, True), (1, False)],
    ids=["T14 the last day", "T14 after N days", "T14 next hour"],
)
def test_t14_after_so_many_days_it_is_another_request(said: float, is_new: bool) -> None:
    solved_at = datetime(2026, 11, 2, 10, tzinfo=UTC)

    assert is_new_request(solved_at, solved_at + h(said), after=timedelta(days=7)) is is_new


def first_clock(calendar: WorkCalendar, told: Thread, *changes: Terms) -> Clock:
    return answer_clock(calendar, rounds(told)[0], changes)
