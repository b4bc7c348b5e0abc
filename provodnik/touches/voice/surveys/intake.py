"""Answers that come in a file: entries of the journal, and the same answers as records.

Works on the temporary table `stage`: client, at, survey, title, staff_name, channel,
external_id, the marks of a wide row as JSON in `nps`, `csat`, `csi` and its texts in `words`;
the one of a long row in question, measure, score (hundredths), scale, weight, said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from provodnik.facts.catalog.intake import name_products
from provodnik.facts.people import ledger
from provodnik.facts.people.intake import name_external_clients
from provodnik.facts.sales.intake import name_channels
from provodnik.facts.team.intake import name_staff
from provodnik.kernel.imports.twins import name_twins
from provodnik.kernel.imports.types import Tally
from provodnik.method import queries as method
from provodnik.method.survey_words import AskAbout, AskMoment, Measure
from provodnik.touches.voice.surveys.services.helping import low_shares

SOURCE = "surveys"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows of one run that lie in `stage`; `same_file_runs` are this run and earlier ones."""

    run_id: int
    same_file_runs: Sequence[int]
    actor: str
    now: datetime


def take_answers(chunk: Chunk) -> Tally:
    """Keep the answers of a chunk. Taken again, nothing is new.

    A survey the school has not is added under its name and asks nobody. Answers of a file wake
    no help of their own: what a listener of the journal does about a fresh low score, it does.
    """
    name_external_clients(now=chunk.now)
    name_products(now=chunk.now)
    name_staff(now=chunk.now)
    name_channels()
    name_twins(run_id=chunk.run_id)
    low = {measure.value: float(share) for measure, share in low_shares().items()}
    params: dict[str, Any] = {
        "now": chunk.now,
        "unnamed": method.survey_settings().texts.from_file,
        "moment": AskMoment.BY_HAND.value,
        "about": AskAbout.COORDINATOR.value,
        "none": Measure.NONE.value,
        **{f"low_{name}": share for name, share in low.items()},
    }
    ledger.open_ledger()
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, params)
        cursor.execute(_SURVEYS, params)
        cursor.execute(_WANT)
    final = [f"import:{run}" for run in chunk.same_file_runs]
    ledger.settle(source=SOURCE, actor=chunk.actor, now=chunk.now, final=final)
    with connection.cursor() as cursor:
        cursor.execute(_RESPONSES)
        cursor.execute(_ANSWERS, params)
        cursor.execute(_COUNTED)
        created, updated, rows = cursor.fetchone()
    return Tally(created=created, updated=updated, unchanged=rows - created - updated)


# Rows of one person about one survey at one moment are one response, whatever the file's shape.
_TOLD = """
DROP TABLE IF EXISTS told, kept;
CREATE TEMP TABLE told ON COMMIT DROP AS
SELECT said.*, 'file:' || md5(said.survey || '|' || said.client_id || '|' ||
    coalesce(said.external_id, said.at::text)) AS response_key
FROM (
  SELECT stage.line, stage_client.client_id, stage.at, stage_staff.staff_id,
    stage_product.product_id, stage.channel, stage.external_id,
    coalesce(stage.survey, %(unnamed)s) AS survey, one.measure, one.item, one.value, one.top,
    one.weight, one.words
  FROM stage
  JOIN stage_client ON stage_client.line = stage.line
  LEFT JOIN stage_staff ON stage_staff.staff_name = stage.staff_name
  LEFT JOIN stage_product ON stage_product.title = stage.title
  CROSS JOIN LATERAL (
    SELECT 'nps' AS measure, key AS item, value::int AS value, 10 AS top, 1 AS weight, '' AS words
      FROM jsonb_each_text(coalesce(stage.nps, '{}'))
    UNION ALL SELECT 'csat', key, value::int, 5, 1, ''
      FROM jsonb_each_text(coalesce(stage.csat, '{}'))
    UNION ALL SELECT 'csi', key, value::int, 5, 1, ''
      FROM jsonb_each_text(coalesce(stage.csi, '{}'))
    UNION ALL SELECT %(none)s, key, NULL, NULL, 1, value
      FROM jsonb_each_text(coalesce(stage.words, '{}'))
    UNION ALL SELECT stage.measure, coalesce(stage.question, upper(stage.measure)),
      stage.score::int,
      coalesce(stage.scale::int, CASE stage.measure WHEN 'nps' THEN 10 ELSE 5 END),
      coalesce(stage.weight::int, 1), coalesce(stage.said, '')
      WHERE stage.score IS NOT NULL
    UNION ALL SELECT %(none)s, coalesce(stage.question, '—'), NULL, NULL, 1, stage.said
      WHERE stage.score IS NULL AND stage.said IS NOT NULL
  ) AS one
) AS said
"""

_SURVEYS = """
INSERT INTO surveys_survey (school_id, name, form, moment, responsible, created_at)
SELECT DISTINCT current_setting('app.school')::bigint, survey, '', %(moment)s, %(about)s,
  %(now)s::timestamptz
FROM told ON CONFLICT (school_id, name) DO NOTHING
"""

_WANT = """
INSERT INTO wanted (event, key, happened_at, client_id, staff_id, product_id, item, channel, value,
                    attrs, present)
SELECT DISTINCT ON (response_key, measure, item) 'survey_answered',
  response_key || ':' || measure || ':' || left(md5(item), 12), at, client_id, staff_id, product_id,
  item, channel, value,
  jsonb_build_object('measure', measure, 'scale', top, 'weight', weight)
    || CASE WHEN words = '' THEN '{}' ELSE jsonb_build_object('text', left(words, 500)) END, true
FROM told WHERE value IS NOT NULL
ORDER BY response_key, measure, item, line
"""

_RESPONSES = """
INSERT INTO surveys_response
  (school_id, survey_id, client_id, product_id, responsible_id, source, external_id, keys, is_low,
   answered_at)
SELECT DISTINCT ON (t.response_key) current_setting('app.school')::bigint, s.id, t.client_id,
  t.product_id, t.staff_id, 'file', t.response_key, '{}', false, t.at
FROM told t JOIN surveys_survey s ON s.name = t.survey
ORDER BY t.response_key, t.line
ON CONFLICT (school_id, external_id) WHERE external_id IS NOT NULL DO NOTHING
"""

_ANSWERS = """
CREATE TEMP TABLE kept ON COMMIT DROP AS
WITH wanted_answer AS (
  SELECT DISTINCT ON (t.response_key, t.item) r.id AS response_id, t.*,
    coalesce(t.value <= t.top * 100 * CASE t.measure WHEN 'nps' THEN %(low_nps)s
      WHEN 'csat' THEN %(low_csat)s WHEN 'csi' THEN %(low_csi)s END, false) AS is_low
  FROM told t JOIN surveys_response r ON r.external_id = t.response_key
  ORDER BY t.response_key, t.item, t.line
), written AS (
  INSERT INTO surveys_answer AS a
    (school_id, response_id, position, item, measure, value_hundredths, top, weight, text, is_low)
  SELECT current_setting('app.school')::bigint, response_id, 0, item, measure, value, top, weight,
    words, is_low FROM wanted_answer
  ON CONFLICT (school_id, response_id, item) DO UPDATE SET
    measure = EXCLUDED.measure, value_hundredths = EXCLUDED.value_hundredths, top = EXCLUDED.top,
    weight = EXCLUDED.weight, text = EXCLUDED.text, is_low = EXCLUDED.is_low
  WHERE (a.measure, a.value_hundredths, a.top, a.weight, a.text) IS DISTINCT FROM
    (EXCLUDED.measure, EXCLUDED.value_hundredths, EXCLUDED.top, EXCLUDED.weight, EXCLUDED.text)
  RETURNING a.response_id, a.item, a.xmax = 0 AS is_new
), low AS (
  UPDATE surveys_response r SET is_low = told.is_low
  FROM (SELECT response_id, bool_or(is_low) AS is_low FROM wanted_answer GROUP BY response_id)
    AS told
  WHERE r.id = told.response_id AND r.is_low IS DISTINCT FROM told.is_low AND told.is_low
)
SELECT w.line, bool_or(written.is_new) AS is_new
FROM written JOIN wanted_answer w ON w.response_id = written.response_id AND w.item = written.item
GROUP BY w.line
"""

_COUNTED = """
SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new),
  (SELECT count(*) FROM stage)
FROM kept
"""
