"""What people buy after what: from one paid order to the next, and how soon."""

from typing import TYPE_CHECKING

from provodnik.metrics.analyses.slices import narrowed
from provodnik.metrics.lazy import ibis
from provodnik.metrics.orders import orders, payments, refunds, with_refunds
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table


def moves(t: Tables) -> "Table":
    """From each product to the product of the client's next paid order.

    Shape:   one row a pair: product_id, next_id (null: nothing yet), clients, of_clients (who
             had product_id), kopecks (of the next orders), median_days
    """
    left = people(t)
    pairs = left.group_by("product_id", "next_id").agg(
        clients=left.client_id.nunique(),
        kopecks=left.next_gross.sum(),
        median_days=left.days.quantile(0.5),
    )
    whole = left.group_by("product_id").agg(of_clients=left.client_id.nunique())
    joined = pairs.left_join(
        whole, [pairs.product_id.identical_to(whole.product_id)], rname="{name}_whole"
    )
    return joined.select("product_id", "next_id", "clients", "of_clients", "kopecks", "median_days")


def people(t: Tables) -> "Table":
    """Who bought what after what.

    Orders given back whole are no step. The same product again is a move as well, to
    itself. The period and the slice choose the order that is left, not the one that follows.

    Shape:   one row a paid order: client_id, product_id, next_id, next_gross (kopecks), days
             (to the next; the last three null where nothing followed)
    """
    paid = orders(payments(t))
    kept = with_refunds(paid, refunds(t, paid))
    kept = kept.filter(~kept.is_given_back)
    after = ibis.window(group_by="client_id", order_by="position")
    stepped = kept.mutate(
        next_id=kept.product_id.lead().over(after),
        next_at=kept.local_at.lead().over(after),
        next_gross=kept.gross.lead().over(after),
    )
    left = narrowed(t, t.in_period(stepped))
    days = (left.next_at.epoch_seconds() - left.local_at.epoch_seconds()) / 86_400
    return left.select("client_id", "product_id", "next_id", "next_gross", days=days)
