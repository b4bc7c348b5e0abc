"""The roadmap of products: what to offer somebody who finished or bought this one."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True, slots=True)
class NextOffer:
    """A product to offer next, and why it may help.

    `via` is path, next, bonus, tripwire or cross, the strongest first. `script`, `channel`
    and `reason` come from a step of the path; `pains` are what it solves.
    """

    after_id: int
    after: str
    product_id: int
    product: str
    kind: str
    price_kopecks: int | None
    via: str
    script: str
    channel: str
    reason: str
    pains: tuple[str, ...]
    matches_goal: bool


def roadmap(
    after_ids: Collection[int],
    *,
    owned_ids: Collection[int] = (),
    pain_id: int | None = None,
) -> list[NextOffer]:
    """What to offer after these products, each product once, in the order of worth trying.

    First what solves the goal's pain, then the published path, then links of the matrix,
    cross links last. What is not on sale or is owned already is left out.

    Queries: 1
    """
    params = {
        "after": list(after_ids),
        "owned": [*after_ids, *owned_ids],
        "pain": pain_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ROADMAP, params)
        rows = cursor.fetchall()
    return [NextOffer(*(*row[:10], tuple(row[10] or ()), row[11])) for row in rows]


_ROADMAP = """
WITH lead AS (
  SELECT s.after_id AS source_id, s.offered_id AS target_id, 'path' AS via, 0 AS rank,
         s.script, s.channel, s.reason, s.position
  FROM catalog_pathstep s JOIN catalog_pathversion v ON v.id = s.version_id
  WHERE v.state = 'published' AND s.after_id = ANY(%(after)s) AND s.offered_id IS NOT NULL
  UNION ALL
  SELECT source_id, target_id, kind,
         array_position(ARRAY['next', 'bonus', 'tripwire', 'cross']::text[], kind::text),
         '', '', '', 0
  FROM catalog_productlink WHERE source_id = ANY(%(after)s)
  UNION ALL
  SELECT target_id, source_id, kind, 4, '', '', '', 0
  FROM catalog_productlink WHERE kind = 'cross' AND target_id = ANY(%(after)s)
), offer AS (
  SELECT lead.*, EXISTS (
           SELECT FROM catalog_productpain solves
           WHERE solves.product_id = lead.target_id AND solves.pain_id = %(pain)s
         ) AS matches_goal
  FROM lead
), best AS (
  SELECT DISTINCT ON (target_id) * FROM offer ORDER BY target_id, rank, position
)
SELECT best.source_id, source.name, best.target_id, target.name, target.kind,
       target.price_kopecks, best.via, best.script, best.channel, best.reason,
       (SELECT array_agg(pain.name ORDER BY pain.name)
        FROM catalog_productpain solves JOIN people_pain pain ON pain.id = solves.pain_id
        WHERE solves.product_id = target.id),
       best.matches_goal
FROM best
JOIN catalog_product source ON source.id = best.source_id
JOIN catalog_product target ON target.id = best.target_id
WHERE target.status = 'active' AND NOT target.id = ANY(%(owned)s)
ORDER BY best.matches_goal DESC, best.rank, best.position, target.sort_key, target.id
"""
