"""What data says about the team."""

from provodnik.reports.audit.probes.types import Probe

_CURATORS_PAID = """
WITH worker AS (
  SELECT DISTINCT s.staff_id FROM audit_seen s JOIN team_staff t ON t.id = s.staff_id
  WHERE s.event IN ('homework_reviewed', 'ticket_answered') AND s.at >= %(waited)s
    AND NOT s.is_auto AND NOT t.role = ANY(%(heads)s)
), paid AS (
  SELECT DISTINCT staff_id FROM audit_seen
  WHERE event = 'pay_approved' AND at >= %(waited)s AND value > 0
), counted AS (
  SELECT count(*) AS n, count(*) FILTER (WHERE paid.staff_id IS NULL) AS count
  FROM worker LEFT JOIN paid USING (staff_id)
)
SELECT n > 0 AS known, count > 0 AS bad, n, count FROM counted
"""

_TURNOVER = """
WITH counted AS (
  SELECT count(*) AS n, count(left_on) AS count FROM team_staff
  WHERE created_at < %(to)s AND (left_on IS NULL OR left_on >= (%(from)s)::date)
)
SELECT n > 1 AS known, count > n * %(percent)s / 100.0 AS bad, n, count,
       coalesce(count::float8 / nullif(n, 0), 0) AS count_share
FROM counted
"""

_HEAD = """
SELECT count(*) > 0 AS known, count(*) FILTER (WHERE role = ANY(%(departments_heads)s)) = 0 AS bad,
       count(*) AS n,
       coalesce(min(name) FILTER (WHERE role = ANY(%(departments_heads)s)), '') AS person
FROM team_staff WHERE left_on IS NULL
"""

_DEPARTMENTS = """
WITH counted AS (
  SELECT count(*) AS n,
         count(*) FILTER (WHERE coalesce(answered_at, %(to)s) > due_at) AS count
  FROM sales_departmentrequest WHERE asked_at >= %(from)s AND asked_at < %(to)s
)
SELECT n > 0 AS known, count > %(limit)s AS bad, n, count FROM counted
"""

PROBES = (
    Probe("curators_paid", _CURATORS_PAID),
    Probe("turnover", _TURNOVER),
    Probe("head_exists", _HEAD),
    Probe("departments_agree", _DEPARTMENTS),
)
