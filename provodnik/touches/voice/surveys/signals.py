"""Checks of surveys: a figure nobody asks about (R-221), a low score nobody came back on."""

from datetime import datetime, timedelta
from typing import Any

from provodnik.kernel.signals import Check
from provodnik.method import queries as method
from provodnik.method.survey_words import Measure

# The subject is the figure by its place among the measures. A school nobody has paid yet has
# nobody to ask, and one that began to sell gets the same term before it is reminded.
_MISSING = """
WITH told AS (
  SELECT measure, days, place FROM unnest(%(measures)s::text[], %(days)s::int[], %(places)s::int[])
    AS r (measure, days, place)
), began AS (
  SELECT min(first_paid_at) AS at FROM sales_order WHERE first_paid_at IS NOT NULL
), asked AS (
  SELECT told.*, greatest(
    (SELECT max(i.sent_at) FROM surveys_invitation i JOIN surveys_question q
       ON q.version_id = i.version_id AND q.measure = told.measure),
    (SELECT max(s.answered_at) FROM surveys_response s JOIN surveys_answer a
       ON a.response_id = s.id AND a.measure = told.measure),
    (SELECT max(e.happened_at) FROM kernel_journalentry e
     WHERE e.event_id = (SELECT id FROM kernel_eventname WHERE name = 'survey_answered')
       AND e.attrs->>'measure' = told.measure AND e.happened_at > %(long_ago)s)) AS at
  FROM told
)
SELECT asked.place AS subject_id,
       coalesce(asked.at, began.at) + make_interval(days => asked.days) AS since_at,
       jsonb_build_object('measure', asked.measure, 'asked_at', asked.at) AS evidence
FROM asked CROSS JOIN began
WHERE began.at IS NOT NULL
  AND coalesce(asked.at, began.at) + make_interval(days => asked.days) < %(now)s
"""

_UNSETTLED = """
SELECT client_id AS subject_id, min(opened_at) + make_interval(days => %(days)s) AS since_at,
       jsonb_build_object('concerns', count(*)) AS evidence
FROM surveys_concern
WHERE settled_at IS NULL AND opened_at < %(now)s - make_interval(days => %(days)s)
GROUP BY client_id
"""

_PLACES = {measure: place for place, measure in enumerate(Measure, start=1)}


def _rhythms(now: datetime) -> dict[str, Any]:
    told = method.survey_settings().rhythms
    longest = max((one.every_days for one in told), default=0)
    return {
        "measures": [one.measure.value for one in told],
        "days": [one.every_days for one in told],
        "places": [_PLACES[one.measure] for one in told],
        "long_ago": now - timedelta(days=2 * longest),
    }


def _settling(now: datetime) -> dict[str, Any]:
    del now
    return {"days": method.survey_settings().low.settle_days}


CHECKS = (
    Check("survey_missing", "measure", _MISSING, _rhythms),
    Check("low_score_unsettled", "client", _UNSETTLED, _settling),
)
