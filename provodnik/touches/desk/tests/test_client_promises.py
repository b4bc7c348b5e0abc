"""What is agreed with one client drives the clocks of their requests (R-057)."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from provodnik.facts.people import services as people
from provodnik.facts.people.models import Client
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.method import queries as method
from provodnik.method import services as method_services
from provodnik.method.types import Section
from provodnik.touches.desk import services, tasks
from provodnik.touches.desk.errors import PromiseUnsound, ReasonMissing, UnknownTopic
from provodnik.touches.desk.models import ClientPromise, Message, Term, Ticket
from provodnik.touches.desk.queries import Counted, Sees, counts, promise_of, promise_versions
from provodnik.touches.desk.rules import fault_of
from provodnik.touches.desk.tests.factories import HOUR, MONDAY, By, answer, ask, by
from provodnik.touches.desk.types import Minutes, NewPromise, PromiseFault, Tab

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
TWO_HOURS = NewPromise("p2", answer_minutes=120)
COMMON: Minutes = {
    "answer_minutes": 240,
    "resolve_minutes": 1440,
    "limit_minutes": 4320,
    "is_working_time": False,
}


@pytest.fixture
def head(school: School) -> Staff:
    return make_staff("Ольга Седова", "head_of_product_and_service")


def agree(client: Client, told: NewPromise = TWO_HOURS, *, by_id: int, now: datetime) -> None:
    services.promise_client(client.pk, told, "Договорились при старте", by_id=by_id, now=now)


def late(now: datetime) -> int:
    counted: Counted = counts(Sees(0, all=True), now=now)
    return counted.by_tab[Tab.LATE]


def fresh(ticket: Ticket) -> Ticket:
    ticket.refresh_from_db()
    return ticket


def the_method_answers_in(minutes: int, told: By) -> None:
    settings = method.desk_settings()
    faster = tuple(
        one.model_copy(update={"answer_minutes": minutes}) for one in settings.priorities
    )
    body = settings.model_copy(update={"priorities": faster}).model_dump(mode="json")
    method_services.edit(Section.DESK, body, reason="Иначе", by=told["by_id"], now=told["now"])


@pytest.mark.requirement("R-057")
@pytest.mark.requirement("R-127")
def test_a_client_promised_two_hours_is_late_at_two_hours_and_others_are_not(head: Staff) -> None:
    promised = make_client()
    agree(promised, by_id=head.pk, now=MONDAY - HOUR)
    theirs, other = ask(promised, topic="payment"), ask(make_client(), topic="payment")

    assert theirs.answer_due_at == MONDAY + 2 * HOUR
    assert other.answer_due_at == MONDAY + 4 * HOUR
    assert [late(MONDAY + 2 * HOUR + shift) for shift in (-MINUTE, MINUTE)] == [0, 1]


@pytest.mark.requirement("R-057")
def test_live_requests_follow_a_new_promise_at_once_and_keep_what_held_before(head: Staff) -> None:
    client = make_client()
    ticket, solved = ask(client, topic="payment"), ask(client, topic="payment", channel="email")
    answer(solved, head.pk, at=MONDAY)
    services.resolve(solved.pk, by_id=head.pk, now=MONDAY)
    agree(client, by_id=head.pk, now=MONDAY + HOUR)

    assert fresh(ticket).answer_due_at == MONDAY + 2 * HOUR
    terms = Term.objects.filter(ticket=ticket).order_by("from_at")
    assert list(terms.values_list("from_at", "answer_minutes")) == [
        (MONDAY, 240),
        (MONDAY + HOUR, 120),
    ]
    assert Term.objects.filter(ticket=solved).count() == 1
    # Half an hour was promised when two had gone by: late from then on, not before.
    agree(client, NewPromise("p2", 30), by_id=head.pk, now=MONDAY + 1.5 * HOUR)
    assert fresh(ticket).answer_due_at == MONDAY + 1.5 * HOUR
    services.drop_client_promise(
        client.pk, "p2", "Пробный месяц кончился", by_id=head.pk, now=MONDAY + 1.75 * HOUR
    )
    assert fresh(ticket).answer_due_at == MONDAY + 4 * HOUR


def test_a_request_that_comes_back_is_answered_by_what_is_promised_now(head: Staff) -> None:
    client = make_client()
    ticket = ask(client, topic="payment")
    answer(ticket, head.pk, at=MONDAY)
    services.resolve(ticket.pk, by_id=head.pk, now=MONDAY)
    agree(client, by_id=head.pk, now=MONDAY + HOUR)
    back = ask(client, "Снова не проходит оплата", at=MONDAY + 2 * HOUR)

    assert (back.pk, back.answer_due_at) == (ticket.pk, MONDAY + 4 * HOUR)


def test_another_priority_and_a_part_take_the_clients_promise(head: Staff) -> None:
    client = make_client()
    agree(client, NewPromise("p1", 30), by_id=head.pk, now=MONDAY)
    ticket = ask(client, topic="payment")
    services.set_priority(ticket.pk, "p1", by_id=head.pk, now=MONDAY)
    assert fresh(ticket).answer_due_at == MONDAY + 30 * MINUTE

    agree(client, by_id=head.pk, now=MONDAY)
    message_ids = list(Message.objects.filter(ticket=ticket).values_list("pk", flat=True))
    part = services.split(ticket.pk, message_ids, topic="payment", by_id=head.pk, now=MONDAY)
    assert part.answer_due_at == MONDAY + 2 * HOUR


@pytest.mark.requirement("R-057")
def test_a_change_of_the_method_leaves_what_a_client_has_agreed(head: Staff) -> None:
    client = make_client()
    agree(client, by_id=head.pk, now=MONDAY)
    theirs, other = ask(client, topic="payment"), ask(make_client(), topic="payment")
    the_method_answers_in(60, by(head))
    services.recount_live(now=MONDAY)

    assert fresh(other).answer_due_at == MONDAY + HOUR
    assert fresh(theirs).answer_due_at == MONDAY + 2 * HOUR
    assert Term.objects.filter(ticket=theirs).count() == 1


def test_a_resolution_is_agreed_with_its_hours_and_the_answer_stays_common(head: Staff) -> None:
    client = make_client()
    told = NewPromise("p2", resolve_minutes=300, limit_minutes=600, is_working_time=True)
    agree(client, told, by_id=head.pk, now=MONDAY)
    ticket = ask(client, topic="payment")
    term = Term.objects.get(ticket=ticket)

    assert (term.answer_minutes, term.resolve_minutes, term.limit_minutes) == (240, 300, 600)
    assert term.is_working_time
    assert ticket.resolve_due_at == MONDAY + 5 * HOUR


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (NewPromise("p2"), PromiseFault.NOTHING),
        (NewPromise("p2", resolve_minutes=600), PromiseFault.HALF),
        (NewPromise("p2", limit_minutes=600), PromiseFault.HALF),
        (NewPromise("p2", 0), PromiseFault.BOUNDS),
        (NewPromise("p2", -5), PromiseFault.BOUNDS),
        (NewPromise("p2", 60, 600, 366 * 24 * 60), PromiseFault.BOUNDS),
        (NewPromise("p2", 60, 600, 300), PromiseFault.LIMIT_FIRST),
        (NewPromise("p2", 601, 600, 900), PromiseFault.ANSWER_LAST),
        # The answer everybody is promised would come after this resolution.
        (NewPromise("p2", None, 120, 900), PromiseFault.ANSWER_LAST),
        (NewPromise("p2", 1441), PromiseFault.ANSWER_LAST),
        (NewPromise("p2", 600, 600, 600), None),
        (NewPromise("p2", 1), None),
    ],
)
def test_nonsense_is_not_promised(told: NewPromise, fault: PromiseFault | None) -> None:
    assert fault_of(told, COMMON) is fault


def test_a_promise_is_refused_without_a_reason_a_priority_or_sense(head: Staff) -> None:
    client, told = make_client(), by(head)
    with pytest.raises(ReasonMissing):
        services.promise_client(client.pk, TWO_HOURS, " ", **told)
    with pytest.raises(UnknownTopic):
        services.promise_client(client.pk, NewPromise("p9", 120), "Так решили", **told)
    with pytest.raises(PromiseUnsound):
        services.promise_client(client.pk, NewPromise("p2", 0), "Так решили", **told)
    agree(client, **told)
    with pytest.raises(ReasonMissing):
        services.drop_client_promise(client.pk, "p2", "", **told)
    assert ClientPromise.objects.filter(until_at=None).count() == 1


@pytest.mark.requirement("R-057")
def test_versions_stay_with_who_when_and_why_and_one_stands(head: Staff) -> None:
    client = make_client()
    agree(client, by_id=head.pk, now=MONDAY)
    agree(client, by_id=head.pk, now=MONDAY + MINUTE)
    agree(client, NewPromise("p2", 60), by_id=head.pk, now=MONDAY + HOUR)
    dropped = [
        services.drop_client_promise(
            client.pk, "p2", "Больше не нужно", by_id=head.pk, now=MONDAY + 2 * HOUR
        )
        for _ in range(2)
    ]

    last, first = promise_versions(client.pk, limit=9)
    assert dropped == [True, False]
    assert (first.answer_minutes, first.until_at, first.dropped_why) == (120, MONDAY + HOUR, "")
    assert (last.answer_minutes, last.by, last.reason) == (60, head, "Договорились при старте")
    assert (last.until_at, last.dropped_by, last.dropped_why) == (
        MONDAY + 2 * HOUR,
        head,
        "Больше не нужно",
    )
    kinds = ("client_promise_made", "client_promise_dropped")
    told = JournalEntry.objects.filter(client_id=client.pk, event__name__in=kinds).order_by("pk")
    assert [(one.event.name, one.attrs.get("answer")) for one in told] == [
        ("client_promise_made", 120),
        ("client_promise_made", 60),
        ("client_promise_dropped", None),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        standing = {"client": client, "priority": "p2", "by": head, "reason": "Дважды"}
        for _ in range(2):
            ClientPromise.objects.create(
                school_id=client.school_id,
                answer_minutes=60,
                is_working_time=False,
                from_at=MONDAY,
                **standing,
            )


@pytest.mark.requirement("R-057")
def test_every_priority_is_told_with_what_is_the_clients_own(head: Staff) -> None:
    client = make_client()
    agree(client, by_id=head.pk, now=MONDAY)
    promise_of(client.pk)  # what is remembered is remembered
    with CaptureQueriesContext(connection) as asked:
        rows = promise_of(client.pk)

    assert len(asked) == 4
    assert [one.priority for one in rows] == [one.key for one in method.desk_settings().priorities]
    assert [(one.priority, one.answer_minutes, one.since_at) for one in rows if one.is_own] == [
        ("p2", 120, MONDAY)
    ]
    assert {one.since_at for one in rows if not one.is_own} == {None}
    assert not any(one.is_own for one in promise_of(make_client().pk))


def test_joined_cards_go_by_one_promise_and_part_with_their_own(head: Staff) -> None:
    stays, gone = make_client(), make_client()
    agree(stays, NewPromise("p1", 30), by_id=head.pk, now=MONDAY)
    services.drop_client_promise(stays.pk, "p1", "Не нужно", by_id=head.pk, now=MONDAY)
    agree(stays, by_id=head.pk, now=MONDAY)
    agree(gone, NewPromise("p1", 20), by_id=head.pk, now=MONDAY)
    agree(gone, NewPromise("p2", 60), by_id=head.pk, now=MONDAY)
    ticket = ask(gone, topic="payment")
    merge = people.merge(stays.pk, gone.pk, now=MONDAY, actor="system")
    services.renew_promises([stays.pk, gone.pk], now=MONDAY)

    own = {one.priority: one.answer_minutes for one in promise_of(stays.pk) if one.is_own}
    assert own == {"p1": 20, "p2": 120}
    assert fresh(ticket).answer_due_at == MONDAY + 2 * HOUR
    people.undo_merge(merge.pk, now=MONDAY, actor="system")
    services.renew_promises([stays.pk, gone.pk], now=MONDAY)
    assert fresh(ticket).answer_due_at == MONDAY + HOUR


def test_whoever_hears_of_joined_cards_counts_the_requests_of_both(
    head: Staff, school: School
) -> None:
    stays, gone = make_client(), make_client()
    agree(stays, by_id=head.pk, now=MONDAY)
    ticket = ask(gone, topic="payment")
    people.merge(stays.pk, gone.pk, now=MONDAY, actor="system")
    entry = JournalEntry.objects.get(event__name="client_merged")
    tasks.follow_cards(school_id=school.pk, entry_ids=[entry.pk])

    minutes = Term.objects.filter(ticket=ticket).order_by("from_at")
    assert list(minutes.values_list("answer_minutes", flat=True)) == [240, 120]


@pytest.mark.requirement("R-057")
def test_promises_of_many_clients_are_recounted_in_as_many_questions_as_one(head: Staff) -> None:
    def changed(count: int) -> int:
        for _ in range(count):
            client = make_client()
            ask(client, topic="payment")
            ClientPromise.objects.create(
                school_id=client.school_id,
                client=client,
                priority="p2",
                answer_minutes=60,
                is_working_time=False,
                from_at=MONDAY,
                by=head,
                reason="Договорились",
            )
        with CaptureQueriesContext(connection) as asked:
            done = services.recount_chunk(0, now=MONDAY)
        assert done.changed == count
        return len(asked)

    changed(1)  # what is remembered is remembered
    few = changed(1)
    assert changed(12) == few
    assert set(Term.objects.filter(answer_minutes=60).values_list("from_at", flat=True)) == {MONDAY}
