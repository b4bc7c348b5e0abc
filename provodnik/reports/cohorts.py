"""What the members of a cohort brought: the facts behind its goals."""

from collections.abc import Mapping, Sequence

from django.db import connection

# Goals of a cohort that its members' orders can answer, in the unit of the goal.
COUNTED = ("repeat_sales", "repeat_purchase_share")


def cohort_facts(cohort_id: int) -> Mapping[str, int | None]:
    """Facts by metric for the members of a cohort, those who left included. One query.

    Units:   repeat_sales in kopecks, net of refunds; repeat_purchase_share in hundredths of a
             percent of members who ever paid, None while nobody has
    """
    return facts_of([cohort_id])[cohort_id]


def facts_of(cohort_ids: Sequence[int]) -> Mapping[int, Mapping[str, int | None]]:
    """The same for several cohorts. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, [list(cohort_ids)])
        found = {row[0]: dict(zip(COUNTED, row[1:], strict=True)) for row in cursor.fetchall()}
    nothing = dict(zip(COUNTED, (0, None), strict=True))
    return {cohort_id: found.get(cohort_id, nothing) for cohort_id in cohort_ids}


_FACTS = """
WITH asked AS MATERIALIZED (
  SELECT m.cohort_id, m.client_id FROM learning_membership m WHERE m.cohort_id = ANY(%s)
), ranked AS (
  SELECT asked.cohort_id, o.client_id, o.paid_kopecks - o.refunded_kopecks AS net,
         row_number() OVER (
           PARTITION BY asked.cohort_id, o.client_id ORDER BY o.first_paid_at, o.id) AS place
  FROM asked JOIN sales_order o ON o.client_id = asked.client_id
  WHERE o.first_paid_at IS NOT NULL
)
SELECT cohort_id, coalesce(sum(net) FILTER (WHERE place > 1), 0)::bigint,
       round(10000.0 * count(DISTINCT client_id) FILTER (WHERE place > 1 AND net > 0)
             / nullif(count(DISTINCT client_id), 0))::bigint
FROM ranked GROUP BY cohort_id
"""
