"""Checks of the desk: too much on one person (R-133)."""

from datetime import datetime, timedelta
from typing import Any

from provodnik.kernel.signals import Check
from provodnik.method import queries as method

# Who holds more of the window's requests than the method allows, once there are enough of them.
_BOTTLENECK = """
WITH held AS (
  SELECT owner_id, count(*) AS own, sum(count(*)) OVER () AS total, min(opened_at) AS since_at
  FROM desk_ticket
  WHERE opened_at >= %(since)s AND owner_id IS NOT NULL AND state NOT IN ('merged', 'spam')
  GROUP BY owner_id
)
SELECT owner_id AS subject_id, since_at,
       jsonb_build_object('requests', own, 'share', round(own * 100 / total)) AS evidence
FROM held WHERE total >= %(at_least)s AND own * 100 > %(percent)s * total
"""


def _load(now: datetime) -> dict[str, Any]:
    load = method.desk_settings().load
    return {
        "since": now - timedelta(days=load.window_days),
        "at_least": load.tickets_at_least,
        "percent": load.percent,
    }


CHECKS = (Check("desk_bottleneck", "staff", _BOTTLENECK, _load),)
