"""What asks for attention: a handing over that stands still."""

from datetime import datetime, timedelta
from typing import Any

from provodnik.kernel.signals import Check
from provodnik.method import queries as method

_STANDS = """
SELECT d.id AS subject_id, d.state_since AS since_at,
       jsonb_build_object('state', d.state) AS evidence
FROM duties_delegation d WHERE d.accepted_at IS NULL AND d.state_since <= %(before)s
"""


def _settings(now: datetime) -> dict[str, Any]:
    after = method.signal_settings().handing_over_stands.after_days
    return {"before": now - timedelta(days=after)}


CHECKS = (Check("handing_over_stands", "delegation", _STANDS, _settings),)
