"""What needs attention, as set-based questions. Thresholds are the school's: section «Сигналы».

Each selects (subject_id, since_at, evidence) of every offender of the current school.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from provodnik.facts.sales.queries.weeks import monday_of
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.kernel.periods import local_date
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

# On sale with its lessons there, and nobody pays for it.
_SLEEPING = """
WITH sold AS (
  SELECT product_id, max(first_paid_at) AS last_at FROM sales_order
  WHERE first_paid_at IS NOT NULL AND refunded_kopecks < paid_kopecks GROUP BY product_id
)
SELECT p.id AS subject_id, coalesce(sold.last_at, p.content_ready_at) AS since_at,
       jsonb_build_object('kind', p.kind) AS evidence
FROM catalog_product p LEFT JOIN sold ON sold.product_id = p.id
WHERE p.status IN ('active', 'unsorted') AND p.price_kopecks > 0
  AND p.content_ready_at < %(before)s AND coalesce(sold.last_at < %(before)s, true)
"""

# On sale, and neither a product nor a step of the path leads to it.
_ORPHAN = """
SELECT p.id AS subject_id, p.created_at AS since_at, '{}'::jsonb AS evidence
FROM catalog_product p
WHERE p.status = 'active' AND NOT p.kind = ANY(%(entries)s::text[])
  AND NOT EXISTS (SELECT FROM catalog_productlink l JOIN catalog_product s
                    ON s.id = l.source_id AND s.status <> 'retired'
                  WHERE l.target_id = p.id)
  AND NOT EXISTS (SELECT FROM catalog_productlink l WHERE l.source_id = p.id AND l.kind = 'cross')
  AND NOT EXISTS (SELECT FROM catalog_pathstep s JOIN catalog_pathversion v ON v.id = s.version_id
                  WHERE v.state = 'published' AND s.offered_id = p.id)
"""

_SIMILAR = """
SELECT id AS subject_id, created_at AS since_at, jsonb_build_object('reason', reason) AS evidence
FROM people_matchsuggestion WHERE state = 'open'
"""

# One role passed a client on and the other has not accepted.
_HANDOFF = """
SELECT client_id AS subject_id, min(made_at) AS since_at,
       jsonb_build_object('handoffs', count(*)) AS evidence
FROM lifecycle_handoff WHERE accepted_at IS NULL AND made_at <= %(before)s
GROUP BY client_id
"""

# Finished, and no contact after it is planned.
_WITHOUT_CONTACT = """
SELECT c.id AS subject_id, c.stage_entered_at AS since_at, '{}'::jsonb AS evidence
FROM people_client c
WHERE c.stage = %(stage)s AND c.merged_into_id IS NULL AND c.stage_entered_at >= %(since)s
  AND NOT EXISTS (SELECT FROM lifecycle_contact t
                  WHERE t.client_id = c.id AND t.made_at IS NULL)
"""

# A target group the school speaks to without a map of meanings.
_WITHOUT_MAP = """
SELECT a.id AS subject_id, a.created_at AS since_at, '{}'::jsonb AS evidence
FROM audience_audience a
WHERE NOT EXISTS (SELECT FROM audience_record r
                  WHERE r.audience_id = a.id AND r.kind = 'meanings')
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

# A cohort that learns this week and has no warm-up in it. One addressed to everybody
# counts for each.
_NO_WARM_UP = """
SELECT c.id AS subject_id,
       greatest(%(monday)s::date, c.starts_on)::timestamp AT TIME ZONE %(zone)s AS since_at,
       jsonb_build_object('week', %(monday)s::date) AS evidence
FROM learning_cohort c
WHERE c.parent_id IS NULL AND c.starts_on <= %(today)s
  AND (c.ends_on IS NULL OR c.ends_on > %(today)s)
  AND NOT EXISTS (
    SELECT FROM sales_launch l
    WHERE (l.cohort_id = c.id OR l.cohort_id IS NULL AND l.audience = '')
      AND l.cancelled_at IS NULL AND l.kind = ANY(%(kinds)s)
      AND l.starts_on < %(monday)s::date + 7 AND coalesce(l.ends_on, l.starts_on) >= %(monday)s)
"""

# Another department has not answered in its term.
_REQUEST_OVERDUE = """
SELECT id AS subject_id, due_at AS since_at, jsonb_build_object('topic', topic) AS evidence
FROM sales_departmentrequest WHERE answered_at IS NULL AND due_at < %(now)s
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


def _afterwards(now: datetime) -> dict[str, Any]:
    """The last stage, and who finished so lately that contacts with them still lie ahead."""
    after = method.lifecycle().afterwards
    furthest = max((contact.after_days for contact in after.contacts), default=0)
    return {"stage": str(after.stage), "since": now - timedelta(days=furthest)}


def _leading_kinds(_now: datetime) -> dict[str, Any]:
    """Kinds of products that must lead on; an option or a bonus need not."""
    kinds = method.product_kinds().kinds
    return {"kinds": ["", *(str(kind.key) for kind in kinds if kind.needs_next)]}


def _entry_kinds(_now: datetime) -> dict[str, Any]:
    """Kinds people come to by themselves: nothing need lead to them."""
    return {"entries": [str(kind.key) for kind in method.product_kinds().kinds if kind.is_entry]}


def _this_week(now: datetime) -> dict[str, Any]:
    """The week of the school's today, and which formats warm up."""
    zone = School.objects.values_list("timezone", flat=True).get(pk=schools.current())
    today = local_date(now, ZoneInfo(zone))
    kinds = method.launch_settings().kinds
    return {
        "today": today,
        "monday": monday_of(today),
        "zone": zone,
        "kinds": [str(kind.key) for kind in kinds if kind.is_warm_up],
    }


def _moment(now: datetime) -> dict[str, Any]:
    return {"now": now}


def _nothing(_now: datetime) -> dict[str, Any]:
    return {}


CHECKS = (
    Check("unassigned_student", "client", _UNASSIGNED, _waiting(SignalKey.UNASSIGNED_STUDENT)),
    Check("went_nowhere", "client", _WENT_NOWHERE, _waiting(SignalKey.WENT_NOWHERE)),
    Check("product_dead_end", "product", _DEAD_END, _leading_kinds),
    Check("product_sleeping", "product", _SLEEPING, _waiting(SignalKey.PRODUCT_SLEEPING)),
    Check("product_without_owner", "product", _WITHOUT_OWNER, _nothing),
    Check("product_orphan", "product", _ORPHAN, _entry_kinds),
    Check("drop_at_payment", "product", _DROP_AT_PAYMENT, _drop),
    Check("similar_people", "pair", _SIMILAR, _nothing),
    Check("handoff_waiting", "client", _HANDOFF, _waiting(SignalKey.HANDOFF_WAITING)),
    Check("completed_without_contact", "client", _WITHOUT_CONTACT, _afterwards),
    Check("audience_without_map", "audience", _WITHOUT_MAP, _nothing),
    Check("week_without_warm_up", "cohort", _NO_WARM_UP, _this_week),
    Check("request_overdue", "request", _REQUEST_OVERDUE, _moment),
)
