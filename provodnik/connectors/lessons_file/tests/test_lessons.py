"""A table of lessons becomes drafts of courses, once."""

from pathlib import Path

import pytest

from conftest import MONDAY
from provodnik.facts.learning.courses import queries
from provodnik.kernel.imports import services
from provodnik.kernel.imports.models import ImportReject
from provodnik.kernel.imports.services import SourceFile
from provodnik.kernel.imports.tests.files import csv_file
from provodnik.kernel.imports.types import Tally
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db

HEADER = ["Курс", "Модуль", "Урок", "Работа обязательна"]
ROWS = [
    ["Колорист", "Старт", "Круг цвета", "нет"],
    ["Колорист", "Старт", "Формулы", "да"],
    ["Стрижки", "", "Каре", ""],
    ["Колорист", "Практика", "Осветление", "да"],
    ["Колорист", "Практика", "", ""],
]


def load(school: School, folder: Path) -> Tally:
    path = csv_file(folder / "lessons.csv", [HEADER, *ROWS], delimiter=";")
    run = services.start_run(
        SourceFile(path), kind="lessons", school=school, by="staff:1", now=MONDAY
    )
    done = services.run_to_end(school_id=school.pk, run_id=run.pk, now=MONDAY)
    return services.summary(done).tally


def test_a_table_of_lessons_is_drafted_course_by_course(school: School, tmp_path: Path) -> None:
    tally = load(school, tmp_path)

    assert (tally.created, tally.rejected) == (4, 1)
    colour, cuts = queries.courses()
    page = queries.course_page(colour.course_id)
    assert [(m.name, [row.key for row in m.lessons]) for m in page.modules] == [
        ("Старт", ["Круг цвета", "Формулы"]),
        ("Практика", ["Осветление"]),
    ]
    assert [row.is_required_homework for row in page.lessons] == [False, True, True]
    assert (cuts.product, cuts.lessons, cuts.has_draft) == ("Стрижки", 1, True)
    assert ImportReject.objects.count() == 1


def test_the_same_table_again_changes_nothing(school: School, tmp_path: Path) -> None:
    load(school, tmp_path)

    assert load(school, tmp_path).created == 0
