"""The planner's statistics kept in step with bulk writing.

Autovacuum looks at a table once a minute. What reads a table that an import has just
filled is planned as if the table were empty: a join over one chunk took minutes. ANALYZE
asks for the table's owner, hence a function of the owner; it only looks at tables whose
file has doubled, so a whole import pays for a handful of looks.

Inside the transaction that wrote the rows, the statistics become true when the rows do.
"""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION kernel_freshen_statistics() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  grown regclass;
  looked integer := 0;
BEGIN
  FOR grown IN
    SELECT c.oid::regclass FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND pg_relation_size(c.oid)
          > 2 * current_setting('block_size')::bigint * greatest(c.relpages, 4)
    ORDER BY c.relname
  LOOP
    EXECUTE format('ANALYZE (SKIP_LOCKED) %s', grown);
    looked := looked + 1;
  END LOOP;
  RETURN looked;
END $$;
"""

BACK = "DROP FUNCTION kernel_freshen_statistics();"


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_import_figures")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
