"""Answers of real students and of made-up guests: marks, satisfaction and NPS, cell by cell."""

import pytest

from tests.comparing import Comparing
from tests.published.journals import asked, tail_of
from tests.published.sets import KEPT, kept

# One answer a question and respondent, told as CSAT and as CSI.
TURKIYE = f"""
SELECT 'survey_answered' AS event, TIMESTAMP '2013-06-01 12:00' AS moment,
       respondent AS client_id, "course code" AS product_id, question AS item,
       score * 100 AS value, '{{"measure": "' || measure || '"}}' AS attrs
FROM (UNPIVOT (SELECT row_number() OVER () AS respondent, * FROM
               read_csv('{KEPT}/turkiye.csv.gz', header = true))
      ON COLUMNS(* EXCLUDE (respondent, instcode, "course code", "repeat", attendance, difficulty))
      INTO NAME question VALUE score), (VALUES ('csat'), ('csi')) AS m(measure)
"""

SUDZILLA = f"""
SELECT 'survey_answered' AS event, TIMESTAMP '2019-11-01 12:00' AS moment,
       row_number() OVER () AS client_id, 'Sudzilla' AS item, score::BIGINT * 100 AS value,
       '{{"measure": "nps"}}' AS attrs
FROM read_csv('{KEPT}/sudzilla.csv'), unnest(range(answers)) AS each(nth)
"""

ASKED = (
    *("responses", "csat_top2_by_question", "csi_mean_by_question", "by_course_mean_csi"),
    *("csat_top2_all_answers", "csi_mean_all_answers"),
)


@pytest.mark.requirement("R-224")
@pytest.mark.compares("turkiye", *ASKED)
def test_marks_of_two_thousand_students(compared: Comparing) -> None:
    known, tail = kept("turkiye"), [tail_of(TURKIYE)]
    whole, questions = asked(tail, "csat", "item")
    _, courses = asked(tail, "csat", "product")
    index, index_rows = asked(tail, "csi", "item")

    [responses] = {row["n"] for row in questions}
    means = {row["item"]: row["mean"] for row in questions}
    told = {
        "responses": responses,
        "csat_top2_by_question": {row["item"]: row["share"] for row in questions},
        "csi_mean_by_question": means,
        "by_course_mean_csi": {row["product"]: row["mean"] for row in courses},
        "csat_top2_all_answers": whole["share"],
        # The index of a scale of five is a twentieth of a hundred a point.
        "csi_mean_all_answers": index["index"] / 20,
    }
    for name, got in told.items():
        compared.equal(known, name, got)
    indexes = {row["item"]: row["index"] / 20 for row in index_rows}
    compared.cells(known, "CSI of each question", indexes, means)


@pytest.mark.requirement("R-223")
@pytest.mark.compares("nps_sudzilla", "n", "promoters", "passives", "detractors", "nps")
def test_published_nps_of_39_respondents(compared: Comparing) -> None:
    known = kept("nps_sudzilla")

    told, _ = asked([tail_of(SUDZILLA)], "nps", "item")

    for name in ("n", "promoters", "passives", "detractors"):
        compared.equal(known, name, told[name])
    # Four decimals were printed.
    compared.equal(known, "nps", told["nps"], within=6e-5)
