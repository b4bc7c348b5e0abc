"""Learning what is bought next. Everything written here can be learned anew from the journal."""

from collections.abc import Iterator
from datetime import datetime
from typing import LiteralString

from django.db import connection, transaction

from provodnik.facts.catalog.models import Product
from provodnik.facts.sales.models import NextProduct, NextProductTrial
from provodnik.kernel import schools
from provodnik.lake import next_product as lake
from provodnik.lake.next_product import Kept, Learned, Row, Told
from provodnik.method import queries as method
from provodnik.metrics.next_product import figures

_PERCENT = 100


@transaction.atomic
def relearn(*, now: datetime) -> int:
    """Learn from all purchases the lake knows; what was learned before is replaced, and so is
    who it was learned from: the rows behind every figure.

    Returns how many moves from product to product are known. Repeating it changes nothing.
    """
    settings = method.path_settings().next_products
    # One learner a school at a time: both would write the same rows.
    trial, _ = NextProductTrial.objects.select_for_update().get_or_create(
        school_id=schools.current(), defaults={"learned_at": now, "moved": 0}
    )
    found = lake.learn(
        _told(),
        weight=settings.weight,
        learned_share=settings.learned_percent / _PERCENT,
        kept=Kept(moves=_keep_moves, cases=_keep_cases),
    )
    return _write(found, trial, now=now)


def _write(found: Learned, trial: NextProductTrial, *, now: datetime) -> int:
    known = set(Product.objects.values_list("pk", flat=True))
    school_id = schools.current()
    NextProduct.objects.all().delete()
    moves = [
        NextProduct(
            school_id=school_id,
            after_id=move.after_id,
            product_id=move.product_id,
            clients=move.clients,
            of_clients=move.of_clients,
            median_days=move.median_days,
            score=move.score,
            place=move.place,
        )
        for move in found.moves
        if move.product_id in known and (move.after_id is None or move.after_id in known)
    ]
    NextProduct.objects.bulk_create(moves)
    trial.learned_at, trial.moved, trial.split_on = now, found.moved, found.split_on
    trial.figures = figures(found.trial) if found.trial else {}
    trial.save()
    return sum(1 for move in moves if move.after_id is not None)


def _keep_moves(rows: Iterator[Row]) -> None:
    _lay_down(rows, _MOVES_TABLE, "COPY made FROM STDIN", _KEEP_MOVES)


def _keep_cases(rows: Iterator[Row]) -> None:
    _lay_down(rows, _CASES_TABLE, "COPY made FROM STDIN", _KEEP_CASES)


def _lay_down(
    rows: Iterator[Row], table: LiteralString, copy: LiteralString, keep: LiteralString
) -> None:
    """Rows of the lake beside those of the last time: of a million only what changed is written."""
    with connection.cursor() as cursor:
        cursor.execute(table)
        with cursor.copy(copy) as stream:
            for row in rows:
                stream.write_row(row)
        cursor.execute(keep)


_MOVES_TABLE: LiteralString = """
CREATE TEMP TABLE made (client_id bigint, after_id bigint, product_id bigint, moved_on date,
                        days integer) ON COMMIT DROP
"""
_CASES_TABLE: LiteralString = """
CREATE TEMP TABLE made (client_id bigint, moved_on date, learned_place integer,
                        rules_place integer, popular_place integer) ON COMMIT DROP
"""
_KEEP_MOVES: LiteralString = """
WITH known AS MATERIALIZED (
  SELECT made.client_id, made.after_id, p.id AS product_id, made.moved_on, made.days
  FROM made JOIN people_client c ON c.id = made.client_id
  JOIN catalog_product a ON a.id = made.after_id
  LEFT JOIN catalog_product p ON p.id = made.product_id
), gone AS (
  DELETE FROM sales_nextmove m WHERE NOT EXISTS (
    SELECT FROM known k WHERE k.client_id = m.client_id AND k.after_id = m.after_id
      AND k.product_id IS NOT DISTINCT FROM m.product_id)
)
INSERT INTO sales_nextmove (school_id, client_id, after_id, product_id, moved_on, days)
SELECT current_setting('app.school')::bigint, client_id, after_id, product_id, moved_on, days
FROM known
ON CONFLICT (school_id, after_id, product_id, client_id) DO UPDATE
SET moved_on = excluded.moved_on, days = excluded.days
WHERE (sales_nextmove.moved_on, sales_nextmove.days) <> (excluded.moved_on, excluded.days);
DROP TABLE made
"""
_KEEP_CASES: LiteralString = """
WITH known AS MATERIALIZED (
  SELECT made.* FROM made JOIN people_client c ON c.id = made.client_id
), gone AS (
  DELETE FROM sales_triedmove t WHERE NOT EXISTS (
    SELECT FROM known k WHERE k.client_id = t.client_id AND k.moved_on = t.moved_on)
)
INSERT INTO sales_triedmove
  (school_id, client_id, moved_on, learned_place, rules_place, popular_place)
SELECT current_setting('app.school')::bigint, known.* FROM known
ON CONFLICT (school_id, client_id, moved_on) DO UPDATE
SET learned_place = excluded.learned_place, rules_place = excluded.rules_place,
    popular_place = excluded.popular_place
WHERE (sales_triedmove.learned_place, sales_triedmove.rules_place,
       sales_triedmove.popular_place)
  IS DISTINCT FROM (excluded.learned_place, excluded.rules_place, excluded.popular_place);
DROP TABLE made
"""


def _told() -> list[Told]:
    """What the school's own path and matrix offer after each product, the path first."""
    with connection.cursor() as cursor:
        cursor.execute(_TOLD)
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]


# Steps that name no product speak after any of them, later than those that do.
_TOLD = """
WITH said AS (
  SELECT s.after_id, s.offered_id AS product_id, 0 AS rank, s.position
  FROM catalog_pathstep s JOIN catalog_pathversion v ON v.id = s.version_id
  WHERE v.state = 'published' AND s.after_id IS NOT NULL AND s.offered_id IS NOT NULL
  UNION ALL
  SELECT source_id, target_id, array_position(ARRAY['next', 'bonus', 'tripwire'], kind::text), 0
  FROM catalog_productlink WHERE kind IN ('next', 'bonus', 'tripwire')
  UNION ALL
  SELECT p.id, s.offered_id, 4, s.position
  FROM catalog_pathstep s JOIN catalog_pathversion v ON v.id = s.version_id
  CROSS JOIN catalog_product p
  WHERE v.state = 'published' AND s.after_id IS NULL AND s.offered_id IS NOT NULL
)
SELECT after_id, product_id,
       row_number() OVER (PARTITION BY after_id ORDER BY min(rank), min(position), product_id)
FROM said WHERE after_id <> product_id GROUP BY after_id, product_id
"""
