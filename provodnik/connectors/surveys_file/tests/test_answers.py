"""Files of answers, wide and long: the figures' raw data and the answers, once."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from conftest import MONDAY
from provodnik.kernel.imports import services
from provodnik.kernel.imports.models import ImportReject, ImportRun
from provodnik.kernel.imports.services import SourceFile
from provodnik.kernel.imports.tests.files import csv_file
from provodnik.kernel.models import JournalEntry, School
from provodnik.touches.voice.surveys.models import Answer, Response, Survey

WIDE = ["Email", "Отметка времени", "Опрос", "NPS: Посоветуете", "CSI: Уроки", "Текст: Почему"]
LONG = ["client", "at", "question", "measure", "score", "scale", "weight", "text"]


class Loader:
    def __init__(self, school: School, folder: Path) -> None:
        self.school, self.folder, self.count = school, folder, 0

    def __call__(self, header: Sequence[str], *rows: Sequence[str]) -> ImportRun:
        self.count += 1
        path = csv_file(self.folder / f"{self.count}.csv", [header, *rows], delimiter=",")
        run = services.start_run(
            SourceFile(path), kind="surveys", school=self.school, by="staff:1", now=MONDAY
        )
        return services.run_to_end(
            school_id=self.school.pk, run_id=run.pk, now=MONDAY, chunk_rows=100
        )


@pytest.fixture
def load(school: School, tmp_path: Path) -> Loader:
    return Loader(school, tmp_path)


def scores() -> list[tuple[str | None, int | None, str]]:
    voided = JournalEntry.objects.filter(event__name="entry_voided").values("value")
    found = JournalEntry.objects.filter(event__name="survey_answered").exclude(pk__in=voided)
    return sorted((one.item, one.value, one.attrs["measure"]) for one in found)


def wide(email: str, *cells: str) -> list[str]:
    return [email, "2026-10-05 12:00", "Октябрь", *cells]


def test_a_wide_row_is_one_response_with_a_score_a_column(load: Loader) -> None:
    run = load(WIDE, wide("a@x.ru", "9", "4", "Удобно"), wide("b@x.ru", "3", "", ""))

    assert (run.created, run.rejected) == (2, 0)
    assert scores() == [
        ("Посоветуете", 300, "nps"),
        ("Посоветуете", 900, "nps"),
        ("Уроки", 400, "csi"),
    ]
    survey = Survey.objects.get(name="Октябрь")
    responses = Response.objects.filter(survey=survey).order_by("client__external_name")
    assert [one.is_low for one in responses] == [False, True]
    texts = Answer.objects.filter(response__survey=survey, measure="none")
    assert [one.text for one in texts] == ["Удобно"]


def test_a_second_run_creates_nothing_and_a_corrected_one_corrects(load: Loader) -> None:
    row = wide("a@x.ru", "9", "4", "Удобно")
    load(WIDE, row)

    again = load(WIDE, row)
    corrected = load(WIDE, wide("a@x.ru", "10", "4", "Удобно"))

    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
    assert (corrected.created, corrected.updated) == (0, 1)
    assert scores() == [("Посоветуете", 1000, "nps"), ("Уроки", 400, "csi")]
    assert Response.objects.count() == 1


def test_a_long_file_keeps_scale_and_weight(load: Loader) -> None:
    at = "2026-10-05 12:00"
    run = load(
        LONG,
        ["c-1", at, "Уроки", "csi", "8", "10", "3", ""],
        ["c-1", at, "Поддержка", "CSI", "4", "", "", "Быстро"],
        ["c-1", at, "", "csat", "5", "", "", ""],
    )

    assert (run.created, run.rejected) == (3, 0)
    assert scores() == [("CSAT", 500, "csat"), ("Поддержка", 400, "csi"), ("Уроки", 800, "csi")]
    assert Response.objects.count() == 1
    lessons = Answer.objects.get(item="Уроки")
    assert (lessons.top, lessons.weight) == (10, 3)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (wide("", "9", "4", ""), "Email"),
        (["a@x.ru", "", "Октябрь", "9", "4", ""], "Отметка времени"),
        (wide("a@x.ru", "11", "4", ""), "Посоветуете"),
        (wide("a@x.ru", "9", "0", ""), "Уроки"),
        (wide("a@x.ru", "девять", "", ""), "Посоветуете"),
        (wide("a@x.ru", "", "", ""), "score"),
    ],
)
def test_a_row_that_answers_nothing_countable_is_told_of_and_stops_no_other(
    load: Loader, row: Sequence[str], column: str
) -> None:
    run = load(WIDE, row, wide("b@x.ru", "9", "5", ""))

    assert (run.created, run.rejected) == (1, 1)
    assert ImportReject.objects.get().column == column


def test_a_measure_nobody_knows_is_refused(load: Loader) -> None:
    run = load(LONG, ["c-1", "2026-10-05", "Уроки", "счастье", "5", "", "", ""])

    assert (run.created, run.rejected) == (0, 1)
