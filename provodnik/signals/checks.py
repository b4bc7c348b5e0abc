"""What needs attention, as set-based questions. Thresholds are the school's: section «Сигналы».

Each selects (subject_id, since_at, evidence) of every offender of the current school.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from provodnik.kernel.signals import Check
from provodnik.method import queries as method
from provodnik.method.types import SignalKey

# A paying student whom nobody leads.
_UNASSIGNED = """
SELECT c.id AS subject_id, min(o.first_paid_at) AS since_at,
       jsonb_build_object('orders', count(*)) AS evidence
FROM people_client c JOIN sales_order o ON o.school_id = c.school_id AND o.client_id = c.id
WHERE c.coordinator_id IS NULL AND c.merged_into_id IS NULL AND c.kind = 'student'
  AND o.first_paid_at <= %(before)s AND o.refunded_kopecks < o.paid_kopecks
GROUP BY c.id
"""

# Finished a product and then: no offer, no purchase, no touch.
_WENT_NOWHERE = """
WITH finished AS (
  SELECT coalesce(a.survivor_id, e.client_id) AS client_id, max(e.happened_at) AS at
  FROM kernel_journalentry e
  LEFT JOIN people_clientalias a ON a.school_id = e.school_id AND a.client_id = e.client_id
  WHERE e.event_id IN (
    SELECT id FROM kernel_eventname WHERE name IN ('course_completed', 'graduated'))
  GROUP BY 1
)
SELECT f.client_id AS subject_id, f.at AS since_at, '{}'::jsonb AS evidence
FROM finished f JOIN people_client c ON c.id = f.client_id AND c.merged_into_id IS NULL
WHERE f.at <= %(before)s
  AND NOT EXISTS (SELECT FROM sales_order o WHERE o.school_id = c.school_id
                  AND o.client_id = f.client_id AND o.first_paid_at > f.at)
  AND NOT EXISTS (
    SELECT FROM kernel_journalentry e WHERE e.school_id = c.school_id
      AND (e.client_id = f.client_id OR e.client_id IN (
        SELECT client_id FROM people_clientalias WHERE survivor_id = f.client_id))
      AND e.happened_at >= f.at AND e.event_id IN (
        SELECT id FROM kernel_eventname
        WHERE name IN ('offer_made', 'touch_planned', 'touch_made')))
"""

# A product on sale from which neither the matrix nor the path leads on.
_DEAD_END = """
SELECT p.id AS subject_id, p.created_at AS since_at, '{}'::jsonb AS evidence
FROM catalog_product p
WHERE p.status = 'active' AND p.kind = ANY(%(kinds)s)
  AND NOT EXISTS (SELECT FROM catalog_productlink l JOIN catalog_product t
                    ON t.id = l.target_id AND t.status = 'active'
                  WHERE l.source_id = p.id AND l.kind <> 'cross')
  AND NOT EXISTS (SELECT FROM catalog_pathstep s JOIN catalog_pathversion v ON v.id = s.version_id
                  WHERE v.state = 'published' AND s.after_id = p.id AND s.offered_id IS NOT NULL)
"""

_WITHOUT_OWNER = """
SELECT id AS subject_id, created_at AS since_at, '{}'::jsonb AS evidence
FROM catalog_product WHERE status = 'active' AND owner_id IS NULL
"""

_SIMILAR = """
SELECT id AS subject_id, created_at AS since_at, jsonb_build_object('reason', reason) AS evidence
FROM people_matchsuggestion WHERE state = 'open'
"""

# Clicks of people on a launch or product that nobody paid for.
_DROP_AT_PAYMENT = """
SELECT l.product_id AS subject_id, min(c.clicked_at) AS since_at,
       jsonb_build_object('clicks', count(*)) AS evidence
FROM sales_linkclick c JOIN sales_trackedlink l ON l.id = c.link_id
WHERE c.machine_sign = '' AND c.clicked_at >= %(since)s
GROUP BY l.product_id
HAVING count(*) >= %(clicks)s AND (
  SELECT count(*) FROM sales_order o
  WHERE o.product_id = l.product_id AND o.first_paid_at >= %(since)s) <= %(paid)s
"""


def _waiting(key: SignalKey) -> Callable[[datetime], dict[str, Any]]:
    """The moment before which an offender has waited long enough."""

    def params(now: datetime) -> dict[str, Any]:
        words = method.signal_settings().words(key)
        hours = getattr(words, "after_hours", None)
        days = getattr(words, "after_days", 0)
        return {"before": now - (timedelta(days=days) if hours is None else timedelta(hours=hours))}

    return params


def _drop(now: datetime) -> dict[str, Any]:
    words = method.signal_settings().drop_at_payment
    return {
        "since": now - timedelta(days=words.window_days),
        "clicks": words.clicks_at_least,
        "paid": words.paid_at_most,
    }


def _leading_kinds(_now: datetime) -> dict[str, Any]:
    """Kinds of products that must lead on; an option or a bonus need not."""
    kinds = method.product_kinds().kinds
    return {"kinds": ["", *(str(kind.key) for kind in kinds if kind.needs_next)]}


def _nothing(_now: datetime) -> dict[str, Any]:
    return {}


CHECKS = (
    Check("unassigned_student", "client", _UNASSIGNED, _waiting(SignalKey.UNASSIGNED_STUDENT)),
    Check("went_nowhere", "client", _WENT_NOWHERE, _waiting(SignalKey.WENT_NOWHERE)),
    Check("product_dead_end", "product", _DEAD_END, _leading_kinds),
    Check("product_without_owner", "product", _WITHOUT_OWNER, _nothing),
    Check("drop_at_payment", "product", _DROP_AT_PAYMENT, _drop),
    Check("similar_people", "pair", _SIMILAR, _nothing),
)
