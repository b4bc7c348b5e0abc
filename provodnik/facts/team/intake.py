"""Managers named by an export become members of the team."""

from collections.abc import Sequence
from datetime import datetime
from typing import LiteralString

from django.db import connection

from provodnik.facts.team.models import Staff
from provodnik.kernel import schools
from provodnik.kernel.names import sort_key

# Whom an export calls a manager sells; the head of the department gives another role by hand.
ROLE = "sales_manager"


def name_staff(*, now: datetime, among: LiteralString = "stage", role: str = ROLE) -> None:
    """Make the temporary table `stage_staff`: `staff_name` of `among` → `staff_id`.

    A member added by hand under exactly this name, and only one, is the one meant from now on;
    a name nobody has becomes a new member.
    Queries: 2 for known names, 2 more for new ones.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNKNOWN.replace("{among}", among))
        unknown = [row[0] for row in cursor.fetchall()]
        if unknown:
            cursor.execute(_ADOPT, [unknown])
            _add(unknown, role=role, now=now)
        cursor.execute(_NAME.replace("{among}", among))


def _add(names: Sequence[str], *, role: str, now: datetime) -> None:
    Staff.objects.bulk_create(
        [
            Staff(
                school_id=schools.current(),
                name=name,
                sort_key=sort_key(name),
                role=role,
                external_name=name,
                created_at=now,
            )
            for name in names
        ],
        ignore_conflicts=True,
    )


_UNKNOWN = """
SELECT named.staff_name FROM (SELECT DISTINCT staff_name FROM {among}) AS named
WHERE named.staff_name IS NOT NULL
  AND NOT EXISTS (SELECT FROM team_staff WHERE team_staff.external_name = named.staff_name)
ORDER BY named.staff_name
"""

_ADOPT = """
UPDATE team_staff SET external_name = name
WHERE external_name IS NULL AND id IN (
  SELECT min(id) FROM team_staff
  WHERE external_name IS NULL AND name = ANY(%s) GROUP BY name HAVING count(*) = 1
)
"""

_NAME = """
DROP TABLE IF EXISTS stage_staff;
CREATE TEMP TABLE stage_staff ON COMMIT DROP AS
SELECT named.staff_name, team_staff.id AS staff_id
FROM (SELECT DISTINCT staff_name FROM {among}) AS named
JOIN team_staff ON team_staff.external_name = named.staff_name
"""
