"""Whether the lake holds what the journal holds: counted on both sides, kind by kind.

Only what the mark says is exported is compared, so a busy school does not look broken.
Voided entries are left out on both sides, since settling leaves them behind.
"""

from dataclasses import dataclass

from django.conf import settings
from duckdb import DuckDBPyConnection

from provodnik.lake import engine, folder, layout, manifest
from provodnik.lake.journal_reader import session
from provodnik.lake.models import LakeMark
from provodnik.lake.types import FileKind

_SUMS = (
    "count(*) AS entries, sum(id)::HUGEINT AS ids, sum(client_id)::HUGEINT AS clients,"
    " sum(value)::HUGEINT AS amount, sum(epoch_us(happened_at))::HUGEINT AS moments,"
    " sum(length(attrs))::HUGEINT AS attributes,"
    " sum(length(concat(item, '|', external_id)))::HUGEINT AS names"
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A school's entries of one kind that the two do not agree about."""

    school_id: int
    event: str
    in_journal: int
    in_lake: int


def differences() -> list[Difference]:
    """Where journal and lake differ; empty when they agree, or before the first export.

    Compares numbers of entries and sums of ids, clients, amounts, moments and lengths of
    attributes, items and external ids. Cost: reads the whole journal and the whole lake once.
    """
    mark = manifest.mark()
    if mark is None:
        return []
    with engine.connect() as duck:
        with session(settings.LAKE_DATABASE_URL, is_one_state=True) as journal:
            duck.register("told", journal.stream(layout.JOURNAL + _exported(mark)))
            duck.execute("CREATE TEMP TABLE journal AS FROM told")
        duck.execute(f"CREATE TEMP VIEW lake AS {_stored()}")
        return _compared(duck)


def _exported(mark: LakeMark) -> str:
    """Entries the exporter has taken: what `export` left out is all that is missing here."""
    own = f" WHERE j.tx < '{mark.exported_tx}'::xid8"
    return own if mark.foreign_tx is None else f"{own} OR j.id <= {mark.foreign_id}"


def _stored() -> str:
    kinds = (FileKind.TAIL, FileKind.BASE)
    paths = [folder.absolute(file.path) for file in manifest.living() if file.kind in kinds]
    return f"FROM {layout.files(paths)}" if paths else f"SELECT {layout.NOTHING} LIMIT 0"


def _compared(duck: DuckDBPyConnection) -> list[Difference]:
    sums = " FULL JOIN ".join(f"({_sums_of(side)}) {side}_sums" for side in ("journal", "lake"))
    told = ("entries", "ids", "clients", "amount", "moments", "attributes", "names")
    differ = " OR ".join(f"journal_sums.{name} IS DISTINCT FROM lake_sums.{name}" for name in told)
    rows = duck.execute(
        "SELECT tenant, event, coalesce(journal_sums.entries, 0), coalesce(lake_sums.entries, 0)"
        f" FROM {sums} USING (tenant, event) WHERE {differ} ORDER BY ALL"
    ).fetchall()
    return [Difference(*row) for row in rows]


def _sums_of(side: str) -> str:
    return (
        f"SELECT tenant, event, {_SUMS} FROM {side} WHERE event <> '{layout.VOIDED}'"
        f" AND id NOT IN (SELECT value FROM journal WHERE event = '{layout.VOIDED}'"
        " AND value IS NOT NULL) GROUP BY ALL"
    )
