"""A file of requests: tickets, messages and the journal, once; history starts no clock."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conftest import MONDAY
from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.kernel.imports import services
from provodnik.kernel.imports.models import ImportReject, ImportRun
from provodnik.kernel.imports.services import SourceFile
from provodnik.kernel.imports.tests.files import csv_file
from provodnik.kernel.imports.types import Tally
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.desk import services as desk
from provodnik.touches.desk.models import Message, Span, Term, Ticket
from provodnik.touches.desk.types import Answer, Incoming, NewPromise, TicketState

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-123", "R-125")]

TICKETS = ["Номер обращения", "Клиент", "Канал", "Тема", "Приоритет"]
TICKETS += ["Создано", "Первый ответ", "Решено", "Ответственный"]
MESSAGES = ["ticket", "client", "at", "from", "author", "text"]


class Loader:
    """Loads small files of requests into a school."""

    def __init__(self, school: School, folder: Path) -> None:
        self.school, self.folder, self.count = school, folder, 0

    def __call__(
        self,
        *rows: Sequence[str],
        header: Sequence[str] = TICKETS,
        chunk_rows: int = 100,
        now: datetime = MONDAY,
        mapping: dict[str, str] | None = None,
    ) -> ImportRun:
        self.count += 1
        path = csv_file(self.folder / f"{self.count}.csv", [header, *rows])
        run = services.start_run(
            SourceFile(path, mapping=mapping or {}),
            kind="tickets",
            school=self.school,
            by="staff:1",
            now=now,
        )
        return services.run_to_end(
            school_id=self.school.pk, run_id=run.pk, now=now, chunk_rows=chunk_rows
        )


@pytest.fixture
def load(school: School, tmp_path: Path) -> Loader:
    return Loader(school, tmp_path)


def row(  # noqa: PLR0913 (what matters is visible at the call)
    name: str = "T-1",
    client: str = "anna@mail.ru",
    *,
    channel: str = "Почта",
    topic: str = "Доступ",
    priority: str = "срочный",
    opened: str = "01.06.2026 10:00",
    answered: str = "01.06.2026 12:30",
    resolved: str = "02.06.2026 11:00",
    owner: str = "Ольга",
) -> list[str]:
    return [name, client, channel, topic, priority, opened, answered, resolved, owner]


def said(at: str, side: str, text: str, *, ticket: str = "T-1", author: str = "") -> list[str]:
    return [ticket, "anna@mail.ru", at, side, author, text]


def told(*events: str) -> list[tuple[str, str]]:
    entries = JournalEntry.objects.filter(source__name="tickets", event__name__in=events)
    rows = entries.order_by("happened_at", "id").values_list("event__name", "happened_at")
    return [(event, f"{at:%d %H:%M}") for event, at in rows]


def test_a_solved_request_of_history_comes_closed_and_starts_no_clock(load: Loader) -> None:
    run = load(row())

    ticket = Ticket.objects.get()
    assert run.tally == Tally(created=1)
    assert (ticket.state, ticket.channel, ticket.topic, ticket.priority) == (
        *(TicketState.CLOSED.value, "email", "access"),
        "p1",
    )
    assert ticket.next_due_at is None and ticket.asked_at is None
    assert ticket.closed_at == ticket.resolved_at == datetime(2026, 6, 2, 8, 0, tzinfo=UTC)
    assert (ticket.owner and ticket.owner.name, ticket.client.email) == ("Ольга", "anna@mail.ru")
    assert told("ticket_opened", "ticket_answered", "ticket_resolved") == [
        ("ticket_opened", "01 07:00"),
        ("ticket_answered", "01 09:30"),
        ("ticket_resolved", "02 08:00"),
    ]


def test_the_same_file_again_creates_nothing(load: Loader) -> None:
    rows = [row(), row("T-2", "+7 916 000-00-01", resolved=""), row("T-3", "boris")]
    messages = [
        said("2026-06-01 10:05", "клиент", "Где?"),
        said("2026-06-01 11:00", "staff", "Тут"),
    ]
    load(*rows, chunk_rows=1)
    load(*messages, header=MESSAGES, chunk_rows=1)
    entries, before = JournalEntry.objects.count(), list(Ticket.objects.values_list())

    again = load(*rows, chunk_rows=1).tally
    words = load(*messages, header=MESSAGES, chunk_rows=1).tally

    assert (again, words) == (Tally(unchanged=3), Tally(unchanged=2))
    assert JournalEntry.objects.count() == entries
    assert list(Ticket.objects.values_list()) == before


def test_numbers_follow_the_moments_of_opening_and_our_own_tickets(load: Loader) -> None:
    load(row("late", opened="03.06.2026 10:00", answered="", resolved=""), row("early"))
    client = Client.objects.get()
    own = desk.receive(
        Incoming(client.pk, "chat", "Не открывается", MONDAY), actor="system", now=MONDAY
    ).ticket

    numbers = dict(Ticket.objects.values_list("opened_at__day", "number"))
    assert (numbers[1], numbers[3], own and own.number) == (1, 2, 3)


def test_a_request_somebody_wrote_in_lately_lives_on(load: Loader) -> None:
    fresh = row("fresh", opened="30.10.2026 12:00", answered="", resolved="")
    run = load(fresh, row("old", answered="", resolved=""))

    states = dict(Ticket.objects.values_list("opened_at__month", "state"))
    assert states == {10: TicketState.OPEN.value, 6: TicketState.CLOSED.value}
    assert Ticket.objects.get(state="open").next_due_at is not None
    assert Ticket.objects.get(state="closed").resolved_at is None
    assert run.notes["put_away"] == 1
    assert told("ticket_resolved") == []


def test_a_request_of_a_file_goes_by_what_its_client_was_promised(load: Loader) -> None:
    load(row("T-0"))
    anna = Client.objects.get(email="anna@mail.ru")
    head = Staff.objects.get(name="Ольга")
    own = NewPromise("p1", answer_minutes=30)
    desk.promise_client(anna.pk, own, "Договорились", by_id=head.pk, now=MONDAY)
    fresh = {"opened": "01.11.2026 10:00", "answered": "", "resolved": ""}
    load(row("T-1", **fresh), row("T-2", "boris@mail.ru", **fresh))

    terms = Term.objects.filter(ticket__opened_at__year=2026, ticket__opened_at__month=11)
    assert list(
        terms.order_by("ticket__number").values_list("answer_minutes", "resolve_minutes")
    ) == [(30, 240), (60, 240)]


def test_messages_make_the_ticket_and_its_first_answer(load: Loader) -> None:
    run = load(
        said("2026-10-30 10:00", "client", "Не открывается урок"),
        said("2026-10-30 10:01", "bot", "Мы получили ваш вопрос"),
        said("2026-10-30 11:00", "note", "Проверить доступ"),
        said("2026-10-30 12:00", "staff", "Открыли", author="Ольга"),
        said("2026-10-30 12:10", "client", "Спасибо большое"),
        header=MESSAGES,
    )

    ticket = Ticket.objects.get()
    assert run.tally == Tally(created=5)
    assert f"{ticket.first_answered_at:%H:%M}" == "09:00"
    assert ticket.state == TicketState.OPEN.value and ticket.asked_at is None
    kinds = Message.objects.order_by("said_at").values_list("kind", "is_auto", "is_question")
    assert [kind for kind, _, _ in kinds] == ["in", "out", "note", "out", "in"]
    assert [is_auto for _, is_auto, _ in kinds] == [False, True, False, False, False]
    assert list(kinds)[4][2] is False
    assert told("message_received", "message_sent", "ticket_answered") == [
        ("message_received", "30 07:00"),
        ("message_sent", "30 07:01"),
        ("message_sent", "30 09:00"),
        ("ticket_answered", "30 09:00"),
        ("message_received", "30 09:10"),
    ]
    assert Staff.objects.get(name="Ольга").role == "service_manager"


def test_a_later_file_brings_the_solution(load: Loader) -> None:
    load(row(resolved="", opened="30.10.2026 10:00", answered="30.10.2026 11:00"))
    again = load(
        row(opened="30.10.2026 10:00", answered="30.10.2026 11:00", resolved="31.10.2026 10:00")
    )

    assert again.tally == Tally(updated=1)
    assert Ticket.objects.get().state == TicketState.CLOSED.value
    ticket = Ticket.objects.get()
    assert (ticket.next_due_at, ticket.resolve_due_at) == (None, None)
    assert Span.objects.get(kind="solved").to_at is None


def test_what_was_done_here_since_is_not_undone_by_a_file(load: Loader) -> None:
    fresh = row(opened="30.10.2026 12:00", answered="", resolved="", owner="Ольга")
    load(fresh)
    ticket, olga = Ticket.objects.get(), Staff.objects.get(name="Ольга")
    later = MONDAY + timedelta(hours=1)
    desk.reply(ticket.pk, Answer("Готово"), by_id=olga.pk, now=later)
    desk.resolve(ticket.pk, by_id=olga.pk, now=later)

    load(row(opened="29.10.2026 12:00", answered="", resolved="30.10.2026 15:00", owner="Ирина"))

    ticket.refresh_from_db()
    assert (ticket.resolved_at, ticket.owner_id) == (later, olga.pk)
    assert f"{ticket.opened_at:%d}" == "30"


def test_a_solved_request_comes_back_when_the_client_writes_again(load: Loader) -> None:
    load(row(opened="30.10.2026 10:00", answered="30.10.2026 11:00", resolved="31.10.2026 10:00"))
    client = Client.objects.get()

    received = desk.receive(
        Incoming(client.pk, "email", "Снова не открывается", MONDAY), actor="system", now=MONDAY
    )

    assert received.ticket and received.ticket.state == TicketState.OPEN.value
    assert received.ticket.next_due_at is not None


def test_rows_that_make_no_sense_are_told_with_their_reason(load: Loader) -> None:
    run = load(
        row("", "anna@mail.ru"),
        row("T-2", ""),
        row("T-3", opened="", answered="", resolved=""),
        row("T-4", resolved="01.05.2026 10:00"),
        row("T-5", channel="голубь"),
        row("T-6", opened="вчера"),
        row("T-7"),
    )

    rejects = ImportReject.objects.order_by("line").values_list("line", "column", "code")
    assert list(rejects) == [
        (2, "Номер обращения", "empty"),
        (3, "", "nobody"),
        (4, "", "empty"),
        (5, "Решено", "before_start"),
        (6, "Канал", "unknown_value"),
        (7, "Создано", "bad_date"),
    ]
    assert run.tally == Tally(created=1, rejected=6)


def test_a_client_is_known_by_phone_where_only_one_has_it(load: Loader, school: School) -> None:
    boris = Client.objects.create(
        school=school,
        name="Борис",
        sort_key="борис",
        external_name="b-1",
        phone="+79160000001",
        created_at=MONDAY,
    )

    load(row(client="8 (916) 000-00-01"))

    assert Ticket.objects.get().client == boris
    assert Client.objects.count() == 1


def test_columns_named_by_a_person_are_taken_as_told(load: Loader) -> None:
    run = load(
        ["T-1", "anna@mail.ru", "2026-06-01 10:00"],
        header=["Кейс", "Кто", "Когда"],
        mapping={"Кейс": "ticket", "Кто": "client", "Когда": "opened_at"},
    )

    assert run.tally == Tally(created=1)
