"""The database refuses an entry that lacks a column its kind needs, however it was written.

Bulk writers do not pass through Python row by row; one question a statement over
the new rows costs little and holds for COPY and INSERT … SELECT alike.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION kernel_journal_is_well_formed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE bad record;
BEGIN
  SELECT kernel_eventname.name, fresh.external_id INTO bad
  FROM fresh JOIN kernel_eventname ON kernel_eventname.id = fresh.event_id
  WHERE (needs_client AND client_id IS NULL) OR (needs_product AND product_id IS NULL)
     OR (needs_item AND item IS NULL) OR (needs_value AND value IS NULL)
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION 'malformed journal entry: % (%)', bad.name, bad.external_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'journal_entry_is_well_formed';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER journal_entry_is_well_formed AFTER INSERT ON kernel_journalentry
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT
EXECUTE FUNCTION kernel_journal_is_well_formed();
"""

BACK = """
DROP TRIGGER journal_entry_is_well_formed ON kernel_journalentry;
DROP FUNCTION kernel_journal_is_well_formed();
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]
    operations = [
        # Trusted extensions: the owner of the database may make them, no superuser is needed.
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm", migrations.RunSQL.noop),
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS btree_gin", migrations.RunSQL.noop),
        migrations.RunSQL(FORWARD, BACK),
    ]
