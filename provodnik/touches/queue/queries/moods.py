"""How clients felt from talk to talk: the marks of one, and where those of many went (R-116)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import connection

MARKS = 6


class Trend(StrEnum):
    """Where a mood goes, from the first mark shown to the last."""

    RISES = "rises"
    FALLS = "falls"
    SAME = "same"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class MoodMark:
    """One mark, 1 to 5, with who heard it."""

    noted_at: datetime
    value: int
    by: str


def mood_marks(client_id: int, *, limit: int = MARKS) -> tuple[MoodMark, ...]:
    """The latest marks of a client, the oldest of them first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_MARKS, {"client": client_id, "limit": limit})
        return tuple(MoodMark(*row) for row in reversed(cursor.fetchall()))


def trend_of(marks: tuple[MoodMark, ...]) -> Trend:
    """Up, down or the same between the first of these marks and the last."""
    if len(marks) < 2:  # noqa: PLR2004
        return Trend.UNKNOWN
    moved = marks[-1].value - marks[0].value
    if moved == 0:
        return Trend.SAME
    return Trend.RISES if moved > 0 else Trend.FALLS


_MARKS = """
SELECT t.made_at, t.mood, coalesce(s.name, '')
FROM queue_touch AS t LEFT JOIN team_staff AS s ON s.id = t.made_by_id
WHERE t.client_id = %(client)s AND t.state = 'made' AND t.mood IS NOT NULL
ORDER BY t.made_at DESC, t.id DESC LIMIT %(limit)s
"""
