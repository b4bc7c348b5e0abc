"""Leads: when the school got to know each client, where from, and what they bought since."""

from typing import TYPE_CHECKING

from provodnik.metrics import tables
from provodnik.metrics.lazy import ibis
from provodnik.metrics.orders import orders, received
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

COMING = (tables.LEAD, tables.PLACED, *tables.PAYING)
"""Whichever comes first makes a lead: nobody buys without having come."""

STEPS = ("lead", "bought", "returned")
"""How far a lead came, each step holding the next one."""


def leads(t: Tables) -> "Table":
    """Everybody who ever came to the school, with the first source that was told.

    A lead is of the moment the source told the school about them or, where nobody did or
    later than they bought, of their first order. The source is the earliest one named: what
    won them. Later visits are told in the crediting of sales.

    Shape:   one row a client: client_id, lead_at (wall clock), month, source, campaign (null
             where nothing was told)
    Source:  lead_came (attrs.campaign), order_placed, payment_received, balance_spent
    """
    totals = t.client_totals
    came = totals.filter(totals.event.isin(COMING))
    came = came.group_by("client_id").agg(lead_at=came.first_local_at.min())
    told = t.of(tables.LEAD)
    named = told.filter(told["item"].notnull())
    first = ibis.window(group_by="client_id", order_by=["happened_at", "item", "id"])
    named = named.mutate(nth=ibis.row_number().over(first))
    named = named.filter(named.nth == 0)
    sources = named.select("client_id", source="item", campaign="attr_campaign")
    joined = came.left_join(sources, "client_id", rname="{name}_told")
    return joined.select(
        "client_id",
        "lead_at",
        "source",
        "campaign",
        month=joined.lead_at.truncate("M").date(),
    )


def journeys(t: Tables) -> "Table":
    """Leads of the period with the moments of their first and second paid orders, whenever.

    Shape:   one row a client: the columns of `leads`, first_at, second_at (or null)
    """
    paid = orders(received(t))
    bought = paid.group_by("client_id").agg(
        first_at=paid.local_at.min(where=paid.position == 0),
        second_at=paid.local_at.min(where=paid.position == 1),
    )
    chosen = t.in_period(leads(t), "lead_at")
    return chosen.left_join(bought, "client_id").drop("client_id_right")


def reached(t: Tables) -> "Table":
    """Leads of the period by the steps they reached.

    Shape:   one row a client and step: client_id, source, campaign, step (of `STEPS`)
    """
    went = journeys(t)
    of_step = (went, went.filter(went.first_at.notnull()), went.filter(went.second_at.notnull()))
    return ibis.union(
        *(
            some.select("client_id", "source", "campaign", step=ibis.literal(step))
            for step, some in zip(STEPS, of_step, strict=True)
        )
    )
