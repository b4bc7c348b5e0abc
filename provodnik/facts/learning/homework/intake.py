"""Answers of a file become works, attempts, checks and entries of the journal, set by set."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from django.db import connection
from django.db.backends.utils import CursorWrapper

from provodnik.facts.catalog.intake import name_products
from provodnik.facts.learning.courses.services import ensure_lessons
from provodnik.facts.learning.homework import rules
from provodnik.facts.people import ledger
from provodnik.facts.people.intake import name_external_clients
from provodnik.facts.team.intake import name_staff
from provodnik.kernel.imports.types import Tally
from provodnik.kernel.schools.services import working_calendar
from provodnik.method import queries as method

SOURCE = "homework"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whose rows they are: the hand the journal names, all runs of the very same file."""

    actor: str
    now: datetime
    same_file_runs: Sequence[int] = ()


def take_works(chunk: Chunk) -> Tally:
    """Bring works and the journal up to the rows of the temporary table `stage`.

    An answer is known by `external_id`, else by student, lesson and moment. The same rows again
    change nothing; a row that has been checked since adds the check. What was checked here by
    criteria is never overwritten. A free comment is kept and asks for nothing.
    Columns of `stage`, text unless said, NULL where the file has none:

        client, user_name, title (course), lesson, staff_name (who checked)
        text, link, kind, comment, status (accepted, returned, waiting, viewed)
        submitted_at, asked_at, reviewed_at     timestamptz; the first is never NULL
        asks boolean, score bigint (hundredths of a point)

    Queries: about 30, whatever the number of rows; due moments are counted in Python.
    """
    name_external_clients(now=chunk.now, called="user_name")
    name_products(now=chunk.now)
    name_staff(now=chunk.now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM stage")
        (read,) = cursor.fetchone()
        _name_lessons(cursor, now=chunk.now)
        cursor.execute(_HANDED)
        _name_due_moments(cursor)
        cursor.execute(_ADD_WORKS, {"now": chunk.now})
        cursor.execute(_ADD_ATTEMPTS)
        cursor.execute(_MEND_ATTEMPTS)
        cursor.execute(_NUMBER_ATTEMPTS)
        cursor.execute(_ADD_REVIEWS)
        cursor.execute(_MEND_REVIEWS)
        cursor.execute(_SETTLE_WORKS)
    _tell(chunk)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        created, updated = cursor.fetchone()
    return Tally(created, updated, read - created - updated)


def _name_lessons(cursor: CursorWrapper, *, now: datetime) -> None:
    cursor.execute(
        "SELECT DISTINCT p.product_id, s.lesson FROM stage s JOIN stage_product p USING (title)"
    )
    named = ensure_lessons(cursor.fetchall(), now=now)
    cursor.execute(
        "DROP TABLE IF EXISTS stage_lesson;"
        "CREATE TEMP TABLE stage_lesson (product_id bigint, lesson text, lesson_id bigint)"
        " ON COMMIT DROP"
    )
    cursor.execute(
        "INSERT INTO stage_lesson SELECT * FROM unnest(%s::bigint[], %s::text[], %s::bigint[])",
        [[p for p, _ in named], [key for _, key in named], list(named.values())],
    )


def _name_due_moments(cursor: CursorWrapper) -> None:
    """By when each moment's check is due: the one thing SQL cannot say."""
    calendar, terms = working_calendar(), method.homework_settings().terms
    cursor.execute("SELECT DISTINCT asked_at, is_practical FROM handed WHERE asked_at IS NOT NULL")
    told = [
        (at, is_practical, rules.due_at(calendar, at, hours=hours))
        for at, is_practical in cursor.fetchall()
        for hours in (terms.practical_hours if is_practical else terms.check_hours,)
    ]
    cursor.execute(
        "UPDATE handed SET due_at = due.due_at FROM unnest(%s::timestamptz[], %s::boolean[],"
        " %s::timestamptz[]) AS due (asked_at, is_practical, due_at)"
        " WHERE handed.asked_at = due.asked_at AND handed.is_practical = due.is_practical",
        [[one[place] for one in told] for place in range(3)],
    )


def _tell(chunk: Chunk) -> None:
    ledger.open_ledger()
    with connection.cursor() as cursor:
        cursor.execute(_WANT)
    final = [f"import:{run}" for run in chunk.same_file_runs]
    ledger.settle(source=SOURCE, actor=chunk.actor, now=chunk.now, final=final)


# Of two rows about one answer the later one rules.
_HANDED: LiteralString = """
DROP TABLE IF EXISTS handed, handed_new, handed_mended;
CREATE TEMP TABLE handed ON COMMIT DROP AS
SELECT DISTINCT ON (key) told.*, NULL::bigint AS work_id, NULL::timestamptz AS due_at
FROM (
  SELECT s.line, coalesce(a.survivor_id, c.client_id) AS client_id, l.lesson_id, p.product_id,
    coalesce(
      'id:' || s.external_id,
      md5(c.client_id || ':' || l.lesson_id || ':' || extract(epoch FROM s.submitted_at))) AS key,
    coalesce(s.text, '') AS text, coalesce(s.link, '') AS link, s.submitted_at, t.staff_id,
    coalesce(s.comment, '') AS comment, s.score::smallint AS score,
    s.status, coalesce(g.is_practical, false) AS is_practical,
    CASE WHEN coalesce(s.kind, '') LIKE 'free%%' OR s.asks IS FALSE AND s.reviewed_at IS NULL
           OR s.status = 'viewed' THEN NULL
         ELSE coalesce(s.asked_at, s.submitted_at) END AS asked_at,
    CASE WHEN s.status IN ('accepted', 'returned') OR s.status IS NULL AND s.reviewed_at IS NOT NULL
         THEN coalesce(s.reviewed_at, s.asked_at, s.submitted_at) END AS reviewed_at,
    CASE s.status WHEN 'returned' THEN 'returned' ELSE 'accepted' END AS result
  FROM stage s JOIN stage_client c USING (line) JOIN stage_product p USING (title)
  JOIN stage_lesson l ON l.product_id = p.product_id AND l.lesson = s.lesson
  LEFT JOIN people_clientalias a ON a.client_id = c.client_id
  LEFT JOIN stage_staff t ON t.staff_name = s.staff_name
  LEFT JOIN homework_assignment g ON g.lesson_id = l.lesson_id
) AS told ORDER BY key, line DESC
"""

# The curator of the group before the one of its cohort answers for the check.
_ADD_WORKS: LiteralString = """
INSERT INTO homework_work (school_id, lesson_id, client_id, state, holder_id, attempts, created_at)
SELECT current_setting('app.school')::bigint, h.lesson_id, h.client_id, 'assigned', (
    SELECT c.curator_id FROM learning_membership m JOIN learning_cohort c ON c.id = m.cohort_id
    LEFT JOIN learning_cohort top ON top.id = c.parent_id
    WHERE m.client_id = h.client_id AND m.left_at IS NULL AND c.curator_id IS NOT NULL
      AND h.product_id IN (c.product_id, top.product_id)
    ORDER BY c.parent_id DESC NULLS LAST, m.joined_at DESC LIMIT 1), 0, %(now)s
FROM (SELECT DISTINCT lesson_id, client_id, product_id FROM handed) AS h
ON CONFLICT (school_id, lesson_id, client_id) DO NOTHING;
UPDATE handed SET work_id = w.id FROM homework_work w
WHERE w.lesson_id = handed.lesson_id AND w.client_id = handed.client_id
"""

_ADD_ATTEMPTS: LiteralString = """
CREATE TEMP TABLE handed_new (key text, attempt_id bigint) ON COMMIT DROP;
WITH fresh AS (
  INSERT INTO homework_attempt (school_id, work_id, number, text, link, file, file_name,
                                submitted_at, asked_at, due_at, external_id)
  SELECT current_setting('app.school')::bigint, h.work_id,
         coalesce((SELECT max(number) FROM homework_attempt a WHERE a.work_id = h.work_id), 0)
           + row_number() OVER (PARTITION BY h.work_id ORDER BY h.submitted_at, h.key),
         h.text, h.link, '', '', h.submitted_at, h.asked_at, h.due_at, h.key
  FROM handed h WHERE NOT EXISTS (SELECT FROM homework_attempt a WHERE a.external_id = h.key)
  RETURNING external_id, id
)
INSERT INTO handed_new SELECT * FROM fresh
"""

_MEND_ATTEMPTS: LiteralString = """
CREATE TEMP TABLE handed_mended (key text) ON COMMIT DROP;
WITH mended AS (
  UPDATE homework_attempt a SET text = h.text, link = h.link, asked_at = h.asked_at,
         due_at = h.due_at, submitted_at = h.submitted_at
  FROM handed h WHERE a.external_id = h.key
    AND (a.text, a.link, a.asked_at, a.submitted_at)
        IS DISTINCT FROM (h.text, h.link, h.asked_at, h.submitted_at)
  RETURNING a.external_id
)
INSERT INTO handed_mended SELECT * FROM mended
"""

# A row read later may tell of an attempt made earlier.
_NUMBER_ATTEMPTS: LiteralString = """
UPDATE homework_attempt a SET number = ranked.number FROM (
  SELECT id, row_number() OVER (PARTITION BY work_id ORDER BY submitted_at, id) AS number
  FROM homework_attempt WHERE work_id IN (SELECT work_id FROM handed)
) AS ranked WHERE ranked.id = a.id AND ranked.number <> a.number
"""

_ADD_REVIEWS: LiteralString = """
WITH told AS (
  INSERT INTO homework_review (school_id, attempt_id, reviewer_id, is_second, result,
                               score_hundredths, comment, written_at, sent_at)
  SELECT current_setting('app.school')::bigint, a.id, h.staff_id, false, h.result, h.score,
         h.comment, h.reviewed_at, h.reviewed_at
  FROM handed h JOIN homework_attempt a ON a.external_id = h.key
  WHERE h.reviewed_at IS NOT NULL
  ON CONFLICT (school_id, attempt_id, is_second) DO NOTHING RETURNING attempt_id
)
INSERT INTO handed_mended SELECT a.external_id FROM told JOIN homework_attempt a
  ON a.id = told.attempt_id
"""

# A check made here has marks by criterion; one that was read has none and may be read better.
_MEND_REVIEWS: LiteralString = """
WITH mended AS (
  UPDATE homework_review r SET reviewer_id = h.staff_id, result = h.result,
         score_hundredths = h.score, comment = h.comment, sent_at = h.reviewed_at
  FROM handed h JOIN homework_attempt a ON a.external_id = h.key
  WHERE r.attempt_id = a.id AND NOT r.is_second AND h.reviewed_at IS NOT NULL
    AND NOT EXISTS (SELECT FROM homework_mark m WHERE m.review_id = r.id)
    AND (r.reviewer_id, r.result, r.score_hundredths, r.comment, r.sent_at)
        IS DISTINCT FROM (h.staff_id, h.result, h.score, h.comment, h.reviewed_at)
  RETURNING r.attempt_id
)
INSERT INTO handed_mended SELECT a.external_id FROM mended JOIN homework_attempt a
  ON a.id = mended.attempt_id
"""

_SETTLE_WORKS: LiteralString = """
WITH standing AS (
  SELECT DISTINCT ON (a.work_id) a.work_id, a.number, a.asked_at, a.due_at, r.result, r.sent_at
  FROM homework_attempt a
  LEFT JOIN homework_review r ON r.attempt_id = a.id AND r.sent_at IS NOT NULL
  WHERE a.work_id IN (SELECT work_id FROM handed) ORDER BY a.work_id, a.number DESC
), checked AS (
  SELECT DISTINCT ON (a.work_id) a.work_id, r.sent_at, r.score_hundredths
  FROM homework_attempt a
  JOIN homework_review r ON r.attempt_id = a.id AND r.sent_at IS NOT NULL
  WHERE a.work_id IN (SELECT work_id FROM handed) ORDER BY a.work_id, a.number DESC
), settled AS (
  SELECT s.work_id, s.number, c.sent_at, c.score_hundredths,
    CASE WHEN s.sent_at IS NOT NULL THEN s.result
         WHEN s.asked_at IS NOT NULL THEN 'waiting' ELSE 'assigned' END AS state,
    CASE WHEN s.sent_at IS NULL THEN s.asked_at END AS asked_at,
    CASE WHEN s.sent_at IS NULL AND s.asked_at IS NOT NULL THEN s.due_at END AS due_at
  FROM standing s LEFT JOIN checked c USING (work_id)
)
UPDATE homework_work w SET state = d.state, attempts = d.number, asked_at = d.asked_at,
  due_at = d.due_at, checked_at = d.sent_at, score_hundredths = d.score_hundredths,
  claimed_by_id = CASE WHEN d.state = 'waiting' THEN w.claimed_by_id END,
  claimed_at = CASE WHEN d.state = 'waiting' THEN w.claimed_at END
FROM settled d WHERE d.work_id = w.id
"""

# Where a lesson stands in the course as published last says its module and whether it is needed.
_WANT: LiteralString = """
WITH place AS (
  SELECT DISTINCT ON (p.lesson_id) p.lesson_id, m.key AS module, p.is_required_homework AS needed
  FROM courses_placement p JOIN courses_courseversion v ON v.id = p.version_id
  JOIN courses_module m ON m.id = p.module_id
  WHERE v.published_at IS NOT NULL AND p.lesson_id IN (SELECT lesson_id FROM handed)
  ORDER BY p.lesson_id, v.number DESC
), told AS (
  SELECT h.*, l.key AS item, place.module, CASE WHEN h.is_practical THEN false
         ELSE place.needed END AS needed
  FROM handed h JOIN courses_lesson l ON l.id = h.lesson_id
  LEFT JOIN place ON place.lesson_id = h.lesson_id
)
INSERT INTO wanted (event, key, happened_at, client_id, staff_id, product_id, item, value, attrs,
                    present)
SELECT 'homework_submitted', key, submitted_at, client_id, NULL::bigint, product_id, item, NULL,
  jsonb_strip_nulls(jsonb_build_object('module', module, 'required', needed)), true
FROM told
UNION ALL
SELECT 'homework_reviewed', key, reviewed_at, client_id, staff_id, product_id, item, score,
  jsonb_strip_nulls(jsonb_build_object('module', module)), true
FROM told WHERE reviewed_at IS NOT NULL AND NOT EXISTS (
  SELECT FROM homework_attempt a JOIN homework_review r ON r.attempt_id = a.id
  JOIN homework_mark m ON m.review_id = r.id WHERE a.external_id = told.key)
"""

_COUNTS: LiteralString = """
SELECT (SELECT count(*) FROM handed_new),
       (SELECT count(DISTINCT key) FROM handed_mended
        WHERE key NOT IN (SELECT key FROM handed_new))
"""
