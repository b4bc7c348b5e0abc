"""What data says about service and its labour."""

from provodnik.reports.audit.probes.types import Probe

# Working minutes between two moments: what was worked up to each, subtracted.
_FIRST_RESPONSE = """
WITH ticket AS (
  SELECT item, min(at) FILTER (WHERE event = 'ticket_opened') AS opened_at,
         min(at) FILTER (WHERE event = 'ticket_answered' AND NOT is_auto) AS answered_at
  FROM audit_seen WHERE event IN ('ticket_opened', 'ticket_answered') GROUP BY item
), waited AS (
  SELECT answered_at IS NOT NULL AS is_answered, greatest(0,
    (SELECT before + extract(epoch FROM least(ends_at, coalesce(answered_at, %(to)s)) - starts_at)
     FROM audit_hours WHERE starts_at <= coalesce(answered_at, %(to)s)
     ORDER BY starts_at DESC LIMIT 1)
    - coalesce((SELECT before + extract(epoch FROM least(ends_at, opened_at) - starts_at)
                FROM audit_hours WHERE starts_at <= opened_at
                ORDER BY starts_at DESC LIMIT 1), 0)) / 60.0 AS minutes
  FROM ticket WHERE opened_at >= %(from)s
), counted AS (
  SELECT count(*) AS n, count(*) FILTER (WHERE minutes > %(limit)s * 60) AS count,
         coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes), 0) AS median_minutes,
         coalesce(percentile_cont(0.9) WITHIN GROUP (ORDER BY minutes), 0) AS p90_minutes
  FROM waited
)
SELECT n > 0 AS known, count > n * %(percent)s / 100.0 AS bad, n, count, %(limit)s AS limit,
       coalesce(count::float8 / nullif(n, 0), 0) AS count_share,
       median_minutes::int, p90_minutes::int
FROM counted
"""

_ONE_HANDLER = """
WITH handled AS (
  SELECT staff_id, count(*) AS answers, sum(count(*)) OVER () AS n
  FROM audit_seen WHERE event = 'ticket_answered' AND NOT is_auto AND at >= %(from)s
  GROUP BY staff_id
), busiest AS (
  SELECT h.answers, h.n, coalesce(t.name, '—') AS person
  FROM handled h JOIN team_staff t ON t.id = h.staff_id ORDER BY h.answers DESC, t.id LIMIT 1
)
SELECT coalesce(max(n) >= %(limit)s, false) AS known,
       coalesce(max(answers) > max(n) * %(percent)s / 100.0, false) AS bad,
       coalesce(max(n), 0)::bigint AS n, coalesce(max(answers), 0) AS count,
       coalesce(max(answers)::float8 / max(n), 0)::float8 AS count_share,
       coalesce(max(person), '') AS person
FROM busiest
"""

_LABOUR = """
WITH weight AS (
  SELECT * FROM unnest(%(weight_events)s::text[], %(weight_minutes)s::int[]) AS w (event, minutes)
), week AS (
  SELECT s.staff_id, date_trunc('week', s.at AT TIME ZONE %(zone)s) AS monday,
         sum(w.minutes) / 60.0 AS hours
  FROM audit_seen s JOIN weight w USING (event)
  WHERE s.staff_id IS NOT NULL AND s.at >= %(from)s AND NOT s.is_auto
  GROUP BY s.staff_id, monday
), fullest AS (
  SELECT week.hours, t.name FROM week JOIN team_staff t ON t.id = week.staff_id
  ORDER BY week.hours DESC, t.id LIMIT 1
)
SELECT count(*) > 0 AS known, coalesce(max(hours) > %(limit)s, false) AS bad,
       count(DISTINCT staff_id) AS n, %(limit)s AS limit,
       coalesce((SELECT round(hours)::int FROM fullest), 0) AS hours,
       coalesce((SELECT name FROM fullest), '') AS person,
       coalesce(round(sum(greatest(0, hours - %(limit)s))), 0)::int AS excess_hours,
       coalesce(round(sum(hours)), 0)::int AS all_hours
FROM week
"""

_PRACTICE = """
WITH work AS (
  SELECT client_id, item, min(at) AS at FROM audit_seen
  WHERE event = 'homework_submitted' AND at >= %(from)s AND at < %(waited)s
  GROUP BY client_id, item
), reviewed AS (
  SELECT client_id, item, max(at) AS at, bool_or(value IS NOT NULL) AS is_marked
  FROM audit_seen WHERE event = 'homework_reviewed' AND at >= %(from)s GROUP BY client_id, item
), counted AS (
  SELECT count(*) AS n, count(r.client_id) AS count,
         count(*) FILTER (WHERE r.is_marked) AS marked
  FROM work w LEFT JOIN reviewed r
    ON r.client_id = w.client_id AND r.item = w.item AND r.at >= w.at
)
SELECT n > 0 AS known, least(count, marked) < n * %(percent)s / 100.0 AS bad, n, count, marked,
       %(percent)s / 100.0::float8 AS limit_share
FROM counted
"""

PROBES = (
    Probe("first_response", _FIRST_RESPONSE),
    Probe("one_handler", _ONE_HANDLER),
    Probe("labour_effort", _LABOUR),
    Probe("practice_reviewed", _PRACTICE),
)
