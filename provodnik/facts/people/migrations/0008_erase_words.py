r"""The journal's one exception: words of entries of somebody erased may be taken away.

The application's role can neither update nor delete an entry. This function of the owner can,
and no further than erasing goes: in the current school, of clients who are tombstones already,
attributes may become fewer and an item or external id may be sealed. Whom, when, how much, by
whom and through which channel stays. One entry of another client may lose one attribute: whom
that client recommended.

Entries come as JSON: [{"id", "item", "external_id", "attrs"}], each as it is to be.
"""

from django.db import migrations

FORWARD = r"""
CREATE FUNCTION people_erase_words(wanted jsonb) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  changed integer;
BEGIN
  -- Who may not write the journal may not do this either.
  IF NOT has_table_privilege(session_user, 'kernel_journalentry', 'INSERT') THEN
    RAISE insufficient_privilege;
  END IF;
  WITH told AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(wanted)
      AS told (id bigint, item text, external_id text, attrs jsonb)
  )
  UPDATE kernel_journalentry AS j
  SET item = told.item, external_id = told.external_id, attrs = told.attrs
  FROM told
  WHERE j.id = told.id AND j.school_id = current_setting('app.school')::bigint
    AND (
      EXISTS (SELECT FROM people_client AS c
              WHERE c.id = j.client_id AND c.school_id = j.school_id AND c.erased_at IS NOT NULL)
      AND j.attrs @> told.attrs
      AND (told.item IS NOT DISTINCT FROM j.item
           OR j.item IS NOT NULL AND starts_with(told.item, 'erased:'))
      AND (told.external_id IS NOT DISTINCT FROM j.external_id
           OR j.external_id IS NOT NULL AND starts_with(told.external_id, 'erased:'))
      OR j.event_id = (SELECT id FROM kernel_eventname WHERE name = 'referral_recorded')
      AND told.attrs = j.attrs - 'whom'
      AND (told.item, told.external_id) IS NOT DISTINCT FROM (j.item, j.external_id)
    );
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END $$;
"""

BACK = "DROP FUNCTION people_erase_words(jsonb);"


class Migration(migrations.Migration):
    dependencies = [("people", "0007_erased_clients")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
