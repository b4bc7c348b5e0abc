"""Who reports to nobody though somebody should stand above (R-016)."""

from datetime import datetime
from typing import Any

from provodnik.kernel.signals import Check
from provodnik.method import queries as method

_WITHOUT_MANAGER = """
SELECT s.id AS subject_id, s.created_at AS since_at,
       jsonb_build_object('manager_left_on', m.left_on) AS evidence
FROM team_staff s LEFT JOIN team_staff m ON m.id = s.manager_id
WHERE s.left_on IS NULL AND (m.id IS NULL OR m.left_on IS NOT NULL)
  AND s.role <> ALL(%(at_top)s)
"""


def _at_top(now: datetime) -> dict[str, Any]:
    del now
    return {"at_top": sorted(method.roles().at_top)}


CHECKS = (Check("without_manager", "staff", _WITHOUT_MANAGER, _at_top),)
