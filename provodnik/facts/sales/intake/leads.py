"""Where buyers came from, as their orders tell it: for schools that bring in orders alone."""

from django.db import connection

from provodnik.facts.people.intake import FirstVisit, settle_leads
from provodnik.facts.sales.intake.types import Delivery
from provodnik.kernel import journal


def tell_buyers(visit: FirstVisit, delivery: Delivery) -> None:
    """Bring `lead_came` up to the marks that orders of `stage` keep of their clients' first visit.

    Such a client came by the earliest order that says so. Whose source a roster has told is left
    out: it knows the day better. Needs `stage_client`. Queries: 1 where no order says so, else
    about 12, whatever the number of rows.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _BUYERS,
            {
                "source": delivery.source,
                "source_id": journal.source_id(delivery.source),
                "event_id": journal.event_id("lead_came"),
                "marks": list(visit.source),
            },
        )
        cursor.execute("SELECT 1 FROM newcomer LIMIT 1")
        if not cursor.fetchone():
            return
    settle_leads(visit, source=delivery.source, actor=delivery.actor, now=delivery.now)


_BUYERS = """
DROP TABLE IF EXISTS newcomer;
CREATE TEMP TABLE newcomer ON COMMIT DROP AS
WITH told AS MATERIALIZED (
  SELECT DISTINCT stage_client.client_id
  FROM stage JOIN stage_client ON stage_client.line = stage.line
  WHERE jsonb_exists_any(stage.utm, %(marks)s)
)
SELECT DISTINCT ON (o.client_id) 'buyer:' || o.client_id AS key, o.client_id,
       o.created_at AS came_at, o.utm AS marks
FROM told JOIN sales_order AS o ON o.client_id = told.client_id
WHERE o.source = %(source)s AND jsonb_exists_any(o.utm, %(marks)s)
  AND NOT EXISTS (
    SELECT FROM kernel_journalentry AS j
    WHERE j.source_id = %(source_id)s AND j.event_id = %(event_id)s
      AND j.external_id = 'client:' || o.client_id AND j.item IS NOT NULL
  )
ORDER BY o.client_id, o.created_at, o.id
"""
