"""Tails into settled files: sorted by client and time, with their roll-ups beside them.

A shard is what is rewritten together. A big school has one for each kind of entry,
so that a question reads only the kinds it asks about; small schools share one.
Voided entries and the entries that void them are left behind here for good.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from duckdb import DuckDBPyConnection

from provodnik.lake import engine, folder, layout
from provodnik.lake.types import FileKind, StoredFile

MAX_TAILS = 60
MAX_TAIL_ROWS = 50_000
BIG_SCHOOL_ROWS = 1_000_000
FILE_ROWS = 5_000_000

_BY_CLIENT = "ORDER BY tenant, event, client_id"


@dataclass(frozen=True, slots=True)
class Shard:
    """Entries of some schools, of one kind or of all. `condition` is their SQL."""

    tenants: frozenset[int]
    event: str | None = None

    @property
    def tenant(self) -> int | None:
        """The school, where it does not share."""
        return next(iter(self.tenants)) if self.event is not None else None

    @property
    def condition(self) -> str:
        schools = ", ".join(map(str, sorted(self.tenants)))
        kind = f" AND event = '{self.event}'" if self.event is not None else ""
        return f"tenant IN ({schools}){kind}"

    def reads(self, file: StoredFile) -> bool:
        """Whether a file may hold entries of this shard."""
        return (
            file.kind in (FileKind.TAIL, FileKind.BASE)
            and bool(file.tenants & self.tenants)
            and (self.event is None or file.event in (None, self.event))
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """What one compaction writes, and the settled files that it replaces."""

    shards: tuple[Shard, ...]
    replaced: tuple[StoredFile, ...]


def is_due(tails: Iterable[StoredFile]) -> bool:
    """Whether there is enough fresh data to be worth sorting in."""
    return sum(tail.rows for tail in tails) >= MAX_TAIL_ROWS


def fold(name: str, tails: list[StoredFile]) -> StoredFile:
    """Many small tails as one: an hour's minutes are quicker to read together."""
    path = folder.new_path(name, FileKind.TAIL)
    query = f"SELECT * FROM {_relation(tails)} ORDER BY id"
    with engine.connect() as duck:
        copied = duck.execute(
            f"COPY ({query}) TO '{folder.absolute(path)}' {layout.PARQUET}"
        ).fetchone()
    return StoredFile(
        path=path,
        kind=FileKind.TAIL,
        tenants=frozenset[int]().union(*(tail.tenants for tail in tails)),
        rows=copied[0] if copied else 0,
        last_at=max(tail.last_at for tail in tails),
    )


def settle(
    name: str, tails: list[StoredFile], settled: list[StoredFile]
) -> tuple[list[StoredFile], list[StoredFile]]:
    """Write new settled files into the folder `name`; touches nothing else.

    Returns them, and the settled files that they replace. Cost: about 3 s for each
    million entries of the shards that the tails touch.
    """
    with engine.connect() as duck:
        work = plan(duck, tails, settled)
        written = [
            file for shard in work.shards for file in _write(duck, name, shard, [*tails, *settled])
        ]
    return written, list(work.replaced)


def plan(duck: DuckDBPyConnection, tails: list[StoredFile], settled: list[StoredFile]) -> Plan:
    """The shards that fresh entries touch, as they are to be after this compaction.

    A school that has grown big leaves the shared file and gets shards of its own.
    """
    sizes = _sizes(duck, tails, settled)
    touched = frozenset[int]().union(*(tail.tenants for tail in tails))
    grown = {school for school, rows in sizes.items() if rows >= BIG_SCHOOL_ROWS}
    big = grown | {file.tenant for file in settled if file.tenant is not None}
    shared = [file for file in settled if file.tenant is None]
    stale = [file for file in shared if file.tenants & touched]
    moving = big & frozenset[int]().union(*(file.tenants for file in stale))
    small = frozenset(touched).union(*(file.tenants for file in stale)) - big
    own = [
        Shard(frozenset({school}), event)
        for school in sorted(big & touched)
        for event in _touched_kinds(duck, school, tails, settled, everything=school in moving)
    ]
    packs = [Shard(frozenset(pack)) for pack in _by_size(sorted(small), sizes)]
    kinds = {(shard.tenant, shard.event) for shard in own}
    outdated = [file for file in settled if (file.tenant, file.event) in kinds]
    return Plan((*own, *packs), (*stale, *outdated))


def _by_size(schools: Iterable[int], sizes: dict[int, int]) -> list[list[int]]:
    """Schools side by side until a file is full."""
    packs: list[list[int]] = []
    filled = FILE_ROWS
    for school in schools:
        if filled + sizes.get(school, 0) > FILE_ROWS:
            packs.append([])
            filled = 0
        packs[-1].append(school)
        filled += sizes.get(school, 0)
    return packs


def _sizes(
    duck: DuckDBPyConnection, tails: list[StoredFile], settled: list[StoredFile]
) -> dict[int, int]:
    """Entries of each school in the lake."""
    base = [file for file in settled if file.kind == FileKind.BASE]
    rows = duck.execute(
        f"SELECT tenant, count(*) FROM {_relation([*tails, *base])} GROUP BY tenant"
    ).fetchall()
    return dict(rows)


def _touched_kinds(
    duck: DuckDBPyConnection,
    school: int,
    tails: list[StoredFile],
    settled: list[StoredFile],
    *,
    everything: bool,
) -> list[str]:
    """Kinds of a big school that have fresh entries or lose voided ones."""
    base = [file for file in settled if file.kind == FileKind.BASE and school in file.tenants]
    tail, stored = _relation(tails), _relation([*tails, *base])
    wanted = "true" if everything else f"id IN (SELECT id FROM {tail} WHERE tenant = {school})"
    rows = duck.execute(
        f"SELECT DISTINCT event FROM {stored} WHERE tenant = {school}"
        f" AND event <> '{layout.VOIDED}' AND ({wanted} OR id IN"
        f" (SELECT value FROM {tail} WHERE tenant = {school} AND event = '{layout.VOIDED}'))"
        " ORDER BY event"
    ).fetchall()
    return [row[0] for row in rows]


def _write(
    duck: DuckDBPyConnection, name: str, shard: Shard, files: list[StoredFile]
) -> list[StoredFile]:
    """The shard's settled files and roll-ups, not yet durable."""
    sources = [file for file in files if shard.reads(file)]
    fresh = _relation([file for file in sources if file.kind == FileKind.TAIL])
    duck.execute(
        "CREATE OR REPLACE TEMP VIEW settled AS"
        f" SELECT * FROM {_relation(sources)} WHERE {shard.condition}"
        f" AND event <> '{layout.VOIDED}' AND id NOT IN (SELECT value FROM {fresh}"
        f" WHERE event = '{layout.VOIDED}' AND value IS NOT NULL)"
    )
    found = duck.execute("SELECT count(*), max(happened_at) FROM settled").fetchone()
    rows, last = found or (0, None)
    if not rows:
        return []
    write = _Writer(duck, name, shard, last.replace(tzinfo=UTC))
    base = [
        write.copy(FileKind.BASE, f"SELECT * FROM settled WHERE {part} {layout.SORTED}")
        for part in _parts(duck, rows)
    ]
    keyed = f"(SELECT *, {layout.ORDER_KEY} AS order_key FROM {_relation(base)})"
    return [
        *base,
        write.copy(FileKind.MONTHS, f"{layout.months_of(keyed)} {_BY_CLIENT}, month"),
        write.copy(FileKind.TOTALS, f"{layout.totals_of(keyed)} {_BY_CLIENT}"),
    ]


@dataclass(frozen=True, slots=True)
class _Writer:
    duck: DuckDBPyConnection
    folder: str
    shard: Shard
    last_at: datetime

    def copy(self, kind: FileKind, query: str) -> StoredFile:
        path = folder.new_path(self.folder, kind)
        copied = self.duck.execute(
            f"COPY ({query}) TO '{folder.absolute(path)}' {layout.PARQUET}"
        ).fetchone()
        return StoredFile(
            path=path,
            kind=kind,
            tenants=self.shard.tenants,
            rows=copied[0] if copied else 0,
            last_at=self.last_at,
            tenant=self.shard.tenant,
            event=self.shard.event,
        )


def _parts(duck: DuckDBPyConnection, rows: int) -> list[str]:
    """Conditions that cut the settled rows into files by ranges of clients."""
    count = -(-rows // FILE_ROWS)
    cuts = [n / count for n in range(1, count)]
    if not cuts:
        return ["true"]
    found = duck.execute(f"SELECT quantile_disc(client_id, {cuts}) FROM settled").fetchone()
    edges = sorted(set(found[0])) if found and found[0] else []
    if not edges:
        return ["true"]
    first = f"(client_id IS NULL OR client_id < {edges[0]})"
    last = f"client_id >= {edges[-1]}"
    between = [f"client_id >= {a} AND client_id < {b}" for a, b in pairwise(edges)]
    return [first, *between, last]


def _relation(files: list[StoredFile]) -> str:
    """Files as a relation for FROM; it has the columns of an entry even without a file."""
    if not files:
        return f"(SELECT {layout.NOTHING} LIMIT 0)"
    return layout.files([folder.absolute(file.path) for file in files])
