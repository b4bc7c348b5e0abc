"""The plan of each course, learned from the order in which students finish its modules."""

from django.db import connection, transaction

from provodnik.method import queries as method


@transaction.atomic
def refresh() -> int:
    """Write the modules of every product anew. Returns how many there are.

    A module stands where most of those who finished it had it. One that hardly anybody
    finished is left out: it is a typing slip of a source, or was dropped long ago.
    """
    settings = method.care_settings()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM care_coursemodule")
        cursor.execute(
            _LEARN,
            {"learners": settings.outline_learners, "percent": settings.outline_percent},
        )
        return int(cursor.rowcount)


_LEARN = """
INSERT INTO care_coursemodule (school_id, product_id, name, position, learners)
WITH finished AS (
  SELECT product_id, client_id, item, min(happened_at) AS at FROM queue_moment
  WHERE trigger = 'module_completed' AND product_id IS NOT NULL AND item <> ''
  GROUP BY product_id, client_id, item
), placed AS (
  SELECT product_id, item, rank() OVER (PARTITION BY product_id, client_id ORDER BY at) AS place
  FROM finished
), module AS (
  SELECT product_id, item, count(*) AS learners,
         percentile_cont(0.5) WITHIN GROUP (ORDER BY place) AS place
  FROM placed GROUP BY product_id, item
), known AS (
  SELECT *, max(learners) OVER (PARTITION BY product_id) AS most FROM module
)
SELECT current_setting('app.school')::bigint, product_id, item,
       row_number() OVER (PARTITION BY product_id ORDER BY place, item), learners
FROM known
WHERE learners >= %(learners)s AND learners * 100 >= most * %(percent)s
"""
