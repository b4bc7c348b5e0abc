"""Learning what is bought next. Everything written here can be learned anew from the journal."""

from datetime import datetime

from django.db import connection, transaction

from provodnik.facts.catalog.models import Product
from provodnik.facts.sales.models import NextProduct, NextProductTrial
from provodnik.kernel import schools
from provodnik.lake import next_product as lake
from provodnik.lake.next_product import Learned, Told
from provodnik.method import queries as method
from provodnik.metrics.next_product import figures

_PERCENT = 100


def relearn(*, now: datetime) -> int:
    """Learn from all purchases the lake knows; what was learned before is replaced.

    Returns how many moves from product to product are known. Repeating it changes nothing.
    """
    settings = method.path_settings().next_products
    found = lake.learn(
        _told(), weight=settings.weight, learned_share=settings.learned_percent / _PERCENT
    )
    return _write(found, now=now)


@transaction.atomic
def _write(found: Learned, *, now: datetime) -> int:
    known = set(Product.objects.values_list("pk", flat=True))
    school_id = schools.current()
    # One learner a school at a time: both would write the same rows.
    trial, _ = NextProductTrial.objects.select_for_update().get_or_create(
        school_id=school_id, defaults={"learned_at": now, "moved": 0}
    )
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
