"""A request put off comes back by itself; its clocks have gone on."""

from datetime import timedelta

import pytest

from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School
from provodnik.touches.desk import services
from provodnik.touches.desk.errors import NotOpen, PastMoment
from provodnik.touches.desk.models import Ticket
from provodnik.touches.desk.queries import Page, Sees, counts, open_for, rows
from provodnik.touches.desk.tests.factories import HOUR, MONDAY, answer, ask, write
from provodnik.touches.desk.types import Tab

pytestmark = pytest.mark.django_db


def shown(tab: Tab, *, at: object) -> list[int]:
    eyes = Sees(0, all=True)
    return [row.ticket_id for row in rows(eyes, tab, now=at, page=Page(9))]  # type: ignore[arg-type]


def snoozed(hours: float) -> Ticket:
    ticket = ask(make_client())
    return services.snooze(ticket.pk, MONDAY + hours * HOUR, by_id=make_staff().pk, now=MONDAY)


def test_it_is_out_of_sight_until_its_moment_and_then_back_by_itself(school: School) -> None:
    ticket = snoozed(2)

    assert (shown(Tab.LIVE, at=MONDAY), shown(Tab.SNOOZED, at=MONDAY)) == ([], [ticket.pk])
    assert counts(Sees(0, all=True), now=MONDAY).unanswered == 0
    later = MONDAY + 2 * HOUR
    assert (shown(Tab.LIVE, at=later), shown(Tab.SNOOZED, at=later)) == ([ticket.pk], [])


def test_its_clock_goes_on_and_what_is_late_sleeps_no_more(school: School) -> None:
    due_at = ask(make_client()).answer_due_at
    ticket = snoozed(40)

    assert ticket.answer_due_at == due_at
    assert ticket.promised_until_at is None
    late = MONDAY + 8 * HOUR
    assert ticket.pk in shown(Tab.LIVE, at=late)
    assert ticket.pk in shown(Tab.LATE, at=late)


def test_a_word_of_the_client_or_an_answer_wakes_it(school: School) -> None:
    staff, client = make_staff(), make_client()
    later = MONDAY + HOUR
    for wakes in ("the client", "an answer", "a colleague"):
        ticket = ask(client)
        services.snooze(ticket.pk, MONDAY + 3 * HOUR, by_id=staff.pk, now=MONDAY)
        if wakes == "the client":
            write(client, "Вы там?", at=later)
        elif wakes == "an answer":
            answer(ticket, staff.pk, at=later)
        else:
            services.wake(ticket.pk)
        ticket.refresh_from_db()
        assert ticket.snoozed_until_at is None, wakes


def test_a_sleeping_request_is_no_deed_of_its_holder(school: School) -> None:
    staff, ticket = make_staff(), snoozed(2)
    services.assign([ticket.pk], to_id=staff.pk, reason="by_hand", by_id=None, now=MONDAY)

    assert open_for(staff.pk, now=MONDAY) == (0, 0)
    assert open_for(staff.pk, now=MONDAY + 2 * HOUR) == (1, 0)


def test_only_a_live_request_sleeps_and_only_until_later(school: School) -> None:
    staff, ticket = make_staff(), ask(make_client())
    with pytest.raises(PastMoment):
        services.snooze(ticket.pk, MONDAY, by_id=staff.pk, now=MONDAY)
    services.mark_spam(ticket.pk, by_id=staff.pk, now=MONDAY)
    with pytest.raises(NotOpen):
        services.snooze(ticket.pk, MONDAY + timedelta(1), by_id=staff.pk, now=MONDAY)
