"""One window: messages become tickets with numbers, holders and clocks."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from provodnik.facts.people.services import assign_coordinator
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import schools
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.desk import services
from provodnik.touches.desk.errors import (
    AnsweredMeanwhile,
    AnswerFirst,
    NothingSaid,
    NotOpen,
    NotResolved,
    SameTicket,
    UnknownTopic,
)
from provodnik.touches.desk.models import Message, Ticket
from provodnik.touches.desk.queries import Page, Sees, counts, rows
from provodnik.touches.desk.tests.factories import HOUR, MONDAY, answer, ask, incoming, write
from provodnik.touches.desk.types import After, Answer, Promise, Tab

pytestmark = pytest.mark.django_db


def told(event: str) -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(event__name=event).order_by("pk"))


@pytest.mark.requirement("R-124")
@pytest.mark.requirement("R-125")
def test_requests_of_all_channels_are_one_list_with_one_numbering(school: School) -> None:
    first, second = make_client(), make_client(first_name="Инна", last_name="Щукина")
    numbers = [
        ask(first, channel="chat").number,
        ask(second, channel="email").number,
        ask(first, channel="telegram").number,
        ask(second, channel="page").number,
    ]
    staff = make_staff(role="service_manager")
    listed = rows(Sees(staff.pk, all=True), Tab.ALL, now=MONDAY, page=Page(50))

    assert numbers == [1, 2, 3, 4]
    assert sorted(row.number for row in listed) == numbers
    assert {row.channel for row in listed} == {"chat", "email", "telegram", "page"}


def test_a_number_of_a_ticket_that_was_not_kept_is_given_again(school: School) -> None:
    client = make_client()
    ask(client)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.filter(pk=ask(client, channel="email").pk).update(state="no such")

    assert ask(client, channel="email").number == 2


def test_t17_messages_of_one_conversation_go_into_its_live_ticket(school: School) -> None:
    client = make_client()
    first = ask(client, "Не открывается урок")
    second = ask(client, "И видео не идёт", at=MONDAY + HOUR)

    assert first.pk == second.pk
    assert second.asked_at == MONDAY
    assert Message.objects.filter(ticket=first).count() == 2


def test_t22_a_message_told_twice_is_one(school: School) -> None:
    client = make_client()
    first = write(client, external_id="tg:17")
    again = write(client, external_id="tg:17", now=MONDAY + HOUR)

    assert (first.is_new, again.is_new) == (True, False)
    assert again.message.pk == first.message.pk
    assert Ticket.objects.count() == 1
    assert len(told("message_received")) == len(told("ticket_opened")) == 1


@pytest.mark.requirement("R-127")
def test_the_answer_is_due_in_four_working_hours_and_its_clock_stops_by_it(school: School) -> None:
    staff, client = make_staff(role="service_manager"), make_client()
    friday_evening = MONDAY + timedelta(days=4, hours=7)
    ticket = ask(client, at=friday_evening)
    assert ticket.answer_due_at == MONDAY + timedelta(days=7, hours=2)

    ticket = answer(ticket, staff.pk, at=MONDAY + timedelta(days=7))
    assert ticket.answer_due_at is None
    assert ticket.first_answered_at == MONDAY + timedelta(days=7)


def test_t16_a_machine_and_a_note_answer_nothing(school: School) -> None:
    staff, client = make_staff(), make_client()
    ticket = ask(client)
    services.auto_reply(ticket.pk, "Мы получили ваш вопрос", now=MONDAY)
    services.note(ticket.pk, "Спросить у Ирины", by_id=staff.pk, now=MONDAY)
    ticket.refresh_from_db()

    assert ticket.asked_at == MONDAY
    assert ticket.first_answered_at is None
    assert told("ticket_answered") == []
    assert [entry.attrs.get("auto") for entry in told("message_sent")] == [True]


def test_t15_thanks_after_the_solution_open_nothing(school: School) -> None:
    staff, client = make_staff(), make_client()
    ticket = answer(ask(client), staff.pk, at=MONDAY + HOUR)
    services.resolve(ticket.pk, by_id=staff.pk, now=MONDAY + HOUR)
    received = write(client, "Спасибо большое, всё получилось 🙏", at=MONDAY + 2 * HOUR)

    assert received.ticket is not None
    assert received.ticket.state == "resolved"
    assert Ticket.objects.count() == 1
    assert not told("ticket_reopened")


def test_a_first_message_that_only_thanks_is_kept_without_a_ticket(school: School) -> None:
    received = write(make_client(), "Спасибо вам")

    assert received.ticket is None
    assert len(told("message_received")) == 1


def test_t14_a_question_after_the_solution_brings_the_ticket_back(school: School) -> None:
    staff, client = make_staff(), make_client()
    ticket = answer(ask(client), staff.pk, at=MONDAY + HOUR)
    services.resolve(ticket.pk, by_id=staff.pk, now=MONDAY + HOUR)
    again = ask(client, "Спасибо, но не помогло", at=MONDAY + 2 * HOUR)

    assert (again.pk, again.state) == (ticket.pk, "open")
    assert again.asked_at == MONDAY + 2 * HOUR
    assert len(told("ticket_reopened")) == 1


def test_t14_after_the_days_of_the_method_it_is_another_ticket(school: School) -> None:
    staff, client = make_staff(), make_client()
    ticket = answer(ask(client), staff.pk, at=MONDAY + HOUR)
    services.resolve(ticket.pk, by_id=staff.pk, now=MONDAY + HOUR)
    another = ask(client, "Снова не открывается", at=MONDAY + timedelta(days=8))

    assert another.number == ticket.number + 1


def test_t13_waiting_for_the_client_stops_the_resolution_until_they_write(school: School) -> None:
    staff, client = make_staff(), make_client()
    ticket = answer(ask(client, topic="payment"), staff.pk, at=MONDAY + HOUR)
    due_at = ticket.limit_due_at
    assert due_at == MONDAY + timedelta(hours=72)
    ticket = services.wait(ticket.pk, by_id=staff.pk, now=MONDAY + HOUR)
    assert (ticket.state, ticket.limit_due_at, ticket.is_paused) == ("waiting", None, True)

    back = ask(client, "Вот чек", at=MONDAY + 6 * HOUR)
    assert (back.state, back.limit_due_at) == ("open", due_at + 5 * HOUR)


def test_a_client_who_was_not_answered_cannot_be_waited_for_nor_called_solved(
    school: School,
) -> None:
    staff, ticket = make_staff(), ask(make_client())

    for deed in (services.wait, services.resolve):
        with pytest.raises(AnswerFirst):
            deed(ticket.pk, by_id=staff.pk, now=MONDAY)


@pytest.mark.requirement("R-136")
def test_closing_without_the_clients_word_awaits_confirmation(school: School) -> None:
    staff, client = make_staff(), make_client()
    ticket = answer(ask(client), staff.pk, at=MONDAY + HOUR)
    with pytest.raises(NotResolved):
        services.close(ticket.pk, by_id=staff.pk, now=MONDAY + HOUR)
    services.resolve(ticket.pk, by_id=staff.pk, now=MONDAY + HOUR)

    closed = services.close(ticket.pk, by_id=staff.pk, now=MONDAY + HOUR)
    assert (closed.state, closed.closed_at) == ("awaiting", None)
    confirmed = services.confirm(ticket.pk, actor="system", now=MONDAY + 2 * HOUR)
    assert (confirmed.state, confirmed.closed_at) == ("closed", MONDAY + 2 * HOUR)
    with pytest.raises(NotOpen):
        services.reply(ticket.pk, Answer("Ещё"), by_id=staff.pk, now=MONDAY + 2 * HOUR)


@pytest.mark.requirement("R-145")
def test_an_answered_ticket_left_open_without_a_next_date_is_flagged(school: School) -> None:
    staff, client = make_staff(), make_client()
    ticket = answer(ask(client), staff.pk, at=MONDAY + HOUR)
    eyes = Sees(staff.pk, all=True)
    (flagged,) = rows(eyes, Tab.ALL, now=MONDAY + HOUR, page=Page(5))
    until_at = MONDAY + timedelta(days=1)
    services.promise(ticket.pk, Promise(until_at, "Узнаю"), by_id=staff.pk, now=MONDAY + HOUR)
    (kept,) = rows(eyes, Tab.ALL, now=MONDAY + HOUR, page=Page(5))

    assert flagged.lacks_promise
    assert not kept.lacks_promise
    assert kept.next_due_at == until_at
    assert kept.is_late(until_at + HOUR)


def test_an_answer_with_what_comes_next_is_one_deed(school: School) -> None:
    staff, client = make_staff(), make_client()
    ticket = ask(client)
    services.reply(
        ticket.pk, Answer("Готово", after=After.RESOLVE), by_id=staff.pk, now=MONDAY + HOUR
    )
    ticket.refresh_from_db()

    assert (ticket.state, ticket.resolved_at) == ("resolved", MONDAY + HOUR)
    assert ticket.next_due_at is None


def test_a_colleagues_answer_is_not_written_over_unseen(school: School) -> None:
    anna, irina = make_staff(), make_staff("Ирина Ткачёва", "service_manager")
    received = write(make_client())
    assert received.ticket is not None
    answer(received.ticket, irina.pk, at=MONDAY + HOUR)
    late = Answer("То же самое", seen_id=received.message.pk)

    with pytest.raises(AnsweredMeanwhile, match="Ирина Ткачёва"):
        services.reply(received.ticket.pk, late, by_id=anna.pk, now=MONDAY + 2 * HOUR)
    services.reply(received.ticket.pk, late, by_id=irina.pk, now=MONDAY + 2 * HOUR)


def test_t19_a_priority_raised_counts_anew_from_the_question(school: School) -> None:
    staff, ticket = make_staff(), ask(make_client())
    raised = services.set_priority(ticket.pk, "p1", by_id=staff.pk, now=MONDAY + 0.5 * HOUR)

    assert ticket.answer_due_at == MONDAY + 4 * HOUR
    assert raised.answer_due_at == MONDAY + HOUR
    with pytest.raises(UnknownTopic):
        services.set_priority(ticket.pk, "p9", by_id=staff.pk, now=MONDAY)


def test_t20_two_tickets_of_a_client_become_the_older(school: School) -> None:
    staff, client = make_staff(), make_client()
    older = ask(client)
    newer = ask(client, channel="email", at=MONDAY + HOUR)
    kept = services.merge(newer.pk, older.pk, by_id=staff.pk, now=MONDAY + 2 * HOUR)
    newer.refresh_from_db()

    assert (kept.pk, kept.asked_at) == (older.pk, MONDAY)
    assert (newer.state, newer.merged_into_id, newer.next_due_at) == ("merged", older.pk, None)
    assert Message.objects.filter(ticket=older).count() == 2
    # What comes to the merged one's channel later belongs to the older as well.
    assert ask(client, "Ещё вопрос", channel="email", at=MONDAY + 3 * HOUR).pk == older.pk
    with pytest.raises(SameTicket):
        services.merge(older.pk, ask(make_client()).pk, by_id=staff.pk, now=MONDAY)


def test_t20_a_message_about_something_else_gets_a_ticket_of_its_own(school: School) -> None:
    staff, client = make_staff(), make_client()
    ticket = ask(client)
    other = write(client, "И ещё: верните деньги", at=MONDAY + HOUR).message
    moved = services.split(
        ticket.pk, [other.pk], topic="refund", by_id=staff.pk, now=MONDAY + 2 * HOUR
    )

    assert (moved.opened_at, moved.asked_at, moved.topic) == (
        MONDAY + HOUR,
        MONDAY + HOUR,
        "refund",
    )
    with pytest.raises(NothingSaid):
        services.split(ticket.pk, [other.pk], topic="refund", by_id=staff.pk, now=MONDAY)


def test_t20_spam_leaves_every_list_and_its_entries_every_figure(school: School) -> None:
    staff, ticket = make_staff(), ask(make_client())
    services.mark_spam(ticket.pk, by_id=staff.pk, now=MONDAY + HOUR)

    assert counts(Sees(staff.pk, all=True), now=MONDAY + HOUR).by_tab[Tab.ALL] == 0
    opened = told("ticket_opened")[0].pk
    assert opened in {entry.value for entry in told("entry_voided")}


def test_t21_a_message_from_the_future_is_said_when_it_reaches_us(school: School) -> None:
    received = write(make_client(), at=MONDAY + timedelta(days=3), now=MONDAY)

    assert received.message.said_at == MONDAY
    assert received.ticket is not None
    assert received.ticket.opened_at == MONDAY


def test_a_request_told_by_telephone_is_always_a_new_one(school: School) -> None:
    staff, client = make_staff(), make_client()
    ask(client, channel="phone")
    told_at = incoming(client, at=MONDAY - HOUR, channel="phone")
    second = services.register(told_at, by_id=staff.pk, now=MONDAY)

    assert second.number == 2
    assert (second.opened_at, second.opened_by_id) == (MONDAY - HOUR, staff.pk)


def test_the_journal_tells_a_ticket_as_the_figures_read_it(school: School) -> None:
    staff, client = make_staff(role="service_manager"), make_client()
    assign_coordinator(client.pk, staff_id=staff.pk, now=MONDAY, actor="system")
    ticket = answer(ask(client, topic="payment"), staff.pk, at=MONDAY + HOUR)
    services.resolve(ticket.pk, by_id=staff.pk, now=MONDAY + 2 * HOUR)
    services.reopen(ticket.pk, by_id=staff.pk, now=MONDAY + 3 * HOUR)

    opened, answered, resolved, reopened = (
        told(f"ticket_{what}")[0] for what in ("opened", "answered", "resolved", "reopened")
    )
    assert len(told("conversation_opened")) == 1
    for entry in (opened, answered, resolved, reopened):
        assert (entry.item, entry.client_id, entry.channel) == ("#1", client.pk, "chat")
    assert opened.attrs == {"priority": "P2", "topic": "Оплата"}
    assert (answered.staff_id, answered.happened_at) == (staff.pk, MONDAY + HOUR)
    assert (resolved.staff_id, resolved.happened_at) == (staff.pk, MONDAY + 2 * HOUR)
    assert schools.current() == school.pk
