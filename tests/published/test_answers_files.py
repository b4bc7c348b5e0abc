"""Courses and surveys come in as files of a school: works and marks are kept, then counted."""

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from provodnik.facts.learning.homework.models import Attempt
from provodnik.kernel import schools
from provodnik.kernel.imports import services as imports
from provodnik.kernel.imports.services import SourceFile
from provodnik.kernel.imports.types import Tally
from provodnik.kernel.models import School
from provodnik.lake import services as lake
from provodnik.touches.voice.surveys.models import Answer, Response
from tests.comparing import Comparing
from tests.published.counting.plain import rows_of
from tests.published.sets import KEPT, figure, kept

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
BEGAN_ON = date(2013, 2, 4)
COURSE, PASSED = "oulad_2013", ("Pass", "Distinction")
WORKS = "presentations.*.assessments_in_order"
RATE = "presentations.*.completion_rate_registered"


def written(place: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with place.open("w", newline="") as file:
        out = csv.writer(file, delimiter="," if "event" in head else ";")
        out.writerow(head)
        out.writerows(rows)
    return place


def imported(school: School, kind: str, path: Path) -> Tally:
    """The file read twice: the second time nothing is new. Tells the first."""
    tallies = []
    for _ in range(2):
        with schools.inside(school.pk):
            known = School.objects.get(pk=school.pk)
        run = imports.start_run(SourceFile(path), kind=kind, school=known, by="staff:1", now=NOW)
        tallies.append(imports.run_to_end(school_id=school.pk, run_id=run.pk, now=NOW).tally)
    first, again = tallies
    assert again == Tally(unchanged=first.rows)
    return first


def measured(school: School, metric: str, by: str) -> tuple[Any, list[dict[str, Any]]]:
    told: dict[str, Any] = dict(lake.measure(metric, school_id=school.pk, by=by, now=NOW).to_json())
    return told["value"], told["rows"]


def noon(day: str) -> str:
    return f"{BEGAN_ON + timedelta(days=int(day or 0))} 12:00"


def learned() -> Iterable[tuple[object, ...]]:
    """What happened to students besides their works: enrolled, left, finished."""
    for row in rows_of(KEPT / "oulad_students.csv.gz"):
        who, course = row["student"], row["presentation"]
        yield who, "enrolled", noon(row["registered_day"]), course
        if row["result"] == "Withdrawn":
            yield who, "withdrew", noon(row["unregistered_day"]), course
        if row["result"] in PASSED:
            yield who, "course_completed", noon("270"), course


def handed_in() -> Iterable[tuple[object, ...]]:
    course_of = {
        row["assessment"]: row["presentation"] for row in rows_of(KEPT / "oulad_assessments.csv")
    }
    for row in rows_of(KEPT / "oulad_submissions.csv.gz"):
        work = row["assessment"]
        yield row["student"], course_of[work], work, noon(row["day"])


@pytest.mark.compares(COURSE, WORKS, RATE)
def test_eighty_thousand_works_come_in_as_a_file_of_answers(
    compared: Comparing, committed_school: School, tmp_path: Path
) -> None:
    known, school = kept(COURSE), committed_school
    events = written(
        tmp_path / "events.csv", ("client", "event", "at", "product"), sorted(set(learned()))
    )
    head = ("ID пользователя", "Тренинг", "Урок", "Дата ответа")
    works = written(tmp_path / "works.csv", head, handed_in())

    imported(school, "events", events)
    told = imported(school, "homework", works)
    lake.catch_up(now=NOW)
    _, finished = measured(school, "course_completion", "product")
    _, rows = measured(school, "homework_completion", "item")

    with schools.inside(school.pk):
        assert Attempt.objects.count() == told.created == told.rows
    compared.equal(known, RATE, {row["product"]: row["value"] for row in finished})
    found = {(row["product"], row["item"]): row for row in rows}
    nobody: dict[str, Any] = {"n": 0, "value": 0.0}
    shares: dict[str, list[dict[str, Any]]] = {}
    for product, listed in figure(known.cells, WORKS).items():
        each = [found.pop((product, str(work["id"])), nobody) for work in listed]
        shares[product] = [
            {"submitters": row["n"], "share_of_registered": row["value"]} for row in each
        ]
    assert not found
    compared.equal(known, WORKS, shares, only=("submitters", "share_of_registered"))


ASKED = (
    *("responses", "csat_top2_by_question", "csi_mean_by_question", "by_course_mean_csi"),
    *("csat_top2_all_answers", "csi_mean_all_answers"),
)
# Who taught and how often one came is asked besides; marks begin after them.
_BESIDES = 5


def marks(place: Path, measure: str) -> Path:
    """A wide file: one row a respondent, one column a question."""
    table = rows_of(KEPT / "turkiye.csv.gz")
    rows = list(table)
    questions = list(rows[0])[_BESIDES:]
    head = ("Ученик", "Дата ответа", "Опрос", "Курс", *(f"{measure}: {one}" for one in questions))
    told = (
        (nth, "2013-06-01 12:00", measure, row["course code"], *(row[one] for one in questions))
        for nth, row in enumerate(rows, start=1)
    )
    return written(place, head, told)


@pytest.mark.requirement("R-224")
@pytest.mark.compares("turkiye", *ASKED)
def test_marks_of_a_wide_file_of_a_survey_service(
    compared: Comparing, committed_school: School, tmp_path: Path
) -> None:
    known, school = kept("turkiye"), committed_school
    for measure in ("CSAT", "CSI"):
        told = imported(school, "surveys", marks(tmp_path / f"{measure}.csv", measure))
        compared.equal(known, "responses", told.created)
    lake.catch_up(now=NOW)

    whole, questions = measured(school, "csat", "item")
    _, courses = measured(school, "csat", "product")
    index, index_rows = measured(school, "csi", "item")
    with schools.inside(school.pk):
        kept_rows = (Response.objects.count(), Answer.objects.count())
    assert kept_rows == (2 * told.rows, 2 * told.rows * len(questions))
    told_figures = {
        "csat_top2_by_question": {row["item"]: row["share"] for row in questions},
        # The index of a scale of five is a twentieth of a hundred a point.
        "csi_mean_by_question": {row["item"]: row["index"] / 20 for row in index_rows},
        "by_course_mean_csi": {row["product"]: row["mean"] for row in courses},
        "csat_top2_all_answers": whole["share"],
        "csi_mean_all_answers": index["index"] / 20,
    }
    for name, got in told_figures.items():
        compared.equal(known, name, got)


@pytest.mark.requirement("R-223")
@pytest.mark.compares("nps_sudzilla", "n", "promoters", "passives", "detractors", "nps")
def test_nps_of_a_long_file_of_a_form(
    compared: Comparing, committed_school: School, tmp_path: Path
) -> None:
    known, school = kept("nps_sudzilla"), committed_school
    scores = [
        row["score"] for row in rows_of(KEPT / "sudzilla.csv") for _ in range(int(row["answers"]))
    ]
    head = ("Ученик", "Дата ответа", "Показатель", "Оценка")
    rows = ((nth, "2019-11-01 12:00", "NPS", score) for nth, score in enumerate(scores))

    imported(school, "surveys", written(tmp_path / "nps.csv", head, rows))
    lake.catch_up(now=NOW)
    told, _ = measured(school, "nps", "item")

    for name in ("n", "promoters", "passives", "detractors"):
        compared.equal(known, name, told[name])
    # Four decimals were printed.
    compared.equal(known, "nps", told["nps"], within=6e-5)
