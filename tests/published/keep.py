"""How the kept sets were made of the files beside the checkout: `python -m tests.published.keep`.

Only sets whose licence lets them be given on; see README.md here for what was changed.
"""

import csv
import gzip
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.published.counting.plain import rows_of
from tests.published.sets import BESIDE, KEPT


def write(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows under their names; packed without a moment, so that the same rows give the same file."""
    told = io.StringIO()
    csv.writer(told, lineterminator="\n").writerows([head, *rows])
    text = told.getvalue().encode()
    path.write_bytes(gzip.compress(text, 9, mtime=0) if path.suffix == ".gz" else text)


def retail() -> None:
    names = ("order_id", "customer_id", "created_at", "amount", "kind")
    rows = rows_of(BESIDE / "online_retail_2010_2011_orders.csv")
    write(
        KEPT / "online_retail_orders.csv.gz", names, ([row[name] for name in names] for row in rows)
    )


def presentation(row: dict[str, str]) -> str:
    return f"{row['code_module']}-{row['code_presentation']}"


def oulad() -> None:
    results = {
        (presentation(row), row["id_student"]): row["final_result"]
        for row in rows_of(BESIDE / "oulad_studentInfo.csv")
    }
    students = [
        [
            (name := presentation(row)),
            row["id_student"],
            row["date_registration"].removesuffix(".0"),
            row["date_unregistration"].removesuffix(".0"),
            results[name, row["id_student"]],
        ]
        for row in rows_of(BESIDE / "oulad_studentRegistration.csv")
    ]
    head = ("presentation", "student", "registered_day", "unregistered_day", "result")
    write(KEPT / "oulad_students.csv.gz", head, students)
    works = {
        row["id_assessment"]: [
            presentation(row),
            row["id_assessment"],
            row["assessment_type"],
            row["date"],
        ]
        for row in rows_of(BESIDE / "oulad_assessments.csv")
        if row["assessment_type"] != "Exam"
    }
    write(
        KEPT / "oulad_assessments.csv",
        ("presentation", "assessment", "type", "day"),
        works.values(),
    )
    submissions = [
        [row["id_assessment"], row["id_student"], row["date_submitted"]]
        for row in rows_of(BESIDE / "oulad_studentAssessment.csv")
        if row["is_banked"] == "0" and row["id_assessment"] in works
    ]
    write(KEPT / "oulad_submissions.csv.gz", ("assessment", "student", "day"), submissions)


def surveys() -> None:
    answers = list(rows_of(BESIDE / "turkiye_course_evaluation.csv"))
    write(KEPT / "turkiye.csv.gz", list(answers[0]), (list(row.values()) for row in answers))
    asked = "On a scale of 0-10, how would you rate Sudzilla?"
    given = Counter(int(row[asked]) for row in rows_of(BESIDE / "nps_sudzilla.csv"))
    write(KEPT / "sudzilla.csv", ("score", "answers"), sorted(given.items()))


if __name__ == "__main__":
    retail()
    oulad()
    surveys()
