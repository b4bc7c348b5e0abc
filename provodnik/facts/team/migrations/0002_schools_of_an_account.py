"""Which schools an account works in: asked before a school is known, so past row security.

The function belongs to a role that cannot sign in and may only read; it answers
one narrow question and nothing else.
"""

from django.db import migrations

FORWARD = """
GRANT CREATE, USAGE ON SCHEMA public TO provodnik_search;
CREATE FUNCTION team_schools_of(account bigint) RETURNS TABLE (school_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT school_id FROM team_staff WHERE user_id = account AND left_on IS NULL
$$;
ALTER FUNCTION team_schools_of(bigint) OWNER TO provodnik_search;
REVOKE CREATE ON SCHEMA public FROM provodnik_search;
"""


class Migration(migrations.Migration):
    dependencies = [("team", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION team_schools_of(bigint)")]
