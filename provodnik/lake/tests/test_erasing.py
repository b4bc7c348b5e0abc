"""The lake forgets what the journal forgot: files anew, roll-ups and other people as they were."""

from datetime import timedelta
from pathlib import Path

import pytest

from provodnik.kernel.models import School
from provodnik.lake import erasing, folder, layout, manifest, services
from provodnik.lake.compaction import compact
from provodnik.lake.engine import connect
from provodnik.lake.tests.journals import NOW, as_owner, write
from provodnik.lake.types import FileKind, StoredFile
from provodnik.lake.upkeep import sweep
from provodnik.lake.verification import differences

SETTLED = """
    anna  payment_received 2026-01-10T10:00 value=100 item=1
    anna  review_received  2026-01-11T10:00 item=тайна type=text
    boris payment_received 2026-01-12T10:00 value=200 item=2
"""
FRESH = """
    anna  review_received  2026-02-11T10:00 item=тайна type=video
    clara payment_received 2026-02-12T10:00 value=300 item=3
"""
ANNA = 1


@pytest.fixture
def told(lake: School) -> School:
    """Two of Anna's secrets, one settled, one in the tail; and others beside her."""
    names = {"client": {"anna": ANNA, "boris": 2, "clara": 3}, "product": {}, "staff": {}}
    write(lake, SETTLED, names)
    services.catch_up(now=NOW)
    compact(now=NOW, at_once=True)
    write(lake, FRESH, names)
    services.catch_up(now=NOW)
    return lake


def forget() -> None:
    """The journal after an erasure."""
    as_owner(
        "UPDATE kernel_journalentry SET item = 'erased:1', attrs = '{}'"
        f" WHERE client_id = {ANNA} AND item = 'тайна'"
    )


def entries(files: list[StoredFile], columns: str = "*") -> list[tuple[object, ...]]:
    paths = [folder.absolute(f.path) for f in files if f.kind in (FileKind.TAIL, FileKind.BASE)]
    with connect() as duck:
        return duck.execute(f"SELECT {columns} FROM {layout.files(paths)} ORDER BY id").fetchall()


def on_disk() -> bytes:
    """All files of the lake as they lie there, named or not."""
    with connect() as duck:
        found = sorted(folder.root().glob("*/*.parquet"))
        rows = [duck.execute(f"FROM {layout.files([str(f)])}").fetchall() for f in found]
    return repr(rows).encode()


def test_files_say_of_the_erased_what_the_journal_says(told: School) -> None:
    forget()
    assert differences() != []

    replaced = erasing.rewrite(told.pk, [ANNA], now=NOW)

    assert (replaced, differences()) == (2, [])
    assert "тайна" not in repr(entries(manifest.living()))


def test_entries_of_others_and_the_roll_ups_stay_as_they_were(told: School) -> None:
    before = manifest.living()
    others = [row for row in entries(before) if row[6] != ANNA]
    rollups = [file for file in before if file.kind in (FileKind.MONTHS, FileKind.TOTALS)]
    forget()

    erasing.rewrite(told.pk, [ANNA], now=NOW)

    after = manifest.living()
    assert [row for row in entries(after) if row[6] != ANNA] == others
    assert [file for file in after if file.kind in (FileKind.MONTHS, FileKind.TOTALS)] == rollups
    assert sum(file.rows for file in after) == sum(file.rows for file in before)


def test_settled_files_stay_sorted_by_client_and_time(told: School) -> None:
    forget()
    erasing.rewrite(told.pk, [ANNA], now=NOW)

    [base] = [file for file in manifest.living() if file.kind == FileKind.BASE]
    with connect() as duck:
        path = layout.files([folder.absolute(base.path)])
        order = "tenant, event, client_id, happened_at, id"
        lying = duck.execute(f"SELECT {order} FROM {path}").fetchall()
    assert lying == sorted(lying)


def test_again_there_is_nothing_to_rewrite(told: School) -> None:
    forget()
    erasing.rewrite(told.pk, [ANNA], now=NOW)
    named = manifest.living()

    assert erasing.rewrite(told.pk, [ANNA], now=NOW) == 0
    assert manifest.living() == named


def test_the_old_files_are_off_the_disk_an_hour_later(told: School) -> None:
    forget()
    erasing.rewrite(told.pk, [ANNA], now=NOW)
    assert "тайна" in on_disk().decode()

    sweep(now=NOW + timedelta(hours=1, seconds=1))

    assert "тайна" not in on_disk().decode()
    assert differences() == []


def test_what_comes_after_is_settled_together_with_it(told: School) -> None:
    forget()
    erasing.rewrite(told.pk, [ANNA], now=NOW)

    compact(now=NOW, at_once=True)

    assert differences() == []
    assert "тайна" not in repr(entries(manifest.living()))


def test_before_the_first_export_there_is_nothing_to_do(lake: School) -> None:
    assert erasing.rewrite(lake.pk, [ANNA], now=NOW) == 0


def test_a_file_written_by_somebody_killed_before_the_commit_is_swept(
    told: School, tmp_path: Path
) -> None:
    forget()
    stray = folder.absolute(folder.new_path(manifest.mark().folder, FileKind.BASE))  # type: ignore[union-attr]  # exported
    Path(stray).write_bytes(b"half a file")

    erasing.rewrite(told.pk, [ANNA], now=NOW)
    sweep(now=NOW)

    assert not Path(stray).exists()
    assert differences() == []
