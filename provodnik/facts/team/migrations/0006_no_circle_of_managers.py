"""The database refuses a manager who reports to the very person, directly or through others.

A check constraint sees one row, a circle needs two. The lock makes two changes at once wait
for each other: apart, neither would see the circle they close together.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION team_managers_make_no_circle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('team_staff.manager', NEW.school_id));
  IF EXISTS (
    WITH RECURSIVE above (id) AS (
      SELECT NEW.manager_id
      UNION
      SELECT s.manager_id FROM team_staff s JOIN above a ON s.id = a.id
      WHERE s.school_id = NEW.school_id AND s.manager_id IS NOT NULL)
    SELECT FROM above WHERE id = NEW.id)
  THEN
    RAISE EXCEPTION 'staff % would stand above themselves', NEW.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'managers_make_no_circle';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER managers_make_no_circle AFTER INSERT OR UPDATE OF manager_id ON team_staff
FOR EACH ROW WHEN (NEW.manager_id IS NOT NULL)
EXECUTE FUNCTION team_managers_make_no_circle();
"""

BACK = """
DROP TRIGGER managers_make_no_circle ON team_staff;
DROP FUNCTION team_managers_make_no_circle();
"""


class Migration(migrations.Migration):
    dependencies = [("team", "0005_managers_and_grades")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
