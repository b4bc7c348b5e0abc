"""Samples of real courses and surveys, counted elsewhere with pandas, give the same answers."""

import csv
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import provodnik
from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.tests.worked import Line, ask

DATA = Path(provodnik.__file__).parent / "lake" / "tests" / "data"
FIRST_DAY = datetime.fromisoformat("2013-10-01T12:00")

pytestmark = pytest.mark.slow


def expected(name: str) -> dict[str, Any]:
    answers: dict[str, dict[str, Any]] = json.loads((DATA / "learning_samples.json").read_text())
    return answers[name]


def courses() -> Iterator[Line]:
    with (DATA / "oulad_sample.csv").open() as file:
        for row in csv.DictReader(file):
            words = {"product": row["presentation"], "item": row["assessment"]}
            at = FIRST_DAY + timedelta(days=int(row["day"]))
            told = {name: word for name, word in words.items() if word}
            yield Line(row["student"], row["event"], at, told)


def evaluations(measure: str) -> Iterator[Line]:
    with (DATA / "turkiye_sample.csv").open() as file:
        for row in csv.DictReader(file):
            respondent, course = row.pop("respondent"), row.pop("course code")
            for question, score in row.items():
                words = {"product": course, "item": question, "value": score, "measure": measure}
                yield Line(respondent, "survey_answered", FIRST_DAY, words)


def test_completion_and_submitters_of_a_sample_of_open_university() -> None:
    wanted, journal = expected("oulad"), list(courses())

    completion: Any = ask(DEFINITIONS["course_completion"], journal)["rows"]
    homework: Any = ask(DEFINITIONS["homework_completion"], journal)["rows"]
    by_course: Any = ask(DEFINITIONS["homework_completion"], journal, by="product")["rows"]

    assert {row["product"]: (row["n"], row["size"]) for row in completion} == {
        product: (told["completed"], told["registered"]) for product, told in wanted.items()
    }
    submitters: dict[str, dict[str, int]] = {}
    for row in homework:
        submitters.setdefault(row["product"], {})[row["item"]] = row["n"]
    assert submitters == {product: told["submitters"] for product, told in wanted.items()}
    assert {row["product"]: (row["n"], row["submissions"]) for row in by_course} == {
        product: (
            told["submitted_all"],
            pytest.approx(told["submissions"] / len(told["submitters"]) / told["registered"]),
        )
        for product, told in wanted.items()
    }


def test_marks_of_a_sample_of_turkish_evaluations() -> None:
    wanted, journal = expected("turkiye"), list(evaluations("csat"))

    questions: Any = ask(DEFINITIONS["csat"], journal, by="item")["rows"]
    courses_told: Any = ask(DEFINITIONS["csat"], journal, by="product")["rows"]
    index: Any = ask(DEFINITIONS["csi"], list(evaluations("csi")))["value"]

    n = wanted["n"]
    assert {row["item"]: (row["share"], row["mean"]) for row in questions} == {
        question: (pytest.approx(told["top2"] / n), pytest.approx(told["sum"] / n, abs=1e-6))
        for question, told in wanted["questions"].items()
    }
    assert {row["product"]: (row["mean"], row["n"]) for row in courses_told} == {
        course: (pytest.approx(told["sum"] / told["answers"], abs=1e-6), told["answers"])
        for course, told in wanted["courses"].items()
    }
    assert index["index"] == pytest.approx(wanted["index"], abs=1e-6)
