"""Cases and reviews that suit a student: the same goal first, then the same product."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from provodnik.kernel import journal
from provodnik.method import queries as method


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A result or review of somebody else; who that was stays within the school."""

    case_id: int
    kind: str
    text: str
    product: str
    happened_at: datetime
    is_same_goal: bool
    is_same_product: bool
    sent_at: datetime | None


def cases_for(client_id: int, *, pain_id: int | None) -> list[CaseRow]:
    """The most suitable cases, as many as the method shows. One query."""
    params = {
        "client": client_id,
        "pain": pain_id,
        "voided": journal.event_id("entry_voided"),
        "limit": method.care_settings().cases_shown,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CASES, params)
        return [CaseRow(*row) for row in cursor.fetchall()]


_CASES = """
WITH own AS MATERIALIZED (
  SELECT DISTINCT product_id FROM sales_order
  WHERE client_id = %(client)s AND first_paid_at IS NOT NULL AND product_id IS NOT NULL
), told AS (
  SELECT k.id, k.kind, k.text, k.product_id, k.happened_at, k.client_id, k.entry_id,
    EXISTS (SELECT FROM people_goal g
            WHERE g.client_id = k.client_id AND g.pain_id = %(pain)s) AS same_goal,
    EXISTS (SELECT FROM own WHERE own.product_id = k.product_id) AS same_product
  FROM care_case k WHERE k.client_id <> %(client)s
)
SELECT told.id, told.kind, told.text, coalesce(p.name, ''), told.happened_at,
       same_goal, same_product, sent.made_at
FROM told
LEFT JOIN catalog_product p ON p.id = told.product_id
LEFT JOIN queue_touch sent ON sent.client_id = %(client)s AND sent.origin = 'manual'
  AND sent.occurrence = 'case:' || told.id
WHERE NOT EXISTS (SELECT FROM kernel_journalentry v WHERE v.client_id = told.client_id
                  AND v.event_id = %(voided)s AND v.value = told.entry_id)
ORDER BY same_goal DESC, same_product DESC, told.happened_at DESC, told.id DESC
LIMIT %(limit)s
"""
