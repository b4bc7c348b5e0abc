"""Who reached which step: one statement for each kind of moment, all its steps at once.

Each fills the temporary table `due` from `step` (see `steps.load_steps`) and the facts.
A moment counts in (after_at, until_at] of its step: not earlier than its delay, and not
when it is too old to be a reason.
"""

from typing import LiteralString

from django.db import connection

from provodnik.facts.catalog.types import Trigger


def find_due() -> int:
    """Fill `due` with everybody any step concerns; the same one is not listed twice."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS due")
        cursor.execute(_DUE)
        cursor.execute("SELECT DISTINCT trigger FROM step")
        asked = [Trigger(row[0]) for row in cursor.fetchall()]
        found = 0
        for statement in dict.fromkeys(_STATEMENTS[trigger] for trigger in asked):
            cursor.execute(statement)
            found += cursor.rowcount
        cursor.execute("ANALYZE due")
        return found


_DUE: LiteralString = """
CREATE TEMP TABLE due (
  step_id bigint, client_id bigint, occurrence text, moment_at timestamptz
) ON COMMIT DROP
"""

# A client who paid for a product, whatever came of it later, knows it.
_HAS_PAID: LiteralString = """EXISTS (
  SELECT FROM sales_order AS had
  WHERE had.client_id = c.id AND had.first_paid_at IS NOT NULL
    AND had.paid_kopecks > had.refunded_kopecks
    AND (s.after_id IS NULL OR had.product_id = s.after_id))"""

_PAYMENT: LiteralString = """
INSERT INTO due
SELECT s.step_id, o.client_id, left('order:' || o.source || ':' || o.external_id, 120),
       o.first_paid_at
FROM step AS s JOIN sales_order AS o
  ON o.first_paid_at > s.after_at AND o.first_paid_at <= s.until_at
 AND (s.after_id IS NULL OR o.product_id = s.after_id)
WHERE s.trigger = 'payment_received' AND o.paid_kopecks > o.refunded_kopecks
"""

# A moment that names no product, such as a goal reached, is of every product its client has.
# «3» means module 3 whether the platform calls it «3» or «Модуль 3».
_MOMENT: LiteralString = """
INSERT INTO due
SELECT s.step_id, m.client_id, m.occurrence, m.happened_at
FROM step AS s JOIN queue_moment AS m
  ON m.trigger = s.trigger AND m.happened_at > s.after_at AND m.happened_at <= s.until_at
 AND (s.after_id IS NULL OR m.product_id = s.after_id
      OR m.product_id IS NULL AND EXISTS (
        SELECT FROM sales_order AS had
        WHERE had.client_id = m.client_id AND had.product_id = s.after_id
          AND had.first_paid_at IS NOT NULL AND had.paid_kopecks > had.refunded_kopecks))
 AND (s.module = '' OR m.item = s.module OR substring(m.item FROM '([0-9]+)[^0-9]*$') = s.module)
"""

# Silence of somebody who finished is not lost interest.
_SILENCE: LiteralString = f"""
INSERT INTO due
SELECT s.step_id, c.id, 'since:' || extract(epoch FROM c.last_active_at)::bigint, c.last_active_at
FROM step AS s JOIN people_client AS c
  ON c.last_active_at > s.after_at AND c.last_active_at <= s.until_at
WHERE s.trigger = 'interest_lost' AND {_HAS_PAID}
  AND NOT EXISTS (
    SELECT FROM queue_moment AS m
    WHERE m.client_id = c.id AND m.trigger IN ('course_completed', 'graduated')
      AND (s.after_id IS NULL OR m.product_id = s.after_id))
"""  # noqa: S608 (our own conditions)

_CLICK: LiteralString = """
INSERT INTO due
SELECT s.step_id, l.client_id, 'link:' || l.id, l.clicked_at
FROM step AS s JOIN sales_trackedlink AS l
  ON l.clicked_at > s.after_at AND l.clicked_at <= s.until_at
 AND (s.after_id IS NULL OR l.product_id = s.after_id)
WHERE s.trigger = 'link_clicked_no_payment' AND l.client_id IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM sales_order AS o
    WHERE o.client_id = l.client_id AND o.product_id = l.product_id
      AND o.first_paid_at >= l.clicked_at)
"""

_DATE: LiteralString = f"""
INSERT INTO due
SELECT s.step_id, c.id, 'date:' || s.date_at::date, s.date_at
FROM step AS s JOIN people_client AS c ON {_HAS_PAID}
WHERE s.trigger = 'date' AND s.date_at > s.after_at AND s.date_at <= s.until_at
"""  # noqa: S608 (our own conditions)

_STATEMENTS: dict[Trigger, LiteralString] = {
    Trigger.PAYMENT: _PAYMENT,
    Trigger.MODULE: _MOMENT,
    Trigger.COURSE: _MOMENT,
    Trigger.GRADUATION: _MOMENT,
    Trigger.GOAL: _MOMENT,
    Trigger.SILENCE: _SILENCE,
    Trigger.CLICK_WITHOUT_PAYMENT: _CLICK,
    Trigger.DATE: _DATE,
}
