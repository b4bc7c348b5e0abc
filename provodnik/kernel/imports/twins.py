"""Equal rows without an id of their own: the second one is the second event, every time."""

from django.db import connection

from provodnik.kernel.imports.models import ImportTwin


def name_twins(*, run_id: int) -> None:
    """Make `stage_twin`: `line` of every row of `stage` without an `external_id` → its `name`.

    A name is made of all that the row says and of its number among equal rows, counted from
    the beginning of the file over all chunks of the run. Queries: 2.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NAME, {"run": run_id})
        cursor.execute(_REMEMBER, {"run": run_id})


def forget_twins(*, run_id: int) -> None:
    """The run is over: its counts are of no more use."""
    ImportTwin.objects.filter(run_id=run_id).delete()


_NAME = """
DROP TABLE IF EXISTS stage_twin;
CREATE TEMP TABLE stage_twin ON COMMIT DROP AS
SELECT said.line, said.digest, 'row:' || said.digest || ':' || coalesce((
  SELECT twin.met FROM kernel_importtwin AS twin
  WHERE twin.run_id = %(run)s AND twin.digest = said.digest
), 0) + row_number() OVER (PARTITION BY said.digest ORDER BY said.line) AS name
FROM (
  SELECT line, md5((to_jsonb(stage) - 'line')::text)::uuid AS digest
  FROM stage WHERE external_id IS NULL
) AS said
"""

_REMEMBER = """
INSERT INTO kernel_importtwin (school_id, run_id, digest, met)
SELECT current_setting('app.school')::bigint, %(run)s, digest, count(*)
FROM stage_twin GROUP BY digest
ON CONFLICT (school_id, run_id, digest) DO UPDATE SET met = kernel_importtwin.met + EXCLUDED.met
"""
