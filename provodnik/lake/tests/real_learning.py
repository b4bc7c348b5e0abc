"""Real courses and surveys as journals: files become a lake, without a database between."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from provodnik.lake import engine, folder, layout
from provodnik.lake.reading import Question, reading
from provodnik.lake.source import Source
from provodnik.lake.tests.golden import SCHOOL, SHARED
from provodnik.lake.types import FileKind, StoredFile
from provodnik.metrics.catalogue import definition
from provodnik.metrics.compile import text
from provodnik.metrics.measurement import Row, rows_of
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

_ENTRIES = """
WITH told AS ({told})
SELECT {school} AS tenant, row_number() OVER () AS id, event, 'events' AS source,
       moment AS happened_at, moment AS local_at, client_id, NULL::BIGINT AS staff_id,
       product_id, item, NULL::VARCHAR AS channel, value, NULL::VARCHAR AS external_id,
       'connector:events' AS actor, attrs
FROM told
"""

# Students of Open University courses: a presentation is a product, its first day is day 0.
OULAD = """
SELECT event, CASE right(product, 1) WHEN 'B' THEN TIMESTAMP '2013-02-01 12:00'
              ELSE TIMESTAMP '2013-10-01 12:00' END + to_days(day::INT) AS moment,
       client_id, rank_of AS product_id, item, NULL::BIGINT AS value, '{}' AS attrs
FROM (
  SELECT *, dense_rank() OVER (ORDER BY product) AS rank_of FROM (
    SELECT 'enrolled' AS event, coalesce(date_registration, 0) AS day, id_student AS client_id,
           code_module || '-' || code_presentation AS product, NULL::VARCHAR AS item
    FROM read_csv('{path}/oulad_studentRegistration.csv') AS f1
    UNION ALL
    SELECT 'withdrew', coalesce(date_unregistration, 0), id_student,
           code_module || '-' || code_presentation, NULL
    FROM read_csv('{path}/oulad_studentInfo.csv') AS f2
    JOIN read_csv('{path}/oulad_studentRegistration.csv') AS f3
      USING (code_module, code_presentation, id_student)
    WHERE final_result = 'Withdrawn'
    UNION ALL
    SELECT 'course_completed', module_presentation_length, id_student,
           code_module || '-' || code_presentation, NULL
    FROM read_csv('{path}/oulad_studentInfo.csv') AS f4
    JOIN read_csv('{path}/oulad_courses.csv') AS f5 USING (code_module, code_presentation)
    WHERE final_result IN ('Pass', 'Distinction')
    UNION ALL
    SELECT 'homework_submitted', date_submitted, id_student,
           code_module || '-' || code_presentation, id_assessment::VARCHAR
    FROM read_csv('{path}/oulad_studentAssessment.csv') AS f6
    JOIN read_csv('{path}/oulad_assessments.csv') AS f7 USING (id_assessment)
    WHERE assessment_type <> 'Exam' AND is_banked = 0
  ) AS lines
)
""".replace("'{}'", "'{{}}'")

# One answer a question and respondent, told as CSAT and as CSI.
TURKIYE = """
SELECT 'survey_answered' AS event, TIMESTAMP '2013-06-01 12:00' AS moment,
       respondent AS client_id, "course code" AS product_id, question AS item,
       score * 100 AS value, '{{"measure": "' || measure || '"}}' AS attrs
FROM (UNPIVOT (SELECT row_number() OVER () AS respondent, * FROM
               read_csv('{path}/turkiye_course_evaluation.csv', header = true))
      ON COLUMNS(* EXCLUDE (respondent, instcode, "course code", "repeat", attendance, difficulty))
      INTO NAME question VALUE score), (VALUES ('csat'), ('csi')) AS m(measure)
"""

SUDZILLA = """
SELECT 'survey_answered' AS event, "Timestamp"::TIMESTAMP AS moment,
       row_number() OVER () AS client_id, NULL::BIGINT AS product_id, 'Sudzilla' AS item,
       "On a scale of 0-10, how would you rate Sudzilla?"::BIGINT * 100 AS value,
       '{{"measure": "nps"}}' AS attrs
FROM read_csv('{path}/nps_sudzilla.csv', header = true)
"""

# Day 0 of the course is the day of access; a day with any event is a day of a lesson.
XUETANGX = """
SELECT 'enrolled' AS event, TIMESTAMP '2014-05-19' AS moment, enrollment_id AS client_id,
       1 AS product_id, NULL::VARCHAR AS item, NULL::BIGINT AS value, '{{}}' AS attrs
FROM read_csv('{path}/kdd_course769_truth.csv')
UNION ALL
SELECT 'lesson_viewed', "time"::TIMESTAMP + INTERVAL 12 HOUR, enrollment_id, 1, 'day', NULL, '{{}}'
FROM read_csv('{path}/kdd_course769_daily.csv')
"""


def tail_of(told: str) -> StoredFile:
    """The entries of a query as one tail file."""
    path = folder.new_path("learning", FileKind.TAIL)
    query = _ENTRIES.format(school=SCHOOL, told=told.format(path=SHARED))
    with engine.connect() as duck:
        duck.execute(f"COPY ({query}) TO '{folder.absolute(path)}' {layout.PARQUET}")
        rows = duck.execute(f"SELECT count(*) FROM {layout.files([folder.absolute(path)])}")
        [count] = rows.fetchone() or (0,)
    return StoredFile(path, FileKind.TAIL, frozenset({SCHOOL}), count, datetime.now(UTC))


def rows(
    tail: StoredFile, metric: str, by: str, products: Mapping[int, str] | None = None
) -> Sequence[Row]:
    """Rows of a metric; products by the names told, else by their numbers."""
    asked = definition(metric)
    with reading(Source(SCHOOL, (tail,))) as reader:
        raws = reader.raws(asked, by, Question())
    named = [
        {
            **raw,
            "product": (products or {}).get(int(str(raw["product_id"])), str(raw["product_id"])),
        }
        if "product_id" in raw
        else raw
        for raw in raws
    ]
    return rows_of(asked, by, named)


def relation(tail: StoredFile, table: "Table", until: datetime | None = None) -> list[Any]:
    """Rows of any relation over `Tables`, of entries before a moment."""
    source = Source(SCHOOL, (tail,), until=until, has_later=until is not None)
    with reading(source) as reader:
        reader.lay_out(Question(), definition("course_completion"))
        return reader.duck.execute(text(table)).fetchall()


def unbound() -> Tables:
    return Tables.unbound(is_whole=True)
