"""What the members of a cohort brought: the facts behind its goals."""

from collections.abc import Mapping

from django.db import connection

# Goals of a cohort that its members' orders can answer, in the unit of the goal.
COUNTED = ("repeat_sales", "repeat_purchase_share")


def cohort_facts(cohort_id: int) -> Mapping[str, int | None]:
    """Facts by metric for the members of a cohort, those who left included. One query.

    Units:   repeat_sales in kopecks, net of refunds; repeat_purchase_share in hundredths of a
             percent of members who ever paid, None while nobody has
    """
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, [cohort_id])
        row = cursor.fetchone() or (0, None)
    return dict(zip(COUNTED, row, strict=True))


_FACTS = """
WITH ranked AS (
  SELECT o.client_id, o.paid_kopecks - o.refunded_kopecks AS net,
         row_number() OVER (PARTITION BY o.client_id ORDER BY o.first_paid_at, o.id) AS place
  FROM sales_order o JOIN learning_membership m ON m.client_id = o.client_id
  WHERE m.cohort_id = %s AND o.first_paid_at IS NOT NULL
)
SELECT coalesce(sum(net) FILTER (WHERE place > 1), 0)::bigint,
       round(10000.0 * count(DISTINCT client_id) FILTER (WHERE place > 1 AND net > 0)
             / nullif(count(DISTINCT client_id), 0))::bigint
FROM ranked
"""
