"""The journal: registered kinds, uniqueness, refusal, listeners in the same transaction."""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from conftest import MONDAY
from provodnik.kernel import journal
from provodnik.kernel.journal import Entry
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(school: School) -> Iterator[list[tuple[int, list[int]]]]:
    """What a listener of `cost_recorded` was told."""
    calls: list[tuple[int, list[int]]] = []
    wired = journal.listeners()
    journal.connect({"cost_recorded": (lambda where, ids: calls.append((where, list(ids))),)})
    yield calls
    journal.connect(wired)


def cost(value: int | None = 100, **columns: object) -> int:
    return journal.record(
        "cost_recorded", happened_at=MONDAY, actor="staff:1", value=value, **columns
    )


def test_an_entry_keeps_what_it_was_told(school: School) -> None:
    entry_id = cost(5_00, channel="calls", attrs={"kind": "direct"})

    entry = JournalEntry.objects.select_related("event", "source").get(pk=entry_id)
    assert (entry.event.name, entry.source.name) == ("cost_recorded", "provodnik")
    assert (entry.value, entry.channel, entry.attrs) == (5_00, "calls", {"kind": "direct"})
    assert entry.school_id == school.pk


def test_an_undeclared_kind_is_refused(school: School) -> None:
    with pytest.raises(journal.UnknownEvent):
        journal.record("made_up", happened_at=MONDAY, actor="staff:1")


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(Entry("cost_recorded", MONDAY, "staff:1"), id="no value"),
        pytest.param(Entry("payment_received", MONDAY, "staff:1", value=1), id="no client"),
        pytest.param(Entry("lesson_viewed", MONDAY, "staff:1", client_id=1), id="no item"),
        pytest.param(
            Entry("cost_recorded", MONDAY, "staff:1", value=1, attrs={"colour": "red"}),
            id="unknown attribute",
        ),
    ],
)
def test_a_malformed_entry_is_refused(school: School, entry: Entry) -> None:
    with pytest.raises(journal.MalformedEntry):
        journal.record_many([entry])


def test_the_database_refuses_a_malformed_entry_written_in_bulk(school: School) -> None:
    with pytest.raises(IntegrityError, match="malformed journal entry"), transaction.atomic():
        journal.append_from(
            "payment_received",
            source="getcourse",
            columns=("happened_at", "actor"),
            query="SELECT now(), 'connector:getcourse'",
        )


def test_the_same_external_id_is_recorded_once(school: School) -> None:
    cost(external_id="c-1")

    with (
        pytest.raises(IntegrityError, match="journal_entry_is_recorded_once"),
        transaction.atomic(),
    ):
        cost(external_id="c-1")
    cost(external_id="c-1", source="getcourse")
    assert JournalEntry.objects.filter(event__name="cost_recorded").count() == 2


def test_rows_written_in_bulk_again_change_nothing(school: School) -> None:
    def append() -> int:
        return journal.append_from(
            "cost_recorded",
            source="events",
            columns=("happened_at", "actor", "value", "external_id"),
            query="SELECT now(), 'connector:events', n, 'c-' || n FROM generate_series(1, 3) AS n",
        )

    assert (append(), append()) == (3, 0)


def test_a_listener_hears_each_entry_once(
    school: School, heard: list[tuple[int, list[int]]]
) -> None:
    single = cost()
    journal.append_from(
        "cost_recorded",
        source="events",
        columns=("happened_at", "actor", "value"),
        query="SELECT now(), 'connector:events', n FROM generate_series(1, 1001) AS n",
    )

    assert heard[0] == (school.pk, [single])
    assert [len(ids) for _, ids in heard[1:]] == [1000, 1]


def test_the_application_can_neither_change_nor_delete_history(school: School) -> None:
    cost()

    for statement in (
        "UPDATE kernel_journalentry SET value = 0",
        "DELETE FROM kernel_journalentry",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_wrong_entry_is_voided_by_another_and_only_once(school: School) -> None:
    wrong = cost()

    for _ in range(2):
        journal.void([wrong], at=MONDAY, actor="staff:1", reason="typo")

    voiding = JournalEntry.objects.get(event__name="entry_voided")
    assert (voiding.event.name, voiding.value) == ("entry_voided", wrong)
