"""Checks of what goes out: nothing unclear, refused or stuck stays unseen."""

from collections.abc import Callable
from datetime import datetime, timedelta

from provodnik.kernel.signals import Check, Params

UNCLEAR = "message_unclear"
REFUSED = "message_refused"
WAITING = "message_waiting"
SUBJECT = "outgoing"

_UNCLEAR = """
SELECT id AS subject_id, settled_at AS since_at,
       jsonb_build_object('channel', channel, 'staff', staff_id) AS evidence
FROM outbox_message WHERE state = 'uncertain'
"""

# A refused one is somebody's concern until it was sent again, or its days are over.
_REFUSED = """
SELECT id AS subject_id, settled_at AS since_at,
       jsonb_build_object('channel', channel, 'staff', staff_id, 'code', code) AS evidence
FROM outbox_message WHERE state = 'refused' AND settled_at >= %(since)s
"""

_WAITING = """
SELECT id AS subject_id, due_at AS since_at,
       jsonb_build_object('channel', channel, 'staff', staff_id, 'code', code) AS evidence
FROM outbox_message WHERE state = 'queued' AND due_at < %(before)s
"""


def checks(
    *, refused_days: Callable[[], int], waiting_minutes: Callable[[], int]
) -> tuple[Check, ...]:
    """The checks, by limits asked for at each refresh."""

    def refused(now: datetime) -> Params:
        return {"since": now - timedelta(days=refused_days())}

    def waiting(now: datetime) -> Params:
        return {"before": now - timedelta(minutes=waiting_minutes())}

    return (
        Check(UNCLEAR, SUBJECT, _UNCLEAR, lambda _now: {}),
        Check(REFUSED, SUBJECT, _REFUSED, refused),
        Check(WAITING, SUBJECT, _WAITING, waiting),
    )
