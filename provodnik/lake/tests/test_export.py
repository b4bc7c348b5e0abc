"""Each journal entry is in the lake exactly once, whatever happens beside the exporter."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import connections

from provodnik.kernel.models import School
from provodnik.lake import engine, folder, layout, manifest, services
from provodnik.lake.export import export
from provodnik.lake.models import LakeFile, LakeMark
from provodnik.lake.tests.journals import NOW, as_owner, write
from provodnik.lake.types import FileKind
from provodnik.lake.upkeep import sweep

PAYMENT = "anna payment_received 2026-01-10T10:00 value=100 item=1"


def ids_in_lake() -> list[int]:
    """Ids of all entries in the files that make up the lake, sorted, repeats kept."""
    paths = [
        folder.absolute(file.path)
        for file in manifest.living()
        if file.kind in (FileKind.TAIL, FileKind.BASE)
    ]
    if not paths:
        return []
    with engine.connect() as duck:
        return [
            row[0]
            for row in duck.execute(f"SELECT id FROM {layout.files(paths)} ORDER BY id").fetchall()
        ]


def ids_in_journal() -> list[int]:
    return sorted(row[0] for row in as_owner("SELECT id FROM kernel_journalentry"))


def another_writer(school: School) -> psycopg.Connection:
    """A session of its own, with a transaction open in the school."""
    database = connections["default"].settings_dict["NAME"]
    writer = psycopg.connect(settings.URLS.app, dbname=database)
    writer.execute("SELECT set_config('app.school', %s, true)", [str(school.pk)])
    return writer


def record(writer: psycopg.Connection, school: School) -> None:
    writer.execute(
        "INSERT INTO kernel_journalentry"
        " (school_id, event_id, source_id, happened_at, client_id, product_id, actor, attrs)"
        " SELECT %s, (SELECT id FROM kernel_eventname WHERE name = 'enrolled'),"
        " (SELECT id FROM kernel_sourcename WHERE name = 'provodnik'), now(), 1, 1, 'test', '{}'",
        [school.pk],
    )


def test_entry_of_a_long_transaction_is_not_lost_behind_a_later_one(lake: School) -> None:
    services.catch_up(now=NOW)
    with another_writer(lake) as slow:
        record(slow, lake)
        write(lake, PAYMENT)
        waiting = export(now=NOW).waiting
        assert (waiting, ids_in_lake()) == (1, []), "a later id must wait for an earlier one"
        slow.commit()

    services.catch_up(now=NOW)

    assert len(ids_in_journal()) == 2
    assert ids_in_lake() == ids_in_journal()


def test_transaction_of_another_database_is_not_waited_for(lake: School) -> None:
    with psycopg.connect(settings.URLS.owner) as elsewhere:
        elsewhere.execute("SELECT pg_current_xact_id()")
        write(lake, PAYMENT)

        assert export(now=NOW).waiting == 0

    assert ids_in_lake() == ids_in_journal()


def test_entry_of_a_rolled_back_transaction_never_comes(lake: School) -> None:
    with another_writer(lake) as writer:
        record(writer, lake)
        writer.rollback()

    services.catch_up(now=NOW)

    assert ids_in_lake() == []


def test_export_again_brings_nothing_twice(lake: School) -> None:
    write(lake, PAYMENT)

    first, second = export(now=NOW), export(now=NOW)

    assert (first.entries, second.entries) == (1, 0)
    assert ids_in_lake() == ids_in_journal()


@pytest.mark.slow
def test_exporters_and_writers_at_once_keep_each_entry_once(lake: School) -> None:
    def exporter(_: int) -> None:
        for _round in range(6):
            export(now=NOW)
        connections.close_all()

    def writer(_: int) -> None:
        for _round in range(10):
            with another_writer(lake) as session:
                record(session, lake)
                record(session, lake)
                if _round % 3 == 0:
                    session.rollback()

    with ThreadPoolExecutor(max_workers=5) as pool:
        list(pool.map(lambda job: job(0), [exporter, writer, writer, writer, exporter]))
    services.catch_up(now=NOW)

    assert len(ids_in_journal()) == 36
    assert ids_in_lake() == ids_in_journal()


def test_file_left_by_a_killed_exporter_is_swept_and_its_entries_come_again(lake: School) -> None:
    services.catch_up(now=NOW)
    mark = manifest.mark()
    assert mark is not None
    orphan = folder.new_path(mark.folder, FileKind.TAIL)
    (folder.root() / orphan).write_bytes(b"half a file")
    write(lake, PAYMENT)

    services.catch_up(now=NOW)
    assert ids_in_lake() == ids_in_journal()

    assert sweep(now=NOW) == 1
    assert not folder.exists(orphan)


def test_dropped_file_stays_an_hour_for_its_readers(lake: School) -> None:
    write(lake, PAYMENT)
    services.catch_up(now=NOW)
    [tail] = manifest.living()
    manifest.drop([tail], now=NOW)

    sweep(now=NOW + timedelta(minutes=59))
    assert folder.exists(tail.path)

    sweep(now=NOW + timedelta(minutes=60))
    assert not folder.exists(tail.path)
    assert not LakeFile.objects.filter(path=tail.path).exists()


def spoil_cluster(_: School) -> None:
    LakeMark.objects.update(system_identifier="another")


def lose_file(_: School) -> None:
    for file in manifest.living():
        folder.delete(file.path)


def move_school(school: School) -> None:
    School.objects.filter(pk=school.pk).update(timezone="Asia/Vladivostok")


@pytest.mark.parametrize("spoil", [spoil_cluster, lose_file, move_school])
def test_lake_that_is_not_of_this_journal_is_built_anew(lake: School, spoil: object) -> None:
    write(lake, PAYMENT)
    services.catch_up(now=NOW)
    old = manifest.mark()
    assert callable(spoil)

    spoil(lake)
    services.catch_up(now=NOW)

    new = manifest.mark()
    assert old is not None
    assert new is not None
    assert old.folder != new.folder
    assert ids_in_lake() == ids_in_journal()


def test_entries_of_a_restored_journal_come_once_though_their_numbers_lie_ahead(
    lake: School,
) -> None:
    write(lake, PAYMENT + "\nboris" + PAYMENT[4:])
    [[ahead]] = as_owner("SELECT (pg_snapshot_xmax(pg_current_snapshot())::text::bigint + 2)")
    as_owner(f"UPDATE kernel_journalentry SET tx = '{ahead}'::xid8")

    services.catch_up(now=NOW)
    assert ids_in_lake() == ids_in_journal()

    for _ in range(4):  # this cluster gets to the numbers of the old one
        write(lake, "vera enrolled 2026-01-11T10:00 product=basic")
        services.catch_up(now=NOW)
    assert len(ids_in_journal()) == 6
    assert ids_in_lake() == ids_in_journal()


def test_wall_clock_is_the_schools(lake: School) -> None:
    write(lake, "anna payment_received 2026-01-31T23:30 value=100 item=1")
    services.catch_up(now=NOW)

    [row] = services.measure("cohort_revenue", school_id=lake.pk, now=NOW).rows

    assert row.dims == {"cohort": "2026-01"}
