"""Which checks a senior looks at as well, so that marks do not hang on one person (R-149)."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from provodnik.method import queries as method


@transaction.atomic
def draw_sample(*, now: datetime) -> int:
    """Draw checks of the method's days into the sample up to its percent of each curator's.

    At least one of everybody who checked; what was drawn stays drawn, so that a second draw
    adds only for new checks. Which ones is decided by a hash, not by anybody's choice.
    Returns how many were drawn. One statement.
    """
    settings = method.homework_settings()
    if not settings.second.sample_percent:
        return 0
    params: dict[str, datetime | float] = {
        "now": now,
        "since": now - timedelta(days=settings.terms.window_days),
        "percent": settings.second.sample_percent,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DRAW, params)
        drawn: int = cursor.rowcount
    return drawn


_DRAW = """
WITH sent AS (
  SELECT r.attempt_id, r.reviewer_id, l.id AS look_id
  FROM homework_review r LEFT JOIN homework_secondlook l ON l.attempt_id = r.attempt_id
  WHERE r.sent_at >= %(since)s AND NOT r.is_second AND r.reviewer_id IS NOT NULL
    AND EXISTS (SELECT FROM homework_mark m WHERE m.review_id = r.id)
), owed AS (
  SELECT reviewer_id, ceil(count(*) * %(percent)s / 100.0) - count(look_id) AS n
  FROM sent GROUP BY reviewer_id
), ranked AS (
  SELECT attempt_id, reviewer_id, row_number() OVER (
    PARTITION BY reviewer_id ORDER BY md5(attempt_id::text)) AS place
  FROM sent WHERE look_id IS NULL
)
INSERT INTO homework_secondlook (school_id, attempt_id, reason, asked_at, agreed)
SELECT current_setting('app.school')::bigint, ranked.attempt_id, 'sample', %(now)s, ''
FROM ranked JOIN owed USING (reviewer_id) WHERE ranked.place <= owed.n
ON CONFLICT (school_id, attempt_id) DO NOTHING
"""
