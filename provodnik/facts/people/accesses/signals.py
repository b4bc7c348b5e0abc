"""What asks for attention: an access nobody looked at again, an access of who is gone."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.kernel.periods import local_date
from provodnik.kernel.signals import Check
from provodnik.method import queries as method

_OVERDUE = """
SELECT g.id AS subject_id, g.review_on::timestamptz AS since_at,
       jsonb_build_object('review_on', g.review_on) AS evidence
FROM accesses_accessgrant g WHERE g.revoked_at IS NULL AND g.review_on < %(today)s
"""

# The journal may lead a client into the last stage by itself: then nobody was stopped at the door.
_AFTER_EXIT = """
SELECT g.id AS subject_id,
       least(s.left_on::timestamptz, h.stage_entered_at, a.stage_entered_at) AS since_at,
       jsonb_build_object('staff', g.holder_staff_id, 'client', coalesce(h.id, a.id)) AS evidence
FROM accesses_accessgrant g
LEFT JOIN team_staff s ON s.id = g.holder_staff_id AND s.left_on IS NOT NULL
LEFT JOIN people_client h ON h.id = g.holder_client_id AND h.stage = %(stage)s
LEFT JOIN people_client a ON a.id = g.about_client_id AND a.stage = %(stage)s
WHERE g.revoked_at IS NULL AND coalesce(s.id, h.id, a.id) IS NOT NULL
"""


def _today(now: datetime) -> dict[str, Any]:
    zone = ZoneInfo(School.objects.values_list("timezone", flat=True).get(pk=schools.current()))
    return {"today": local_date(now, zone)}


def _last_stage(now: datetime) -> dict[str, Any]:
    del now
    return {"stage": str(method.lifecycle().afterwards.stage)}


CHECKS = (
    Check("access_review_overdue", "access", _OVERDUE, _today),
    Check("access_after_exit", "access", _AFTER_EXIT, _last_stage),
)
