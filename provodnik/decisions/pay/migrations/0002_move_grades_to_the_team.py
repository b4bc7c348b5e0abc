"""Grades are facts about people, and gates below pay ask for them: they move to the team.

One statement over a few rows a person; running it again changes nothing.
"""

from django.db import migrations

COPY = """
INSERT INTO team_gradeturn (school_id, staff_id, grade, from_on, reason, by_id, set_at)
SELECT school_id, staff_id, grade, from_on, reason, by_id, set_at FROM pay_gradeturn
ON CONFLICT DO NOTHING
"""


class Migration(migrations.Migration):
    dependencies = [("pay", "0001_initial"), ("team", "0006_no_circle_of_managers")]
    operations = [migrations.RunSQL(COPY, migrations.RunSQL.noop)]
