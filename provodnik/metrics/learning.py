"""Learning as the journal tells it. Every metric of courses is built from these relations.

A student of a course is a client and a product they got access to, counted once however
often access was opened. Their cohort is the calendar month of the first access. What a
student does belongs to the product the entry names; an entry that names none belongs to
the only course of the client, and to no course where there are several.
"""

from typing import TYPE_CHECKING

from provodnik.metrics import tables
from provodnik.metrics.lazy import ibis
from provodnik.metrics.orders import orders, payments, refunds, with_refunds
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

STUDENT = ("client_id", "product_id")
EVIDENCE = (tables.VIEWED, tables.HANDED_IN, tables.REVIEWED, "module_completed")
"""Any of these tells that a student reached a module."""


def students(t: Tables) -> "Table":
    """Everybody who ever got access to a product, each course of theirs a row.

    The person is whoever the access names, else the coordinator assigned last.

    Shape:   one row a client and product: id (entry of the first access), client_id,
             product_id, happened_at, local_at, cohort, staff_id
    """
    opened = _first(t.of(tables.ENROLLED).filter(lambda entry: entry.product_id.notnull()))
    joined = opened.left_join(coordinators(t), "client_id")
    return joined.select(
        "id",
        *STUDENT,
        "happened_at",
        "local_at",
        cohort=joined.local_at.truncate("M").date(),
        staff_id=joined.staff_id.coalesce(joined.assigned_id),
    )


def coordinators(t: Tables) -> "Table":
    """Who leads each client now: the coordinator assigned last.

    Shape:   one row a client: client_id, assigned_id
    """
    given = t.of("coordinator_assigned")
    newest = ibis.window(group_by="client_id", order_by=given.id.desc())
    latest = given.mutate(nth=ibis.row_number().over(newest))
    return latest.filter(latest.nth == 0).select("client_id", assigned_id="staff_id")


def finishes(t: Tables) -> "Table":
    """The first time each client finished each product.

    Shape:   one row a client and product: the columns of entries
    """
    return _first(t.of(*tables.FINISHED))


def _first(entries: "Table") -> "Table":
    in_time = ibis.window(group_by=list(STUDENT), order_by=["happened_at", "id"])
    ranked = entries.mutate(nth=ibis.row_number().over(in_time))
    return ranked.filter(ranked.nth == 0).drop("nth")


def deeds(t: Tables, *events: str) -> "Table":
    """What students did, each entry with its course.

    Shape:   one row an entry: id, event, client_id, product_id, happened_at, local_at,
             item, module (the item's where none is told), value, staff_id, is_required
    """
    done = t.of(*events)
    opened = t.of(tables.ENROLLED)
    known = opened.group_by("client_id").agg(
        sole_id=opened.product_id.min(), courses=opened.product_id.nunique()
    )
    joined = done.left_join(known.filter(known.courses == 1), "client_id")
    told = joined.attr_required.lower().fill_null("")
    return joined.select(
        "id",
        "event",
        "client_id",
        "happened_at",
        "local_at",
        "item",
        "value",
        "staff_id",
        product_id=joined.product_id.coalesce(joined.sole_id),
        module=joined.attr_module.coalesce(joined.item),
        is_required=~told.isin(["false", "0", "no"]),
    )


def refunded(t: Tables) -> "Table":
    """Students whose orders of a product were all given back whole.

    Shape:   one row a client and product: client_id, product_id
    """
    paid_orders = orders(payments(t))
    told = with_refunds(paid_orders, refunds(t, paid_orders))
    told = told.filter(told.product_id.notnull())
    kept = told.group_by(*STUDENT).agg(kept=(~told.is_given_back).sum())
    return kept.filter(kept.kept == 0).select(*STUDENT)
