"""By when a ticket is resolved, who held it, and what holds for all of it."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provodnik.kernel.calendar.rules import elapsed
from provodnik.kernel.calendar.types import Pause, WorkCalendar
from provodnik.kernel.tests.calendars import at, five_days, h
from provodnik.method.desk_words import ReopenClock
from provodnik.touches.desk.sla.rules import (
    answer_clock,
    ledger,
    merged,
    resolution_clock,
    resolution_took,
    rounds,
    split,
)
from provodnik.touches.desk.sla.types import Clock, Round, Side, Terms, Thread, Turn, Word
from provodnik.touches.desk.tests.threads import (
    FRI,
    LUNCH,
    MON,
    NINE_TO_FIVE,
    TUE,
    client,
    minutes,
    pause,
    staff,
    terms,
    thread,
    with_holiday,
)

NEW, CONTINUE = ReopenClock.NEW, ReopenClock.CONTINUE


def limit_clock(
    told: Thread,
    *changes: Terms,
    calendar: WorkCalendar = NINE_TO_FIVE,
    reopen: ReopenClock = NEW,
) -> Clock:
    return resolution_clock(calendar, told, changes, reopen=reopen, of=lambda one: one.limit)


PAUSES = (
    ("T13 in hours", (pause(MON + "11:00", MON + "13:00"),), MON + "16:00"),
    ("T13 out of hours", (pause(MON + "18:00", TUE + "08:00"),), MON + "14:00"),
    ("T13 over a night", (pause(MON + "13:00", TUE + "10:00"),), TUE + "11:00"),
    (
        "T13 twice the same day",
        (pause(MON + "10:30", MON + "11:00"), pause(MON + "12:00", MON + "12:30")),
        MON + "15:00",
    ),
    ("T13 still open", (pause(MON + "11:00"),), None),
    ("T13 after it was due", (pause(MON + "15:00"),), None),
)


@pytest.mark.parametrize(
    ("waits", "due"), [case[1:] for case in PAUSES], ids=[case[0] for case in PAUSES]
)
def test_t13_waiting_for_the_client_stops_the_resolution(
    waits: tuple[Pause, ...], due: str | None
) -> None:
    told = thread(MON + "10:00", client(MON + "10:00"), staff(MON + "10:20"), waits=waits)
    clock = limit_clock(told, terms(limit=4))

    if due is None and waits[0].from_at > at(MON + "14:00"):
        assert clock.due_at == at(MON + "14:00")
        assert clock.is_paused
        return
    assert clock.due_at == (at(due) if due else None)
    assert clock.is_paused is (due is None)


def test_t13_a_pause_over_a_holiday_counts_working_time_only() -> None:
    calendar = with_holiday(NINE_TO_FIVE, date(2026, 11, 3))
    told = thread(MON + "16:00", waits=(pause(MON + "16:30", "2026-11-04 09:30"),))
    clock = limit_clock(told, terms(limit=2), calendar=calendar)

    assert clock.due_at == at("2026-11-04 11:00")
    took = resolution_took(calendar, told, reopen=NEW, now=at("2026-11-04 11:00"))
    assert minutes(took) == 120


def test_t13_a_pause_before_the_first_answer_does_not_hide_the_waiting_client() -> None:
    told = thread(MON + "10:00", client(MON + "10:00"), waits=(pause(MON + "10:30"),))
    clock = answer_clock(NINE_TO_FIVE, rounds(told)[0], [terms(2)])

    assert clock.due_at == at(MON + "12:00")


@pytest.mark.parametrize(
    ("reopen", "came_back", "due"),
    [
        (NEW, TUE + "10:00", TUE + "14:00"),
        (CONTINUE, TUE + "10:00", TUE + "13:00"),
        (NEW, MON + "22:00", TUE + "13:00"),
        (CONTINUE, MON + "22:00", TUE + "12:00"),
    ],
    ids=["T14 new clock", "T14 continue", "T14 at night, new", "T14 at night, continue"],
)
def test_t14_a_ticket_that_comes_back(reopen: ReopenClock, came_back: str, due: str) -> None:
    told = thread(MON + "10:00", solved=((MON + "11:00", came_back),))
    clock = limit_clock(told, terms(limit=4), reopen=reopen)

    assert clock.due_at == at(due)
    assert clock.ended_at is None


def test_t14_a_solved_ticket_is_judged_at_its_solution() -> None:
    in_time = thread(MON + "10:00", solved=((MON + "14:00", ""),))
    late = thread(MON + "10:00", solved=((MON + "14:01", ""),))

    assert not limit_clock(in_time, terms(limit=4)).is_late(at("2027-01-01 00:00"))
    assert limit_clock(late, terms(limit=4)).is_late(at(MON + "14:01"))


@pytest.mark.requirement("R-128")
def test_t19_p2_warns_after_24_hours_and_is_broken_after_72() -> None:
    told = thread(FRI + "16:00", client(FRI + "16:00"))
    promised = terms(resolve=24, limit=72, working=False)
    target = resolution_clock(NINE_TO_FIVE, told, [promised], reopen=NEW, of=lambda o: o.resolve)
    limit = limit_clock(told, promised)

    after_25, after_73 = at(FRI + "16:00") + h(25), at(FRI + "16:00") + h(73)
    assert target.is_late(after_25)
    assert not limit.is_late(after_25)
    assert limit.is_late(after_73)


def test_t18_the_ledger_of_holders_sums_to_the_elapsed_time() -> None:
    turns = [Turn(1, at(MON + "10:00")), Turn(2, at(MON + "12:00")), Turn(1, at(TUE + "09:30"))]
    held = ledger(turns, at(MON + "09:00"), at(TUE + "11:00"), hours_of=lambda _: NINE_TO_FIVE)

    assert held == {None: h(1), 1: h(2) + h(1.5), 2: h(5) + h(0.5)}
    assert sum(held.values(), timedelta()) == elapsed(
        NINE_TO_FIVE, at(MON + "09:00"), at(TUE + "11:00")
    )


def test_t18_each_group_is_counted_in_its_own_hours() -> None:
    evening = five_days("14:00-22:00")
    turns = [Turn(1, at(MON + "10:00")), Turn(2, at(MON + "16:00"))]
    held = ledger(
        turns,
        at(MON + "10:00"),
        at(MON + "21:00"),
        hours_of=lambda holder: evening if holder == 2 else NINE_TO_FIVE,
        pauses=(pause(MON + "11:00", MON + "12:00"),),
    )
    assert held == {1: h(5), 2: h(5)}


def test_t20_two_tickets_made_one_wait_since_the_older() -> None:
    first = thread(MON + "10:00", client(MON + "10:00"), staff(MON + "10:30"))
    second = thread(MON + "12:00", client(MON + "12:00"))
    both = merged(second, first)

    assert both.opened_at == at(MON + "10:00")
    assert rounds(both) == (
        Round(at(MON + "10:00"), at(MON + "10:30")),
        Round(at(MON + "12:00")),
    )


def test_t20_a_ticket_split_off_waits_since_its_own_words() -> None:
    about, other = client(MON + "10:00"), client(MON + "11:00")
    rest, moved = split(thread(MON + "10:00", about, other, staff(MON + "12:00")), [other])

    assert rounds(rest) == (Round(at(MON + "10:00"), at(MON + "12:00")),)
    assert moved.opened_at == at(MON + "11:00")
    assert rounds(moved) == (Round(at(MON + "11:00")),)


@pytest.mark.parametrize(
    ("target", "due"),
    [(0, MON + "10:00"), (1 / 3600, MON + "10:00:01")],
    ids=["T26 zero", "T26 one second"],
)
def test_t26_the_smallest_targets(target: float, due: str) -> None:
    clock = limit_clock(thread(MON + "10:00"), terms(limit=target))

    assert clock.due_at == at(due)


moments = st.datetimes(
    at("2026-01-01 00:00").replace(tzinfo=None), at("2027-06-01 00:00").replace(tzinfo=None)
).map(lambda moment: moment.replace(tzinfo=NINE_TO_FIVE.zone))
lengths = st.timedeltas(timedelta(microseconds=1), timedelta(hours=60))
calendars = st.sampled_from([NINE_TO_FIVE, LUNCH])
quickly = settings(max_examples=60, deadline=None)


@st.composite
def stretches(draw: st.DrawFn) -> tuple[Pause, ...]:
    begins = draw(st.lists(moments, max_size=3))
    return tuple(Pause(one, one + draw(lengths)) for one in begins)


@quickly
@given(calendars, moments, lengths, stretches())
def test_t28_what_is_due_has_worked_exactly_its_target(
    calendar: WorkCalendar, opened: datetime, target: timedelta, waits: tuple[Pause, ...]
) -> None:
    told = Thread(opened, waits=waits)
    promised = Terms(told.opened_at, None, limit=target)
    clock = limit_clock(told, promised, calendar=calendar)

    assert clock.due_at is not None
    assert resolution_took(calendar, told, reopen=NEW, now=clock.due_at) == target


@quickly
@given(calendars, moments, lengths, lengths, stretches(), st.dates(date(2026, 1, 1)))
def test_t28_more_time_another_pause_or_a_holiday_never_make_it_due_earlier(
    calendar: WorkCalendar,
    opened: datetime,
    target: timedelta,
    more: timedelta,
    waits: tuple[Pause, ...],
    holiday: date,
) -> None:
    told = Thread(opened)
    plain = limit_clock(told, Terms(told.opened_at, None, limit=target), calendar=calendar).due_at
    longer = Terms(told.opened_at, None, limit=target + more)
    paused = Thread(told.opened_at, waits=waits)
    closed = with_holiday(calendar, min(holiday, date(2030, 1, 1)))

    assert plain is not None
    for other in (
        limit_clock(told, longer, calendar=calendar),
        limit_clock(paused, Terms(told.opened_at, None, limit=target), calendar=calendar),
        limit_clock(told, Terms(told.opened_at, None, limit=target), calendar=closed),
    ):
        assert other.due_at is not None
        assert other.due_at >= plain


@quickly
@given(
    calendars,
    st.lists(st.tuples(st.sampled_from([None, 1, 2, 3]), moments), max_size=5),
    moments,
    moments,
    stretches(),
)
def test_t28_the_ledger_always_sums_to_the_elapsed_time(
    calendar: WorkCalendar,
    handed: list[tuple[int | None, datetime]],
    first: datetime,
    second: datetime,
    waits: tuple[Pause, ...],
) -> None:
    start, end = sorted((first, second))
    turns = [Turn(holder, moment) for holder, moment in handed]
    held = ledger(turns, start, end, hours_of=lambda _: calendar, pauses=waits)

    assert sum(held.values(), timedelta()) == elapsed(calendar, start, end, waits)


@quickly
@given(st.lists(st.tuples(moments, st.sampled_from(list(Side)), st.booleans()), max_size=12))
def test_t28_rounds_are_in_order_and_only_the_last_may_be_open(
    told: list[tuple[datetime, Side, bool]],
) -> None:
    words = tuple(Word(moment, side, asks) for moment, side, asks in told)
    found = rounds(Thread(at("2026-01-01 00:00"), words))

    assert all(one.answered_at is not None for one in found[:-1])
    assert all(one.answered_at is None or one.answered_at >= one.asked_at for one in found)
    assert [one.asked_at for one in found] == sorted(one.asked_at for one in found)
