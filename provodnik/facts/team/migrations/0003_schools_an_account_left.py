"""Which schools an account has left: what to tell a person whose access is closed.

Asked before a school is known, like `team_schools_of`, by the same narrow role.
"""

from django.db import migrations

FORWARD = """
GRANT CREATE, USAGE ON SCHEMA public TO provodnik_search;
CREATE FUNCTION team_schools_left_by(account bigint) RETURNS TABLE (school_id bigint, left_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT school_id, left_on FROM team_staff WHERE user_id = account AND left_on IS NOT NULL
$$;
ALTER FUNCTION team_schools_left_by(bigint) OWNER TO provodnik_search;
REVOKE CREATE ON SCHEMA public FROM provodnik_search;
"""


class Migration(migrations.Migration):
    dependencies = [("team", "0002_schools_of_an_account")]
    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION team_schools_left_by(bigint)")]
