"""Several at once, and thousands at a time."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from threading import Barrier
from time import perf_counter

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel import schools
from provodnik.kernel.calendar.types import WorkCalendar
from provodnik.kernel.models import School
from provodnik.kernel.schools.services import replace_calendar, working_calendar
from provodnik.method import queries as method
from provodnik.method import services as method_services
from provodnik.method.types import Section
from provodnik.touches.desk import services
from provodnik.touches.desk.models import Message, Term, Ticket
from provodnik.touches.desk.tests.factories import HOUR, MONDAY, ask, incoming

AT_ONCE, EACH = 4, 8
SECONDS_FOR_TEN_THOUSAND = 60


@pytest.mark.requirement("R-125")
@pytest.mark.slow
def test_numbers_taken_at_once_have_no_gaps_and_no_doubles(committed_school: School) -> None:
    with schools.inside(committed_school.pk):
        # Of one client they would come one after the other, by the conversation.
        by_id, clients = make_staff().pk, [make_client() for _ in range(AT_ONCE)]
    together = Barrier(AT_ONCE, timeout=10)

    def open_some(number: int) -> None:
        try:
            for count in range(EACH):
                with suppress(_GivenUp), schools.inside(committed_school.pk):
                    told = incoming(clients[number], channel="phone")
                    together.wait()
                    services.register(told, by_id=by_id, now=MONDAY)
                    if count % EACH == 1:
                        raise _GivenUp
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(open_some, range(AT_ONCE)))
    with schools.inside(committed_school.pk):
        numbers = sorted(Ticket.objects.values_list("number", flat=True))
    assert numbers == list(range(1, AT_ONCE * (EACH - 1) + 1))


@pytest.mark.requirement("R-125")
@pytest.mark.slow
def test_a_message_told_by_many_at_once_is_one_and_opens_one_ticket(
    committed_school: School,
) -> None:
    with schools.inside(committed_school.pk):
        client = make_client()

    def tell(_: int) -> bool:
        try:
            with schools.inside(committed_school.pk):
                told = incoming(client, external_id="tg:1", at=MONDAY)
                return services.receive(told, actor="system", now=MONDAY).is_new
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        new = list(pool.map(tell, range(AT_ONCE)))
    with schools.inside(committed_school.pk):
        assert (sum(new), Ticket.objects.count(), Message.objects.count()) == (1, 1, 1)


@pytest.mark.django_db
def test_t8_a_holiday_added_later_moves_the_stored_deadlines(school: School) -> None:
    friday_evening = MONDAY + timedelta(days=4, hours=7)
    ticket = ask(make_client(), at=friday_evening)
    calendar = working_calendar()
    replace_calendar(_closed(calendar, date(2026, 11, 16)), now=MONDAY, actor="system")

    assert services.recount_live(now=MONDAY) == 1
    due_at = ticket.answer_due_at
    ticket.refresh_from_db()
    assert due_at is not None
    assert ticket.answer_due_at == due_at + timedelta(days=1)
    assert services.recount_live(now=MONDAY) == 0


@pytest.mark.django_db
def test_t19_a_promise_changed_in_the_method_holds_from_then_on(school: School) -> None:
    staff, ticket = make_staff(), ask(make_client(), topic="access")
    settings = method.desk_settings()
    faster = tuple(
        one.model_copy(update={"answer_minutes": 30}) if one.key == "p1" else one
        for one in settings.priorities
    )
    body = settings.model_copy(update={"priorities": faster}).model_dump(mode="json")
    method_services.edit(Section.DESK, body, reason="Быстрее", by=staff.pk, now=MONDAY)
    services.recount_live(now=MONDAY + 0.75 * HOUR)
    ticket.refresh_from_db()

    # Half an hour had passed before anybody knew: due at the change, not before it.
    assert ticket.answer_due_at == MONDAY + 0.75 * HOUR
    assert Term.objects.filter(ticket=ticket).count() == 2


@pytest.mark.django_db
@pytest.mark.slow
def test_t27_ten_thousand_tickets_are_recounted_in_a_bounded_time(school: School) -> None:
    _many(10_000, ask(make_client()))
    calendar = working_calendar()
    replace_calendar(_closed(calendar, date(2026, 11, 9)), now=MONDAY, actor="system")
    began = perf_counter()
    changed = services.recount_live(now=MONDAY)
    took = perf_counter() - began

    print(f"{changed} tickets recounted in {took:.1f} s")  # noqa: T201 (the measure)
    assert changed == 10_001
    assert took < SECONDS_FOR_TEN_THOUSAND


@pytest.mark.django_db
def test_t27_a_recount_asks_as_many_questions_for_many_tickets_as_for_one(school: School) -> None:
    _many(40, ask(make_client()))
    ids = list(Ticket.objects.order_by("pk").values_list("pk", flat=True))

    def questions(count: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            services.recount(ids[:count])
        return len(asked)

    questions(1)  # what is remembered is remembered
    assert questions(41) == questions(1)


@pytest.mark.django_db
def test_t27_chunks_follow_one_another_to_the_last_ticket(school: School) -> None:
    _many(6, ask(make_client()))
    ids = list(Ticket.objects.order_by("pk").values_list("pk", flat=True))
    Ticket.objects.update(answer_due_at=None)
    first = services.recount_chunk(0, now=MONDAY, limit=4)
    second = services.recount_chunk(first.last_id or 0, now=MONDAY, limit=4)
    third = services.recount_chunk(second.last_id or 0, now=MONDAY, limit=4)

    assert (first.changed, first.last_id) == (4, ids[3])
    assert (second.changed, second.last_id) == (3, ids[6])
    assert (third.changed, third.last_id) == (0, None)


class _GivenUp(Exception):
    """The work after taking a number was not kept."""


def _closed(calendar: WorkCalendar, on: date) -> WorkCalendar:
    days = {**dict(calendar.days), on: ()}
    return WorkCalendar.of(calendar.zone.key, calendar.week, days, calendar.production)


def _many(count: int, like: Ticket) -> None:
    """As many tickets like one, each with its question and its terms."""
    message, term = Message.objects.get(ticket=like), Term.objects.get(ticket=like)
    columns = {
        field.attname: getattr(like, field.attname)
        for field in Ticket._meta.concrete_fields
        if field.attname not in {"id", "number"}
    }
    made = Ticket.objects.bulk_create(
        [Ticket(number=100 + number, **columns) for number in range(count)], batch_size=2000
    )
    Message.objects.bulk_create(
        [
            Message(
                school_id=like.school_id,
                conversation_id=message.conversation_id,
                ticket=ticket,
                channel=message.channel,
                kind=message.kind,
                text=message.text,
                said_at=message.said_at,
                reached_at=message.reached_at,
            )
            for ticket in made
        ],
        batch_size=2000,
    )
    Term.objects.bulk_create(
        [
            Term(
                school_id=like.school_id,
                ticket=ticket,
                from_at=term.from_at,
                answer_minutes=term.answer_minutes,
                resolve_minutes=term.resolve_minutes,
                limit_minutes=term.limit_minutes,
                is_working_time=term.is_working_time,
            )
            for ticket in made
        ],
        batch_size=2000,
    )
