"""Who an analysis looks at: the clients whose starting entry fits the slice.

A slice is a relation of one row, so that one compiled question serves every slice.
"""

from typing import TYPE_CHECKING

from provodnik.metrics import tables
from provodnik.metrics.lazy import ibis
from provodnik.metrics.orders import payments
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Table

SCHEMAS = {
    "slice": {
        "product_id": "int64",
        "staff_id": "int64",
        "channel": "string",
        "cohort": "date",
        "has_chosen": "boolean",
    },
    "chosen": {"client_id": "int64"},
}
"""Relations beside those of `tables`.

slice   one row; a column that is null leaves that side open
chosen  clients of a segment, read only where slice.has_chosen
"""

SLICED = ("product_id", "staff_id", "channel")


def starts(t: Tables, event: str) -> "Table":
    """Each client's first entry of a kind that fits the slice, where it lies in the period.

    A payment stands under the channel, person and product it is credited to.

    Shape:   one row a client: client_id, id, started_at (UTC), local_at
    """
    entries = payments(t) if event == tables.PAID else t.of(event)
    first = ibis.window(group_by="client_id", order_by=["happened_at", "id"])
    ranked = entries.filter(_fits(entries)).mutate(nth=ibis.row_number().over(first))
    found = t.in_period(ranked.filter(ranked.nth == 0))
    told = found.select("client_id", "id", "local_at", started_at=found.happened_at)
    return _of_chosen(t, told)


def narrowed(t: Tables, rows: "Table") -> "Table":
    """The rows that fit the slice: by their own product, person and channel, and by whose
    they are.

    Shape:   rows with client_id, product_id, staff_id and channel → some of the same rows
    """
    return _of_chosen(t, rows.filter(_fits(rows)))


def _fits(rows: "Table") -> "BooleanValue":
    asked = ibis.table(SCHEMAS["slice"], name="slice")
    fits: BooleanValue = ibis.literal(True)
    for column in SLICED:
        wanted = asked[column].as_scalar()
        fits = fits & (wanted.isnull() | (rows[column] == wanted))
    return fits


def _of_chosen(t: Tables, found: "Table") -> "Table":
    """Those in the cohort of the slice, and in its list of clients."""
    asked = ibis.table(SCHEMAS["slice"], name="slice")
    listed = ibis.table(SCHEMAS["chosen"], name="chosen").distinct()
    paid = t.client_totals.filter(t.client_totals.event == tables.PAID)
    cohorts = paid.select("client_id", cohort=paid.first_local_at.truncate("M").date())
    joined = found.left_join(cohorts, "client_id").drop("client_id_right")
    joined = joined.left_join(listed, "client_id", rname="listed_{name}")
    wanted, has_chosen = asked.cohort.as_scalar(), asked.has_chosen.as_scalar()
    in_cohort = wanted.isnull() | (joined.cohort == wanted)
    is_listed = ~has_chosen | joined.listed_client_id.notnull()
    return joined.filter(in_cohort, is_listed).select(*found.columns)
