"""The lake is compared with the journal, and a difference is named."""

import duckdb

from provodnik.kernel.models import School
from provodnik.lake import folder, layout, manifest, services
from provodnik.lake.compaction import compact
from provodnik.lake.tests.journals import NOW, as_owner, write
from provodnik.lake.types import FileKind
from provodnik.lake.verification import Difference, differences

JOURNAL = """
    anna  payment_received 2026-01-10T10:00 value=100 item=1
    anna  lesson_viewed    2026-01-11T10:00 item=intro product=basic
    boris payment_received 2026-01-12T10:00 value=200 item=2
"""


def test_settled_and_fresh_entries_agree_with_the_journal(lake: School) -> None:
    write(lake, JOURNAL)
    services.catch_up(now=NOW)
    compact(now=NOW, at_once=True)
    write(lake, "clara payment_received 2026-02-10T10:00 value=5 item=3")
    services.catch_up(now=NOW)

    assert differences() == []


def test_what_is_not_exported_yet_is_no_difference(lake: School) -> None:
    write(lake, JOURNAL)
    services.catch_up(now=NOW)
    write(lake, "clara payment_received 2026-02-10T10:00 value=5 item=3")

    assert differences() == []


def test_an_entry_voided_after_it_was_settled_is_left_out_on_both_sides(lake: School) -> None:
    [first, *_] = write(lake, JOURNAL)
    services.catch_up(now=NOW)
    compact(now=NOW, at_once=True)
    as_owner(
        "INSERT INTO kernel_journalentry"
        " (school_id, event_id, source_id, happened_at, client_id, value, actor, attrs)"
        f" SELECT {lake.pk}, (SELECT id FROM kernel_eventname WHERE name = 'entry_voided'),"
        f" source_id, now(), 1, {first}, 'test', '{{}}' FROM kernel_journalentry LIMIT 1"
    )
    services.catch_up(now=NOW)

    assert differences() == []


def test_a_changed_entry_is_named_by_school_and_kind(lake: School) -> None:
    write(lake, JOURNAL)
    services.catch_up(now=NOW)
    as_owner("UPDATE kernel_journalentry SET value = value + 1 WHERE item = '2'")

    assert differences() == [Difference(lake.pk, "payment_received", 2, 2)]


def test_a_lost_entry_is_named_with_both_counts(lake: School) -> None:
    write(lake, JOURNAL)
    services.catch_up(now=NOW)
    [tail] = [file for file in manifest.living() if file.kind == FileKind.TAIL]
    path = folder.absolute(tail.path)
    with duckdb.connect() as duck:
        duck.execute(f"CREATE TABLE kept AS FROM '{path}' WHERE event <> 'lesson_viewed'")
        duck.execute(f"COPY kept TO '{path}' {layout.PARQUET}")

    assert differences() == [Difference(lake.pk, "lesson_viewed", 1, 0)]
