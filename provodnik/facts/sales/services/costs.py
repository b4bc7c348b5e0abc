"""Direct costs of what was sold, from the products' unit economics."""

from collections.abc import Sequence

from provodnik.kernel import journal


def record_unit_costs(order_ids: Sequence[int]) -> int:
    """Book the unit cost of each order's product, once an order, when its first money came.

    Set-based and idempotent, for one order and for an import alike. An order given
    back keeps its cost: the work was done. A product without a cost books none.
    Returns how many were new.
    """
    return journal.append_from(
        "cost_recorded",
        source="provodnik",
        columns=(
            "happened_at",
            "client_id",
            "product_id",
            "item",
            "channel",
            "value",
            "external_id",
            "actor",
            "attrs",
        ),
        query=_UNIT_COSTS,
        params=[list(order_ids)],
    )


_UNIT_COSTS = """
SELECT o.first_paid_at, o.client_id, o.product_id, o.external_id, o.channel, p.cost_kopecks,
       'unit:' || o.source || ':' || o.external_id, 'rule:unit_cost',
       '{"kind": "direct"}'::jsonb
FROM sales_order AS o JOIN catalog_product AS p ON p.id = o.product_id
WHERE o.id = ANY(%s) AND o.first_paid_at IS NOT NULL AND p.cost_kopecks > 0
"""
