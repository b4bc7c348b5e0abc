"""The product matrix: every product as a row with what is broken about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection

from provodnik.facts.catalog.rules import margin_share
from provodnik.facts.catalog.types import ProductStatus
from provodnik.kernel.names import search_key, search_keys
from provodnik.method import queries as method


class MatrixView(StrEnum):
    """A way to look at the matrix: all, by status, or by what is broken."""

    ALL = "all"
    ACTIVE = "active"
    SLEEPING = "sleeping"
    DEAD_ENDS = "dead_ends"
    NO_OWNER = "no_owner"
    UNSORTED = "unsorted"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A product in the matrix. `next`, `cross` and `pains` are names.

    `is_dead_end`: it is sold, its kind needs a next product, and nothing leads on from it.
    """

    product_id: int
    name: str
    kind: str
    status: str
    price_kopecks: int | None
    cost_kopecks: int | None
    is_confirmed: bool
    owner: str
    audience: str
    prerequisite: str
    pains: tuple[str, ...]
    next: tuple[str, ...]
    cross: tuple[str, ...]
    is_dead_end: bool

    @property
    def margin_share(self) -> float | None:
        """0..1, negative below the cost; None while price or cost is not known."""
        return margin_share(self.price_kopecks, self.cost_kopecks)

    def stands_in(self, view: MatrixView) -> bool:
        match view:
            case MatrixView.ALL:
                return self.status != ProductStatus.RETIRED
            case MatrixView.DEAD_ENDS:
                return self.is_dead_end
            case MatrixView.NO_OWNER:
                return not self.owner and self.status == ProductStatus.ACTIVE
            case _:
                return self.status == view.value


def matrix() -> list[MatrixRow]:
    """Every product of the school by name, retired ones included. One query.

    A step of the published path leads on as a link does.
    """
    without_next = [kind.key for kind in method.product_kinds().kinds if not kind.needs_next]
    with connection.cursor() as cursor:
        cursor.execute(_MATRIX, {"ends": without_next})
        return [
            MatrixRow(
                *row[:10], tuple(row[10] or ()), tuple(row[11] or ()), tuple(row[12] or ()), *row[13:]
            )
            for row in cursor.fetchall()
        ]


def counts(rows: Sequence[MatrixRow]) -> dict[MatrixView, int]:
    """How many products stand in each view."""
    return {view: sum(1 for row in rows if row.stands_in(view)) for view in MatrixView}


def found(
    rows: Sequence[MatrixRow], *, view: MatrixView, kind: str = "", text: str = ""
) -> list[MatrixRow]:
    """Rows of a view, of a kind, in whose name, pains or audience the text stands.

    Case, ё and the keyboard layout do not matter.
    """
    keys = search_keys(text)
    return [
        row
        for row in rows
        if row.stands_in(view)
        and (not kind or row.kind == kind)
        and (not keys or any(key in _haystack(row) for key in keys))
    ]


def _haystack(row: MatrixRow) -> str:
    return " ".join(search_key(text) for text in (row.name, row.audience, *row.pains) if text)


_MATRIX = """
WITH led AS (
  SELECT l.source_id, l.kind, t.name, t.status, t.sort_key
  FROM catalog_productlink l JOIN catalog_product t ON t.id = l.target_id
  UNION
  SELECT l.target_id, 'cross', s.name, s.status, s.sort_key
  FROM catalog_productlink l JOIN catalog_product s ON s.id = l.source_id WHERE l.kind = 'cross'
  UNION
  SELECT s.after_id, 'path', t.name, t.status, t.sort_key
  FROM catalog_pathstep s
  JOIN catalog_pathversion v ON v.id = s.version_id AND v.state = 'published'
  JOIN catalog_product t ON t.id = s.offered_id
  WHERE s.after_id IS NOT NULL
), lead AS (
  SELECT source_id,
    array_agg(DISTINCT name) FILTER (WHERE kind IN ('next', 'path')) AS next,
    array_agg(DISTINCT name) FILTER (WHERE kind = 'cross') AS cross_names,
    bool_or(status = 'active' AND kind <> 'cross') AS leads_on
  FROM led GROUP BY source_id
), solved AS (
  SELECT product_id, array_agg(pain.name ORDER BY pain.name) AS pains
  FROM catalog_productpain JOIN people_pain AS pain ON pain.id = pain_id GROUP BY product_id
)
SELECT p.id, p.name, p.kind, p.status, p.price_kopecks, p.cost_kopecks,
       p.economics_confirmed_at IS NOT NULL, coalesce(owner.name, ''), p.audience,
       coalesce(before.name, ''), solved.pains, lead.next, lead.cross_names,
       p.status = 'active' AND NOT p.kind = ANY(%(ends)s) AND NOT coalesce(lead.leads_on, false)
FROM catalog_product p
LEFT JOIN team_staff owner ON owner.id = p.owner_id
LEFT JOIN catalog_product before ON before.id = p.prerequisite_id
LEFT JOIN solved ON solved.product_id = p.id
LEFT JOIN lead ON lead.source_id = p.id
ORDER BY p.sort_key, p.id
"""
