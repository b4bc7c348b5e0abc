"""Answers go out through the outbox with the transaction that keeps them (R-124, R-130)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from conftest import MONDAY
from provodnik.facts.people.services.clients import Contacts, add_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.accounts.services import bind, connect, switch
from provodnik.kernel.accounts.types import NewAccount
from provodnik.kernel.models import School
from provodnik.kernel.outbox import draining, ports
from provodnik.kernel.outbox.models import Message as Outgoing
from provodnik.kernel.outbox.types import Accepted, Answer, Attempt, Refused, Terms, Unclear
from provodnik.touches.desk import delivered
from provodnik.touches.desk.models import Message, Ticket
from provodnik.touches.desk.services import answering, sending
from provodnik.touches.desk.services.receiving import receive
from provodnik.touches.desk.types import Answer as Reply
from provodnik.touches.desk.types import Incoming

pytestmark = pytest.mark.django_db

# 23:00 in Moscow, the school's zone.
NIGHT = MONDAY + timedelta(hours=11)
UNDO = timedelta(seconds=8)


class Bot:
    """A channel that answers what a test says."""

    def __init__(self) -> None:
        self.answer: Answer = Accepted("7")
        self.taken: list[Attempt] = []

    def send(self, message: Attempt) -> Answer:
        self.taken.append(message)
        return self.answer

    def close(self) -> None:
        """Nothing to let go."""


@pytest.fixture
def bot() -> Iterator[Bot]:
    found, before = Bot(), ports.declared()
    ports.declare(
        {"telegram": lambda _a: found}, {sending.ABOUT: delivered.hear}, lambda _c: Terms()
    )
    yield found
    ports.declare(*before)


@pytest.fixture
def staff(school: School) -> Staff:
    return make_staff("Ольга", "coordinator")


@pytest.fixture
def account(school: School) -> int:
    return connect(NewAccount("telegram", "Бот"), actor="staff:1", now=MONDAY).pk


def asked(account: int | None, *, channel: str = "telegram", at: datetime = MONDAY) -> Ticket:
    """A student's question; with an account their chat is known."""
    student = add_client(Contacts(name="Аня", email="anya@x.ru"), now=at, actor="staff:1")
    if account is not None:
        bind(account, "100", client_id=student.pk, name="@anya", now=at)
    told = Incoming(student.pk, channel, "Не открывается урок", at)
    ticket = receive(told, actor="connector:telegram", now=at).ticket
    assert ticket is not None
    return ticket


def drain(school: School, at: datetime) -> None:
    draining.drain(school.pk, "telegram", clock=lambda: at, seconds=5)


@pytest.mark.requirement("R-124")
def test_an_answer_goes_to_the_chat_it_was_asked_in_once_it_cannot_be_taken_back(
    school: School, bot: Bot, account: int, staff: Staff
) -> None:
    ticket = asked(account)
    message = answering.reply(ticket.pk, Reply("Откройте заново"), by_id=staff.pk, now=MONDAY)
    assert message.delivery == "queued"

    drain(school, MONDAY + UNDO - timedelta(seconds=1))
    assert bot.taken == []
    drain(school, MONDAY + UNDO)

    assert [(one.recipient, one.body["text"]) for one in bot.taken] == [("100", "Откройте заново")]
    message.refresh_from_db()
    assert message.delivery == "accepted"


@pytest.mark.parametrize(
    ("answer", "delivery", "words"),
    [
        (Refused("blocked", "stopped"), "refused", "blocked: stopped"),
        (Unclear(), "uncertain", "no_answer"),
    ],
)
def test_what_became_of_an_answer_stands_beside_it(  # noqa: PLR0913, PLR0917 (fixtures)
    school: School,
    bot: Bot,
    account: int,
    staff: Staff,
    answer: Answer,
    delivery: str,
    words: str,
) -> None:
    bot.answer = answer
    message = answering.reply(asked(account).pk, Reply("Ответ"), by_id=staff.pk, now=MONDAY)

    drain(school, MONDAY + UNDO)

    message.refresh_from_db()
    assert (message.delivery, message.delivery_words) == (delivery, words)


def test_an_answer_taken_back_never_goes(
    school: School, bot: Bot, account: int, staff: Staff
) -> None:
    message = answering.reply(asked(account).pk, Reply("Не то"), by_id=staff.pk, now=MONDAY)

    assert sending.cancel(message, now=MONDAY)
    drain(school, MONDAY + UNDO)

    assert bot.taken == []


def test_an_answer_that_has_gone_cannot_be_taken_back(
    school: School, bot: Bot, account: int, staff: Staff
) -> None:
    message = answering.reply(asked(account).pk, Reply("Ответ"), by_id=staff.pk, now=MONDAY)
    drain(school, MONDAY + UNDO)

    assert not sending.cancel(message, now=MONDAY + UNDO)


@pytest.mark.requirement("R-130")
def test_what_a_machine_writes_at_night_waits_for_the_morning_and_a_persons_answer_does_not(
    bot: Bot, account: int, staff: Staff
) -> None:
    ticket = asked(account, at=NIGHT)
    answering.auto_reply(ticket.pk, "Мы получили вопрос", now=NIGHT)
    answering.reply(ticket.pk, Reply("Откройте заново"), by_id=staff.pk, now=NIGHT)

    due = Outgoing.objects.order_by("pk").values_list("due_at", flat=True)

    # 10:00 in Moscow, where quiet hours end.
    assert list(due) == [MONDAY + timedelta(hours=22), NIGHT + UNDO]


def test_without_a_chat_or_an_account_an_answer_is_only_written_down(
    bot: Bot, account: int, staff: Staff
) -> None:
    unknown = answering.reply(asked(None).pk, Reply("Ответ"), by_id=staff.pk, now=MONDAY)
    assert (unknown.delivery, unknown.outgoing_id) == ("", None)
    assert sending.cancel(unknown, now=MONDAY)

    switch(account, on=False, actor="staff:1", now=MONDAY)
    off = answering.reply(Ticket.objects.get().pk, Reply("Ответ"), by_id=staff.pk, now=MONDAY)
    assert off.delivery == ""
    assert not Outgoing.objects.exists()


def test_a_letter_goes_to_the_address_on_the_card(bot: Bot, staff: Staff) -> None:
    connect(NewAccount("email", "Почта"), actor="staff:1", now=MONDAY)
    ticket = asked(None, channel="email")

    answering.reply(ticket.pk, Reply("Ответ"), by_id=staff.pk, now=MONDAY)

    assert Outgoing.objects.get().recipient == "anya@x.ru"


def test_an_answer_kept_twice_is_one(bot: Bot, account: int, staff: Staff) -> None:
    ticket = asked(account)
    message = answering.reply(ticket.pk, Reply("Ответ"), by_id=staff.pk, now=MONDAY)

    sending.send(message, ticket, now=MONDAY)

    assert Outgoing.objects.count() == 1
    assert Message.objects.filter(kind="out").count() == 1
