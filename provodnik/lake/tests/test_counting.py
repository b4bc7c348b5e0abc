"""Roll-ups with the tail added equal counts made from the entries alone."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from provodnik.lake import engine, folder, layout, settling
from provodnik.lake.reading import forget, reading
from provodnik.lake.source import Source
from provodnik.lake.types import FileKind, StoredFile

SCHOOL = 7
RELATIONS = ("client_months", "client_totals", "client_orders")
type Row = tuple[int, str, int, str | None, int | None, str | None]
"""id, event, client, item, value, external id"""


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.HOME = tmp_path
    forget()
    yield tmp_path
    forget()


def journal(chance: random.Random, length: int) -> list[Row]:
    """A few clients who buy in parts, from the balance and without orders; some entries voided."""
    rows: list[Row] = []
    for nth in range(1, length + 1):
        event = chance.choice(
            ["payment_received"] * 5 + ["refund_paid", "balance_spent", "lesson_viewed"]
        )
        client = chance.randint(1, 8)
        item = chance.choice([None, "1", "2", f"{client}-3"])
        external = chance.choice([None, f"p{nth}", "of two sources"])
        rows.append((nth, event, client, item, chance.randint(0, 900), external))
        if chance.random() < 0.05:
            wrong = chance.choice(rows)
            rows.append((10_000 + nth, layout.VOIDED, wrong[2], None, wrong[0], None))
    return rows


def tail(rows: list[Row]) -> StoredFile:
    """Entries as the exporter writes them; an entry's month follows its id."""
    path = folder.new_path("test", FileKind.TAIL)
    with engine.connect() as duck:
        duck.execute(
            "CREATE TEMP TABLE given (id BIGINT, event VARCHAR, client_id BIGINT, item VARCHAR,"
            " value BIGINT, external_id VARCHAR)"
        )
        duck.executemany("INSERT INTO given VALUES (?, ?, ?, ?, ?, ?)", rows)
        duck.execute(
            f"COPY (SELECT {SCHOOL}::BIGINT AS tenant, id, event, 'events' AS source,"
            " TIMESTAMP '2026-01-01' + to_days((id % 200)::INT) AS happened_at,"
            " TIMESTAMP '2026-01-01' + to_days((id % 200)::INT) AS local_at, client_id,"
            " NULL::BIGINT AS staff_id, NULL::BIGINT AS product_id, item,"
            " NULL::VARCHAR AS channel, value, external_id, 'test' AS actor, '{}' AS attrs"
            f" FROM given) TO '{folder.absolute(path)}' {layout.PARQUET}"
        )
    return StoredFile(path, FileKind.TAIL, frozenset({SCHOOL}), len(rows), datetime.now(UTC))


def counts(files: list[StoredFile], aliases: tuple[tuple[int, int], ...]) -> dict[str, list[Any]]:
    with reading(Source(SCHOOL, tuple(files), aliases)) as reader:
        return {
            name: sorted(reader.duck.execute(f"SELECT * FROM {name}").fetchall())
            for name in RELATIONS
        }


@pytest.mark.parametrize("aliases", [(), ((1, 2), (3, 2))], ids=["no merges", "merged clients"])
@pytest.mark.parametrize("big_from", [1, 1_000_000], ids=["own files", "shared file"])
@pytest.mark.parametrize("seed", range(6))
def test_counts_do_not_depend_on_what_is_settled(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
    big_from: int,
    aliases: tuple[tuple[int, int], ...],
) -> None:
    monkeypatch.setattr(settling, "BIG_SCHOOL_ROWS", big_from)
    monkeypatch.setattr(settling, "FILE_ROWS", 40)
    chance = random.Random(seed)
    rows = journal(chance, 120)
    first, second = sorted(chance.sample(range(len(rows)), 2))

    expected = counts([tail(rows)], aliases)
    once, _ = settling.settle("test", [tail(rows[:first])], []) if first else ([], [])
    fresh = tail(rows[first:second]) if second > first else None
    rest = tail(rows[second:])
    mixed = counts([*once, *([fresh] if fresh else []), rest], aliases)
    twice, replaced = settling.settle("test", [*([fresh] if fresh else []), rest], once)
    settled = [file for file in once if file not in replaced] + twice

    assert mixed == expected
    assert counts(settled, aliases) == expected
