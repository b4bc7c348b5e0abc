"""Feedback nobody has decided upon in time (R-227)."""

from datetime import datetime, timedelta
from typing import Any

from provodnik.kernel.signals import Check
from provodnik.method import queries as method

_UNDECIDED = """
SELECT f.id AS subject_id, f.said_at AS since_at, jsonb_build_object('topic', f.topic) AS evidence
FROM feedback_feedback f
WHERE f.decision = '' AND f.done_at IS NULL AND f.said_at < %(before)s
"""


def _terms(now: datetime) -> dict[str, Any]:
    return {"before": now - timedelta(days=method.interview_settings().decide_days)}


CHECKS = (Check("feedback_without_decision", "feedback", _UNDECIDED, _terms),)
