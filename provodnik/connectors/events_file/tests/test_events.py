"""The events file: any source's events become journal entries, once."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from conftest import MONDAY
from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import Client, ClientKey
from provodnik.facts.sales.models import Channel
from provodnik.facts.team.models import Staff
from provodnik.kernel.imports import services
from provodnik.kernel.imports.models import ImportReject, ImportRun
from provodnik.kernel.imports.services import SourceFile
from provodnik.kernel.imports.tests.files import csv_file
from provodnik.kernel.imports.types import Tally
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db

HEADER = ["client", "event", "at", "value", "product", "item", "channel", "staff", "id"]


class Loader:
    """Loads small files of events into a school."""

    def __init__(self, school: School, folder: Path) -> None:
        self.school, self.folder, self.count = school, folder, 0

    def __call__(
        self, *rows: Sequence[str], header: Sequence[str] = HEADER, chunk_rows: int = 100
    ) -> ImportRun:
        self.count += 1
        path = csv_file(self.folder / f"{self.count}.csv", [header, *rows], delimiter=",")
        run = services.start_run(
            SourceFile(path), kind="events", school=self.school, by="staff:1", now=MONDAY
        )
        return services.run_to_end(
            school_id=self.school.pk, run_id=run.pk, now=MONDAY, chunk_rows=chunk_rows
        )


@pytest.fixture
def load(school: School, tmp_path: Path) -> Loader:
    return Loader(school, tmp_path)


def paid(client: str = "c-1", value: str = "11.77", key: str = "p-1") -> list[str]:
    return [client, "payment_received", "1997-01-01 10:00", value, "Диск", "", "почта", "Ли", key]


def entries(event: str = "payment_received") -> list[JournalEntry]:
    voided = JournalEntry.objects.filter(event__name="entry_voided").values("value")
    found = JournalEntry.objects.filter(event__name=event).exclude(pk__in=voided)
    return list(found.order_by("pk"))


def test_an_event_names_everybody_by_their_external_names(load: Loader) -> None:
    run = load(paid())

    (entry,) = entries()
    assert run.tally == Tally(created=1)
    assert (entry.value, entry.external_id, entry.channel) == (1177, "p-1", "почта")
    assert f"{entry.happened_at:%F %T}" == "1997-01-01 07:00:00"
    assert Client.objects.get(pk=entry.client_id or 0).external_name == "c-1"
    assert Product.objects.get(pk=entry.product_id or 0).name == "Диск"
    assert Staff.objects.get(pk=entry.staff_id or 0).external_name == "Ли"
    assert Channel.objects.filter(key="почта").exists()


@pytest.mark.parametrize(
    ("at", "utc"),
    [
        ("1997-01-01", "1996-12-31 21:00:00"),
        ("2012-06-12 10:00:00", "2012-06-12 06:00:00"),
        ("2012-06-12T10:00:00+00:00", "2012-06-12 10:00:00"),
        ("2012-06-12T10:00:00Z", "2012-06-12 10:00:00"),
    ],
)
def test_a_naive_moment_is_the_schools_wall_clock(load: Loader, at: str, utc: str) -> None:
    row = paid()
    row[2] = at

    load(row)

    assert f"{entries()[0].happened_at:%F %T}" == utc


@pytest.mark.parametrize(
    ("event", "value", "stored"),
    [
        ("payment_received", "139.12", 13912),
        ("payment_received", "17.850000000000001", 1785),
        ("survey_answered", "4.5", 450),
        ("survey_answered", "0", 0),
        ("refund_paid", "10", 1000),
    ],
)
def test_a_value_is_kept_in_the_unit_of_its_kind(
    load: Loader, event: str, value: str, stored: int
) -> None:
    load(["c-1", event, "2026-10-01", value, "", "вопрос", "", "", ""])

    assert [entry.value for entry in entries(event)] == [stored]


def test_the_same_file_again_creates_nothing_with_ids_and_without(load: Loader) -> None:
    rows = [paid(), paid("c-2", key=""), paid("c-2", key="")]

    first, again = load(*rows), load(*rows)

    assert (first.tally, again.tally) == (Tally(created=3), Tally(unchanged=3))
    assert len(entries()) == 3


def test_equal_rows_without_an_id_are_as_many_events_over_all_chunks_too(load: Loader) -> None:
    rows = [paid(key="") for _ in range(7)]

    first, again = load(*rows, chunk_rows=3), load(*rows, chunk_rows=2)

    assert (first.created, again.created) == (7, 0)


def test_an_event_told_anew_under_its_id_is_corrected(load: Loader) -> None:
    load(paid(value="10"))

    run = load(paid(value="20"))

    assert run.tally == Tally(updated=1)
    assert [entry.value for entry in entries()] == [2000]
    assert load(paid(value="20"), paid(client="c-9", key="p-9")).tally.updated == 0


def test_of_two_rows_under_one_id_the_first_rules_now_and_when_it_comes_again(
    load: Loader,
) -> None:
    rows = [paid(value="1"), paid(value="2"), paid("c-2", value="5", key="p-2"), paid(value="3")]

    first, again = load(*rows, chunk_rows=2), load(*rows, chunk_rows=2)

    assert (first.tally, again.tally) == (Tally(created=2, unchanged=2), Tally(unchanged=4))
    assert [entry.value for entry in entries()] == [100, 500]


def test_attributes_are_kept_and_unknown_columns_left_out(load: Loader) -> None:
    header = [*HEADER, "attr.module", "attr.measure", "comment"]
    row = ["c-1", "lesson_viewed", "2026-10-01", "", "Курс", "Урок 1", "", "", "", "М1", "", "?"]

    load(row, header=header)

    assert entries("lesson_viewed")[0].attrs == {"module": "М1"}


def test_a_kind_without_a_client_may_leave_it_empty(load: Loader) -> None:
    run = load(["", "cost_recorded", "2026-10-01", "5000", "", "", "", "", ""])

    assert run.created == 1
    assert entries("cost_recorded")[0].client_id is None


def test_columns_the_file_does_not_need_may_be_missing(load: Loader) -> None:
    run = load(["cost_recorded", "2026-10-01", "5"], header=["event", "at", "value"])

    assert run.tally == Tally(created=1)


def test_bad_rows_are_left_out_with_column_and_reason(load: Loader) -> None:
    rows = [
        ["c", "made_up", "2026-10-01", "1", "", "", "", "", ""],
        ["c", "payment_received", "01.10.2026", "1", "", "", "", "", ""],
        ["c", "payment_received", "2026-10-01", "1,5", "", "", "", "", ""],
        ["c", "payment_received", "2026-10-01", "-1", "", "", "", "", ""],
        ["c", "payment_received", "2026-10-01", "", "", "", "", "", ""],
        ["", "payment_received", "2026-10-01", "1", "", "", "", "", ""],
        ["c", "lesson_viewed", "2026-10-01", "", "", "", "", "", ""],
        ["c", "enrolled", "2026-10-01", "", "", "", "", "", ""],
        ["c", "", "2026-10-01", "", "", "", "", "", ""],
        ["c", "payment_received", "", "1", "", "", "", "", ""],
        ["c", "entry_voided", "2026-10-01", "1", "", "", "", "", ""],
        paid(),
    ]

    run = load(*rows)

    assert run.tally == Tally(created=1, rejected=11)
    found = ImportReject.objects.order_by("line").values_list("line", "column", "code")
    assert list(found) == [
        (2, "event", "unknown_value"),
        (3, "at", "bad_date"),
        (4, "value", "bad_number"),
        (5, "value", "negative"),
        (6, "value", "empty"),
        (7, "client", "empty"),
        (8, "item", "empty"),
        (9, "product", "empty"),
        (10, "event", "empty"),
        (11, "at", "empty"),
        (12, "event", "unknown_value"),
    ]


def test_a_client_is_found_by_the_name_it_is_printed_by(load: Loader, school: School) -> None:
    load(paid("c-1"), paid("Anna@Mail.ru", key="p-2"))
    known = Client.objects.get(external_name="c-1")
    ClientKey.objects.create(school=school, kind="getcourse", value="657", client=known)

    load(paid("657", key="p-3"), paid("anna@mail.ru", key="p-4"))

    assert Client.objects.count() == 2
    assert {entry.client_id for entry in entries() if entry.external_id in {"p-1", "p-3"}} == {
        known.pk
    }
