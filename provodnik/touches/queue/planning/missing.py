"""Touches nobody made long after their time are said to be missed, once each.

They stay open: a student must not be lost because a deed was.
"""

from datetime import datetime, timedelta
from typing import LiteralString

from django.db import transaction

from provodnik.method import queries as method
from provodnik.touches.queue.planning.writing import miss_touches


@transaction.atomic
def mark_missed(*, now: datetime) -> int:
    """Mark and journal every open touch whose window closed so many days ago. How many.

    One statement; a touch moved since has a new window and may be missed anew.
    """
    late = now - timedelta(days=method.queue_settings().missed_days)
    return miss_touches(_MISSED, {"now": now, "late": late})


_MISSED: LiteralString = """
UPDATE queue_touch SET missed_at = %(now)s
WHERE state = 'planned' AND missed_at IS NULL AND due_at < %(late)s
RETURNING id
"""
