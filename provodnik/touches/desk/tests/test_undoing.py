"""An answer taken back within its seconds leaves the request as it was."""

from datetime import timedelta

import pytest

from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.desk import services
from provodnik.touches.desk.errors import TooLate
from provodnik.touches.desk.models import Message, Span, Ticket, Turn
from provodnik.touches.desk.tests.factories import HOUR, MONDAY, ask, write
from provodnik.touches.desk.types import After, Answer, Promise

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
COLUMNS = (
    *("state", "owner_id", "first_answered_at", "resolved_at", "promised_until_at", "asked_at"),
    *("promised_text", "answer_due_at", "resolve_due_at", "limit_due_at", "next_due_at"),
    *("warn_at", "escalate_at", "is_paused", "snoozed_until_at"),
)


def kept(ticket: Ticket) -> tuple[object, ...]:
    found: tuple[object, ...] = Ticket.objects.values_list(*COLUMNS).get(pk=ticket.pk)
    return found


def voided() -> set[str]:
    ids = JournalEntry.objects.filter(event__name="entry_voided").values_list("value", flat=True)
    return set(JournalEntry.objects.filter(pk__in=ids).values_list("event__name", flat=True))


@pytest.mark.parametrize("after", After)
def test_the_request_is_what_it_was_whatever_the_answer_did(school: School, after: After) -> None:
    staff, ticket = make_staff(), ask(make_client(), topic="access")
    services.assign([ticket.pk], to_id=None, reason="by_hand", by_id=None, now=MONDAY)
    services.promise(ticket.pk, Promise(MONDAY + HOUR, "Спросим"), by_id=staff.pk, now=MONDAY)
    services.snooze(ticket.pk, MONDAY + HOUR, by_id=staff.pk, now=MONDAY)
    before = kept(ticket), Turn.objects.count(), Span.objects.count()
    at = MONDAY + HOUR / 2
    message = services.reply(ticket.pk, Answer("Готово", after=after), by_id=staff.pk, now=at)
    assert kept(ticket) != before[0]
    text = services.undo(message.pk, by_id=staff.pk, now=at + 8 * SECOND)

    assert text == "Готово"
    assert (kept(ticket), Turn.objects.count(), Span.objects.count()) == before
    assert not Message.objects.filter(kind="out").exists()
    assert {"message_sent", "ticket_answered"} <= voided()


def test_an_answer_to_a_waiting_request_gives_the_waiting_back(school: School) -> None:
    staff, ticket = make_staff(), ask(make_client())
    services.reply(ticket.pk, Answer("Ждём", after=After.WAIT), by_id=staff.pk, now=MONDAY)
    before = kept(ticket)
    later = MONDAY + HOUR
    answer = Answer("Всё готово", after=After.RESOLVE)
    message = services.reply(ticket.pk, answer, by_id=staff.pk, now=later)
    services.undo(message.pk, by_id=staff.pk, now=later + SECOND)

    assert kept(ticket) == before
    assert Span.objects.get().to_at is None


def refused(staff: Staff, message: Message, *, seconds: int = 1) -> None:
    with pytest.raises(TooLate):
        services.undo(message.pk, by_id=staff.pk, now=message.reached_at + seconds * SECOND)
    assert Message.objects.filter(pk=message.pk).exists()


def test_after_its_seconds_it_stays(school: School) -> None:
    staff, ticket = make_staff(), ask(make_client())
    refused(staff, services.reply(ticket.pk, Answer("Да"), by_id=staff.pk, now=MONDAY), seconds=9)


def test_what_a_colleague_wrote_is_not_taken_back_by_another(school: School) -> None:
    ticket, other = ask(make_client()), make_staff("Ирина Ткачёва")
    written = services.reply(ticket.pk, Answer("Да"), by_id=make_staff().pk, now=MONDAY)
    refused(other, written)


def test_an_answer_the_client_has_replied_to_stays(school: School) -> None:
    staff, client = make_staff(), make_client()
    ticket = ask(client)
    message = services.reply(ticket.pk, Answer("Да"), by_id=staff.pk, now=MONDAY)
    write(client, "А когда?", at=MONDAY + SECOND)
    refused(staff, message, seconds=2)
