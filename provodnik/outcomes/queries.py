"""What came of talks: results of each member, and the log of the talks themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection

from provodnik.method import queries as method
from provodnik.touches.queue.types import NO_SCRIPT

PAGE = 50
EXPORT = 50_000


@dataclass(frozen=True, slots=True)
class Results:
    """One member: what waits now, and what came of the touches made in a period.

    `known_as` is the name metrics know the member under. A talk is a touch in which the client
    was reached. `paid` are talks credited with a paid order; `asked` are talks by a script,
    `scripted` those that named a step of it; `calmer` and `more_anxious` are students whose
    mood moved between two of their marks. Kopecks.
    """

    staff_id: int
    name: str
    known_as: str = ""
    open: int = 0
    late: int = 0
    missed: int = 0
    made: int = 0
    talks: int = 0
    agreed: int = 0
    refused: int = 0
    paid: int = 0
    paid_kopecks: int = 0
    asked: int = 0
    scripted: int = 0
    calmer: int = 0
    more_anxious: int = 0
    students: int = 0

    @property
    def conversion(self) -> float | None:
        """Talks that brought money of all talks; None without talks."""
        return self.paid / self.talks if self.talks else None

    @property
    def script_use(self) -> float | None:
        """Talks that followed the script of all that had one; None without them."""
        return self.scripted / self.asked if self.asked else None


class ScriptUse(StrEnum):
    """Whether a talk followed its script."""

    USED = "used"
    NONE = "none"


class Moved(StrEnum):
    """Which way a student's mood went between a member's first and last marks of the period."""

    CALMER = "calmer"
    MORE_ANXIOUS = "anxious"


@dataclass(frozen=True, slots=True)
class TalkFilter:
    """Which touches of a period [from_at, to_at) the log shows; empty means all."""

    from_at: datetime
    to_at: datetime
    staff_id: int | None = None
    kinds: tuple[str, ...] = ()
    outcome: str = ""
    talks_only: bool = False
    paid_only: bool = False
    script: ScriptUse | None = None
    moved: Moved | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    """A touch made: with whom, how it ended, by which step, what it brought. Kopecks."""

    touch_id: int
    made_at: datetime
    by: str
    client_id: int
    client: str
    kind: str
    outcome: str
    objection: str
    script: str
    script_step: str
    mood: int | None
    product: str
    note: str
    paid_kopecks: int


def results(
    *,
    from_at: datetime,
    to_at: datetime,
    now: datetime,
    day_ends_at: datetime,
    staff_id: int | None = None,
) -> list[Results]:
    """Members who work a queue, and whoever has deeds or talks, by name. One query.

    Deeds that wait for nobody in particular are the last row, of member 0 without a name.

    The number of queries does not grow with the team; every sum is of the period but what waits.
    """
    params = {
        "from": from_at,
        "to": to_at,
        "now": now,
        "ends": day_ends_at,
        "staff": staff_id,
        "roles": _roles_with_a_queue(),
        "talked": _talked(),
        "none": NO_SCRIPT,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RESULTS, params)
        return [Results(*row) for row in cursor.fetchall()]


def touches_by_kind(*, from_at: datetime, to_at: datetime, staff_id: int) -> dict[str, int]:
    """How many touches of each kind a member made in a period. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_KINDS, {"from": from_at, "to": to_at, "staff": staff_id})
        return dict(cursor.fetchall())


def total_of(rows: Sequence[Results]) -> Results:
    """The sums of all rows; a name of nobody."""
    total = Results(0, "")
    for row in rows:
        sums = {name: getattr(total, name) + getattr(row, name) for name in _SUMMED}
        total = replace(total, **sums)
    return total


def talks(asked: TalkFilter, *, skip: int = 0, limit: int = PAGE) -> list[Talk]:
    """The log, the latest first. One query."""
    params = {**_conditions(asked), "skip": skip, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(_TALKS, params)
        return [Talk(*row) for row in cursor.fetchall()]


def count_talks(asked: TalkFilter) -> int:
    """How many the log holds. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, _conditions(asked))
        return int(cursor.fetchone()[0])


_SUMMED = (
    *("open", "late", "missed", "made", "talks", "agreed", "refused", "paid", "paid_kopecks"),
    *("asked", "scripted", "calmer", "more_anxious", "students"),
)


def _roles_with_a_queue() -> list[str]:
    return [str(role.key) for role in method.roles().roles if "work_queue" in role.rights]


def _talked() -> list[str]:
    return [words.key.value for words in method.outcomes().outcomes if words.talked]


def _conditions(asked: TalkFilter) -> dict[str, Any]:
    return {
        "from": asked.from_at,
        "to": asked.to_at,
        "staff": asked.staff_id,
        "kinds": list(asked.kinds) or None,
        "outcome": asked.outcome,
        "talked": _talked() if asked.talks_only or asked.paid_only else None,
        "paid_only": asked.paid_only,
        "script": asked.script.value if asked.script else "",
        "none": NO_SCRIPT,
        "moved": asked.moved.value if asked.moved else "",
    }


# What a touch brought: the paid orders credited to it, less what was given back.
_BROUGHT = """
LEFT JOIN LATERAL (
  SELECT sum(c.amount_kopecks - c.refunded_kopecks)::bigint AS kopecks FROM outcomes_credit AS c
  WHERE c.touch_id = t.id AND c.amount_kopecks > c.refunded_kopecks
) AS brought ON true
"""

_RESULTS = f"""
WITH waiting AS MATERIALIZED (
  SELECT coalesce(owner_id, 0) AS owner_id, count(*) AS open,
         count(*) FILTER (WHERE due_at < %(now)s) AS late,
         count(*) FILTER (WHERE missed_at IS NOT NULL) AS missed
  FROM queue_touch
  WHERE state = 'planned' AND due_from < %(ends)s
    AND (%(staff)s::bigint IS NULL OR owner_id = %(staff)s)
  GROUP BY 1
), made AS MATERIALIZED (
  SELECT t.id, t.made_by_id, t.client_id, t.outcome, t.script_step, t.mood, t.made_at,
         t.outcome = ANY(%(talked)s::text[]) AS talked, brought.kopecks
  FROM queue_touch AS t {_BROUGHT}
  WHERE t.state = 'made' AND t.made_at >= %(from)s AND t.made_at < %(to)s
    AND (%(staff)s::bigint IS NULL OR t.made_by_id = %(staff)s)
), done AS MATERIALIZED (
  SELECT made_by_id, count(*) AS made, count(*) FILTER (WHERE talked) AS talks,
         count(*) FILTER (WHERE outcome = 'agreed') AS agreed,
         count(*) FILTER (WHERE outcome = 'refused') AS refused,
         count(*) FILTER (WHERE talked AND kopecks > 0) AS paid,
         coalesce(sum(kopecks) FILTER (WHERE talked), 0)::bigint AS paid_kopecks,
         count(*) FILTER (WHERE script_step <> '') AS asked,
         count(*) FILTER (WHERE script_step NOT IN ('', %(none)s)) AS scripted
  FROM made GROUP BY made_by_id
), moved AS MATERIALIZED (
  SELECT made_by_id, count(*) FILTER (WHERE last > first) AS calmer,
         count(*) FILTER (WHERE last < first) AS more_anxious
  FROM (
    SELECT made_by_id, client_id,
           (array_agg(mood ORDER BY made_at, id))[1] AS first,
           (array_agg(mood ORDER BY made_at DESC, id DESC))[1] AS last
    FROM made WHERE mood IS NOT NULL GROUP BY made_by_id, client_id
  ) AS marked GROUP BY made_by_id
), led AS MATERIALIZED (
  SELECT coordinator_id, count(*) AS students FROM people_client
  WHERE merged_into_id IS NULL AND coordinator_id IS NOT NULL AND kind = 'student'
    AND (%(staff)s::bigint IS NULL OR coordinator_id = %(staff)s)
  GROUP BY coordinator_id
)
SELECT s.id, s.name, coalesce(s.external_name, s.name),
       coalesce(w.open, 0), coalesce(w.late, 0), coalesce(w.missed, 0),
       coalesce(d.made, 0), coalesce(d.talks, 0), coalesce(d.agreed, 0), coalesce(d.refused, 0),
       coalesce(d.paid, 0), coalesce(d.paid_kopecks, 0), coalesce(d.asked, 0),
       coalesce(d.scripted, 0), coalesce(m.calmer, 0), coalesce(m.more_anxious, 0),
       coalesce(led.students, 0)
FROM (
  SELECT id, name, external_name, role, left_on, sort_key, false AS is_nobody FROM team_staff
  UNION ALL SELECT 0, '', NULL, '', NULL, '', true
) AS s
LEFT JOIN waiting AS w ON w.owner_id = s.id
LEFT JOIN done AS d ON d.made_by_id = s.id
LEFT JOIN moved AS m ON m.made_by_id = s.id
LEFT JOIN led ON led.coordinator_id = s.id
WHERE (%(staff)s::bigint IS NULL OR s.id = %(staff)s)
  AND (s.left_on IS NULL AND s.role = ANY(%(roles)s::text[])
       OR w.open > 0 OR d.made > 0 OR led.students > 0)
ORDER BY s.is_nobody, s.left_on IS NOT NULL, s.sort_key, s.id
"""  # noqa: S608 (the condition stands right above)

_FOUND = f"""
FROM queue_touch AS t {_BROUGHT}
WHERE t.state = 'made' AND t.made_at >= %(from)s AND t.made_at < %(to)s
  AND (%(staff)s::bigint IS NULL OR t.made_by_id = %(staff)s)
  AND (%(kinds)s::text[] IS NULL OR t.kind = ANY(%(kinds)s::text[]))
  AND (%(outcome)s = '' OR t.outcome = %(outcome)s)
  AND (%(talked)s::text[] IS NULL OR t.outcome = ANY(%(talked)s::text[]))
  AND (NOT %(paid_only)s OR brought.kopecks > 0)
  AND (%(script)s = '' OR t.script_step <> ''
       AND (t.script_step = %(none)s) = (%(script)s = 'none'))
  AND (%(moved)s = '' OR t.mood IS NOT NULL AND (t.made_by_id, t.client_id) IN (
    SELECT made_by_id, client_id FROM (
      SELECT made_by_id, client_id,
             (array_agg(mood ORDER BY made_at, id))[1] AS first,
             (array_agg(mood ORDER BY made_at DESC, id DESC))[1] AS last
      FROM queue_touch
      WHERE state = 'made' AND mood IS NOT NULL
        AND made_at >= %(from)s AND made_at < %(to)s
      GROUP BY made_by_id, client_id
    ) AS marked
    WHERE CASE %(moved)s WHEN 'calmer' THEN last > first ELSE last < first END))
"""  # noqa: S608 (the condition stands right above)

_KINDS = """
SELECT kind, count(*) FROM queue_touch
WHERE state = 'made' AND made_at >= %(from)s AND made_at < %(to)s AND made_by_id = %(staff)s
GROUP BY kind
"""

_COUNT = f"SELECT count(*) {_FOUND}"

_TALKS = f"""
SELECT found.id, found.made_at, coalesce(s.name, ''), p.id, p.name, found.kind, found.outcome,
       found.objection, found.script, found.script_step, found.mood, coalesce(product.name, ''),
       found.note, coalesce(found.kopecks, 0)
FROM (SELECT t.*, brought.kopecks {_FOUND}
      ORDER BY t.made_at DESC, t.id DESC OFFSET %(skip)s LIMIT %(limit)s) AS found
JOIN people_client AS p ON p.id = found.client_id
LEFT JOIN team_staff AS s ON s.id = found.made_by_id
LEFT JOIN catalog_product AS product ON product.id = found.product_id
ORDER BY found.made_at DESC, found.id DESC
"""  # noqa: S608 (the condition stands right above)
