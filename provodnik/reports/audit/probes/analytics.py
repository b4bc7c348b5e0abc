"""What data says about measuring and listening."""

from provodnik.reports.audit.probes.types import Probe

_NPS = """
SELECT EXISTS (SELECT FROM audit_seen WHERE client_id IS NOT NULL) AS known,
       (SELECT count(*) FROM audit_score WHERE measure = 'nps' AND at >= %(from)s) < %(limit)s
         AS bad,
       (SELECT count(*) FROM audit_score WHERE measure = 'nps' AND at >= %(from)s) AS count,
       (SELECT count(DISTINCT client_id) FROM audit_seen WHERE at >= %(from)s) AS people
"""

_CSI = """
SELECT EXISTS (SELECT FROM audit_seen WHERE client_id IS NOT NULL) AS known,
       (SELECT count(*) FROM audit_score WHERE measure <> 'nps' AND at >= %(from)s) < %(limit)s
         AS bad,
       (SELECT count(*) FROM audit_score WHERE measure <> 'nps' AND at >= %(from)s) AS count,
       (SELECT count(DISTINCT client_id) FROM audit_seen WHERE at >= %(from)s) AS people
"""

# Whole months before the one the audit stands in, none of them before the first entry.
_MONTHS = """
month AS (
  SELECT m AS starts_at FROM generate_series(
    date_trunc('month', %(to)s AT TIME ZONE %(zone)s) - make_interval(months => %(limit)s::int),
    date_trunc('month', %(to)s AT TIME ZONE %(zone)s) - interval '1 month',
    interval '1 month') AS m
  WHERE m + interval '1 month' > (SELECT min(at) AT TIME ZONE %(zone)s FROM audit_seen)
)
"""

# Joined of our own two texts.
_FEEDBACK = (
    "WITH"  # noqa: S608 (our own texts)
    + _MONTHS
    + """, heard AS (
  SELECT DISTINCT date_trunc('month', at AT TIME ZONE %(zone)s) AS starts_at FROM audit_score
)
SELECT count(*) > 0 AS known, count(*) > count(heard.starts_at) AS bad, count(*) AS n,
       count(*) - count(heard.starts_at) AS count
FROM month LEFT JOIN heard USING (starts_at)
"""
)

_MARKETING = (
    "WITH"  # noqa: S608 (our own texts)
    + _MONTHS
    + """, sent AS (
  SELECT DISTINCT date_trunc('month', at AT TIME ZONE %(zone)s) AS starts_at FROM audit_seen
  WHERE event = 'pack_sent'
)
SELECT count(*) > 0 AS known, count(*) > count(sent.starts_at) AS bad, count(*) AS n,
       count(*) - count(sent.starts_at) AS count
FROM month LEFT JOIN sent USING (starts_at)
"""
)

_LTV = """
SELECT (SELECT count(*) FROM audit_order) > 0 AS known,
       (SELECT count(*) FROM audit_seen WHERE event = 'cost_recorded' AND cost = 'direct') = 0
         AS bad,
       (SELECT count(DISTINCT client_id) FROM audit_order) AS n,
       (SELECT count(DISTINCT order_key) FROM audit_seen
        WHERE event = 'cost_recorded' AND cost = 'direct') AS count
"""

_REFUNDS = """
WITH counted AS (
  SELECT count(*) AS n, count(*) FILTER (WHERE refunded >= paid) AS count,
         coalesce(sum(paid), 0)::bigint AS paid_kopecks,
         coalesce(sum(refunded), 0)::bigint AS returned_kopecks
  FROM audit_order WHERE first_at >= %(waited)s AND paid > 0
)
SELECT n > 0 AS known, count > n * %(percent)s / 100.0 AS bad, n, count,
       coalesce(count::float8 / nullif(n, 0), 0) AS count_share,
       %(percent)s / 100.0::float8 AS limit_share, paid_kopecks, returned_kopecks
FROM counted
"""

PROBES = (
    Probe("nps_measured", _NPS),
    Probe("csi_measured", _CSI),
    Probe("feedback_constant", _FEEDBACK),
    Probe("marketing_feedback", _MARKETING),
    Probe("ltv_known", _LTV),
    Probe("refunds", _REFUNDS),
)
