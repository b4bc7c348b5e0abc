"""Search of clients by any part of name, e-mail, phone or id.

Trigram operators are not leakproof, so under row security they cannot use their
index (2 ms became 400): the search is one function of a read-only role, with the
school's condition inside.

A trigram index cannot help with one or two letters: they are the beginning of a
last name. Of a needle found in thousands only the first of them are put in order.
"""

from django.db import migrations

FORWARD = r"""
CREATE INDEX client_search_text ON people_client USING gin (school_id, search_text gin_trgm_ops);
GRANT CREATE, USAGE ON SCHEMA public TO provodnik_search;
CREATE FUNCTION people_search(needle text, at_most integer) RETURNS TABLE (client_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  WITH holds AS MATERIALIZED (
    SELECT id, sort_key FROM people_client
    WHERE length(needle) > 2 AND school_id = current_setting('app.school')::bigint
      AND search_text LIKE '%' || regexp_replace(needle, '([%_\\])', '\\\1', 'g') || '%'
      AND merged_into_id IS NULL
    LIMIT greatest(at_most, 2000)
  ), begins AS MATERIALIZED (
    SELECT id, sort_key FROM people_client
    WHERE length(needle) BETWEEN 1 AND 2 AND school_id = current_setting('app.school')::bigint
      AND sort_key >= needle AND sort_key < needle || U&'\+10FFFF'
      AND merged_into_id IS NULL
    ORDER BY sort_key, id LIMIT at_most
  )
  SELECT id FROM (SELECT * FROM holds UNION ALL SELECT * FROM begins) AS found
  ORDER BY sort_key, id LIMIT at_most
$$;
ALTER FUNCTION people_search(text, integer) OWNER TO provodnik_search;
REVOKE CREATE ON SCHEMA public FROM provodnik_search;
"""

BACK = "DROP FUNCTION people_search(text, integer); DROP INDEX client_search_text;"


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
