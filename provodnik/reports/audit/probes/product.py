"""What data says about products and the way through them."""

from provodnik.reports.audit.probes.types import Probe

_WITHOUT_NEXT = """
WITH asked AS (
  SELECT id, has_next FROM audit_product WHERE is_used AND (kind = '' OR kind = ANY(%(leading)s))
), left_there AS (
  SELECT count(DISTINCT o.client_id) AS people FROM audit_order o
  JOIN asked ON asked.id = o.product_id AND NOT asked.has_next
  WHERE o.place = o.orders AND o.first_at >= %(year)s
), counted AS (
  SELECT count(*) AS n, count(*) FILTER (WHERE NOT has_next) AS count FROM asked
)
SELECT n > 0 AS known, count > n * %(percent)s / 100.0 AS bad, n, count, people,
       coalesce(count::float8 / nullif(n, 0), 0) AS count_share
FROM counted, left_there
"""

_SCATTERED = """
WITH counted AS (
  SELECT count(*) AS n,
         count(*) FILTER (WHERE status = 'unsorted' OR kind = '' OR NOT is_linked) AS count
  FROM audit_product WHERE status <> 'sleeping'
)
SELECT n > 0 AS known, count > n * %(percent)s / 100.0 AS bad, n, count,
       coalesce(count::float8 / nullif(n, 0), 0) AS count_share
FROM counted
"""

# Without a main product in the matrix it is the one that brings the most money.
_AFTER_FLAGSHIP = """
WITH named AS (
  SELECT id, name, has_next, paid FROM audit_product WHERE is_used AND kind = ANY(%(flagships)s)
), richest AS (
  SELECT id, name, has_next, paid FROM audit_product
  WHERE is_used AND paid > 0 AND NOT EXISTS (SELECT FROM named) ORDER BY paid DESC, id LIMIT 1
), flagship AS (
  SELECT * FROM named UNION ALL SELECT * FROM richest
), stuck AS (
  SELECT count(DISTINCT o.client_id) AS people FROM audit_order o
  JOIN flagship f ON f.id = o.product_id AND NOT f.has_next
  WHERE o.place = o.orders AND o.first_at >= %(year)s
)
SELECT count(*) > 0 AS known, coalesce(bool_or(NOT has_next), false) AS bad, count(*) AS n,
       count(*) FILTER (WHERE NOT has_next) AS count,
       coalesce((array_agg(name ORDER BY has_next, paid DESC))[1], '') AS flagship,
       max(stuck.people) AS people
FROM flagship, stuck
"""

_REVISION = """
WITH counted AS (
  SELECT count(*) AS n, count(*) FILTER (WHERE revised_at >= %(waited)s) AS count
  FROM audit_product WHERE is_used
)
SELECT n > 0 AS known, count < n * %(percent)s / 100.0 AS bad, n, count,
       coalesce(count::float8 / nullif(n, 0), 0) AS count_share
FROM counted
"""

_COMPLETION = """
WITH learner AS (
  SELECT client_id, product_id, min(at) AS at FROM audit_seen WHERE event = 'enrolled'
  GROUP BY client_id, product_id HAVING min(at) >= %(year)s AND min(at) < %(waited)s
), counted AS (
  SELECT count(*) AS n, count(f.client_id) AS count
  FROM learner l LEFT JOIN audit_finished f
    ON f.client_id = l.client_id AND f.product_id = l.product_id
)
SELECT n > 0 AND EXISTS (SELECT FROM audit_finished) AS known,
       count < n * %(percent)s / 100.0 AS bad, n, count,
       coalesce(count::float8 / nullif(n, 0), 0) AS count_share,
       %(percent)s / 100.0::float8 AS limit_share
FROM counted
"""

# The product most people learn on; its modules by how many reach them.
_CHURN_POINT = """
WITH reached AS (
  SELECT product_id, module, count(DISTINCT client_id) AS learners FROM audit_seen
  WHERE event IN ('module_completed', 'homework_submitted') AND at >= %(year)s
  GROUP BY product_id, module
), busiest AS (
  SELECT product_id FROM reached GROUP BY product_id ORDER BY max(learners) DESC, 1 LIMIT 1
), step AS (
  SELECT module, learners, lag(learners) OVER way AS was,
         first_value(learners) OVER way AS n
  FROM reached WHERE product_id IS NOT DISTINCT FROM (SELECT product_id FROM busiest)
  WINDOW way AS (ORDER BY learners DESC, module)
), worst AS (
  SELECT *, 1 - learners::float8 / was AS fall FROM step WHERE was IS NOT NULL
  ORDER BY fall DESC, learners DESC LIMIT 1
)
SELECT count(*) > 0 AS known, coalesce(max(fall) > %(percent)s / 100.0, false) AS bad,
       coalesce(max(n), 0) AS n, coalesce(max(learners), 0) AS count, coalesce(max(was), 0) AS was,
       coalesce(max(module), '') AS item, coalesce(max(fall), 0) AS fall_share
FROM worst
"""

_CASES = """
WITH counted AS (
  SELECT (SELECT count(DISTINCT client_id) FROM audit_finished WHERE at >= %(waited)s) AS n,
         (SELECT count(*) FROM audit_seen
          WHERE event IN ('case_recorded', 'review_received') AND at >= %(waited)s) AS count
)
SELECT n > 0 AS known, count < n * %(percent)s / 100.0 AS bad, n, count,
       coalesce(count::float8 / nullif(n, 0), 0) AS count_share
FROM counted
"""

PROBES = (
    Probe("product_without_next", _WITHOUT_NEXT),
    Probe("scattered_products", _SCATTERED),
    Probe("path_after_flagship", _AFTER_FLAGSHIP),
    Probe("product_revision", _REVISION),
    Probe("completion", _COMPLETION),
    Probe("churn_point", _CHURN_POINT),
    Probe("cases", _CASES),
)
