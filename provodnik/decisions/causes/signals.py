"""Points of outflow nobody has taken up. The points themselves are counted each night."""

from datetime import datetime, timedelta
from typing import Any

from provodnik.kernel.signals import Check
from provodnik.method import queries as method

# A change that did not help leaves the place without an answer again.
_WITHOUT_CARD = """
SELECT p.id AS subject_id, p.since_at,
       jsonb_build_object('item', p.item, 'lost', p.before - p.reached) AS evidence
FROM causes_churnpoint p
WHERE p.gone_at IS NULL AND p.since_at <= %(before)s
  AND NOT EXISTS (
    SELECT FROM causes_causecard c
    WHERE c.product_id = p.product_id AND c.item = p.item AND c.dropped_at IS NULL
      AND c.outcome <> 'not_helped')
"""


def _settings(now: datetime) -> dict[str, Any]:
    after = method.signal_settings().churn_point_without_card.after_days
    return {"before": now - timedelta(days=after)}


CHECKS = (Check("churn_point_without_card", "churn_point", _WITHOUT_CARD, _settings),)
