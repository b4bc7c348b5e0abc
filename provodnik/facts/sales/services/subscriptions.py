"""Terms of subscriptions, told to the journal from orders (R-075)."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString

from django.db import connection, transaction

from provodnik.facts.catalog.models import Product
from provodnik.kernel import journal
from provodnik.method import queries as method

_COLUMNS = (
    *("happened_at", "client_id", "product_id", "item", "value", "external_id", "actor", "attrs"),
)


def are_sold() -> bool:
    """Whether the school has any subscription at all. One query."""
    return Product.objects.filter(kind__in=_kinds()).exists()


@transaction.atomic
def record_terms(client_ids: Sequence[int] | None = None, *, now: datetime) -> int:
    """Tell the journal of every paid term it does not know; of these clients, or of all.

    A term is a paid order of a subscription: the first starts it, later ones renew it. An order
    given back whole is no term, and what was told of it is voided. Idempotent by the order, so
    it may be run again at any time. Returns how many terms were new.
    """
    settings = method.product_kinds().subscriptions
    params = {
        "kinds": _kinds(),
        "clients": None if client_ids is None else list(client_ids),
        "days": settings.term_days,
        "event": journal.event_id("subscription_paid"),
        "source": journal.source_id("provodnik"),
        "voided": journal.event_id("entry_voided"),
    }
    with connection.cursor() as cursor:
        cursor.execute(_GIVEN_BACK, params)
        gone = [row[0] for row in cursor.fetchall()]
    if gone:
        journal.void(gone, at=now, actor="rule:subscription", reason="given back")
    return journal.append_from(
        "subscription_paid",
        source="provodnik",
        columns=_COLUMNS,
        query=_TERMS,
        params=[params["days"], params["kinds"], params["clients"], params["clients"]],
    )


def clients_of(entry_ids: Sequence[int]) -> list[int]:
    """Whose money these journal entries tell of. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT client_id FROM kernel_journalentry"
            " WHERE id = ANY(%s) AND client_id IS NOT NULL",
            [list(entry_ids)],
        )
        return [row[0] for row in cursor.fetchall()]


def _kinds() -> list[str]:
    return [str(kind.key) for kind in method.product_kinds().kinds if kind.is_subscription]


_TERMS: LiteralString = """
SELECT o.first_paid_at, o.client_id, o.product_id, o.external_id, o.paid_kopecks,
       'term:' || o.source || ':' || o.external_id, 'rule:subscription',
       jsonb_build_object('days', coalesce(p.term_days, %s))
FROM sales_order AS o JOIN catalog_product AS p ON p.id = o.product_id
WHERE p.kind = ANY(%s::text[]) AND o.first_paid_at IS NOT NULL
  AND o.refunded_kopecks < o.paid_kopecks
  AND (%s::bigint[] IS NULL OR o.client_id = ANY(%s::bigint[]))
"""

_GIVEN_BACK: LiteralString = """
WITH back AS MATERIALIZED (
  SELECT 'term:' || o.source || ':' || o.external_id AS external_id
  FROM sales_order AS o JOIN catalog_product AS p ON p.id = o.product_id
  WHERE p.kind = ANY(%(kinds)s::text[]) AND o.first_paid_at IS NOT NULL
    AND o.refunded_kopecks >= o.paid_kopecks
    AND (%(clients)s::bigint[] IS NULL OR o.client_id = ANY(%(clients)s::bigint[]))
)
SELECT j.id FROM back JOIN kernel_journalentry AS j
  ON j.source_id = %(source)s AND j.event_id = %(event)s AND j.external_id = back.external_id
WHERE NOT EXISTS (
  SELECT FROM kernel_journalentry AS v
  WHERE v.source_id = %(source)s AND v.event_id = %(voided)s
    AND v.external_id = 'entry:' || j.id)
"""
