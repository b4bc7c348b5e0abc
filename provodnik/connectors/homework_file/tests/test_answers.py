"""Answers to homework from a file: works and the journal, once, with reasons for what is left."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from conftest import MONDAY
from provodnik.facts.learning.homework import queries, services
from provodnik.facts.learning.homework.models import Attempt, Review, Work
from provodnik.facts.learning.homework.tests.factories import GOOD, WORDS
from provodnik.facts.learning.homework.types import Checked
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.imports import services as imports
from provodnik.kernel.imports.models import ImportReject, ImportRun
from provodnik.kernel.imports.services import SourceFile
from provodnik.kernel.imports.tests.files import csv_file
from provodnik.kernel.imports.types import Tally
from provodnik.kernel.models import JournalEntry, School

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R-146")]

LATER = MONDAY + timedelta(days=10)
HEADER = (
    *("id", "user_id", "user_name", "training_name", "lesson_name", "answer_text", "created_at"),
    *("need_teacher_reaction", "need_teacher_reaction_at", "status", "reviewed_at", "reviewer"),
    *("review_text", "score"),
)


def answer(key: str = "501", **told: str) -> list[str]:
    row = {
        "id": key,
        "user_id": "70001",
        "user_name": "Елена Цой",
        "training_name": "Колорист с нуля",
        "lesson_name": "Урок 14",
        "answer_text": "Вот работа",
        "created_at": "2026-11-02 12:00",
        "need_teacher_reaction": "1",
        "need_teacher_reaction_at": "2026-11-02 13:00",
        "status": "new",
    }
    return [{**row, **told}.get(name, "") for name in HEADER]


def checked(key: str = "501", **told: str) -> list[str]:
    row = {
        "status": "accepted",
        "reviewed_at": "2026-11-02 15:00",
        "reviewer": "Дарья Мухина",
        "review_text": "Тон ровный",
        "score": "4,5",
    }
    return answer(key, **{**row, **told})


@pytest.fixture
def load(school: School, tmp_path: Path) -> "Load":
    return Load(school, tmp_path)


class Load:
    """Loads rows as a file."""

    def __init__(self, school: School, folder: Path) -> None:
        self._school, self._folder, self._number = school, folder, 0

    def __call__(self, *rows: list[str], header: Sequence[str] = HEADER) -> ImportRun:
        self._number += 1
        path = csv_file(self._folder / f"answers-{self._number}.csv", [header, *rows])
        run = imports.start_run(
            SourceFile(path), kind="homework", school=self._school, by="staff:1", now=LATER
        )
        return imports.run_to_end(school_id=self._school.pk, run_id=run.pk, now=LATER)


def told(event: str) -> list[JournalEntry]:
    return list(JournalEntry.objects.filter(event__name=event).order_by("happened_at", "pk"))


def test_an_answer_waits_from_when_its_check_was_asked_for(load: Load) -> None:
    assert load(answer()).tally == Tally(created=1)

    work = Work.objects.select_related("client", "lesson__course__product").get()
    assert (work.client.name, work.client.external_name) == ("Елена Цой", "70001")
    assert (work.lesson.key, work.lesson.course.product.name) == ("Урок 14", "Колорист с нуля")
    assert (work.state, work.attempts) == ("waiting", 1)
    assert work.asked_at is not None
    assert work.asked_at.isoformat() == "2026-11-02T10:00:00+00:00"
    # Nine working hours from 13:00: till 19:00, then the short Tuesday from 10:00.
    assert work.due_at is not None
    assert work.due_at.isoformat() == "2026-11-03T10:00:00+00:00"
    (entry,) = told("homework_submitted")
    assert (entry.item, entry.client_id) == ("Урок 14", work.client_id)


def test_the_same_file_again_creates_nothing(load: Load) -> None:
    rows = [answer("501"), checked("502", lesson_name="Урок 15")]
    assert load(*rows).tally == Tally(created=2)
    entries = JournalEntry.objects.count()

    assert load(*rows).tally == Tally(unchanged=2)
    assert JournalEntry.objects.count() == entries
    assert (Attempt.objects.count(), Review.objects.count()) == (2, 1)


def test_a_checked_answer_brings_its_check(load: Load) -> None:
    load(checked())

    review = Review.objects.select_related("reviewer").get()
    assert review.reviewer is not None
    assert (review.reviewer.name, review.result, review.score_hundredths) == (
        "Дарья Мухина",
        "accepted",
        450,
    )
    (entry,) = told("homework_reviewed")
    assert (entry.value, entry.staff_id) == (450, review.reviewer_id)
    (row,) = queries.regulation(now=Review.objects.get().sent_at)  # type: ignore[arg-type]
    assert (row.checked, row.late) == (1, 0)


def test_an_answer_checked_since_is_brought_up(load: Load) -> None:
    load(answer())
    assert load(checked()).tally == Tally(updated=1)

    assert Work.objects.get().state == "accepted"
    assert len(told("homework_reviewed")) == 1


def test_attempts_are_in_the_order_they_were_made_whatever_the_file_says(load: Load) -> None:
    load(answer("600", created_at="2026-11-05 12:00", need_teacher_reaction_at="2026-11-05 12:00"))
    load(checked("601", status="declined", created_at="2026-11-02 12:00"))

    first, second = Attempt.objects.order_by("number")
    assert (first.external_id, second.external_id) == ("id:601", "id:600")
    work = Work.objects.get()
    assert (work.state, work.attempts, work.asked_at) == ("waiting", 2, second.asked_at)


def test_what_was_checked_here_is_not_overwritten(load: Load) -> None:
    load(answer())
    curator, work = make_staff("Куратор", "curator"), Work.objects.get()
    services.check(work.pk, Checked(GOOD, WORDS), by_id=curator.pk, now=LATER)
    load(checked(score="1"))

    assert Work.objects.get().score_hundredths == 400
    assert [entry.value for entry in told("homework_reviewed")] == [400]


def test_a_free_comment_asks_for_nothing(load: Load) -> None:
    header = (*HEADER, "type")
    load([*answer(), "free_comment"], header=header)

    assert (Work.objects.get().state, Attempt.objects.get().asked_at) == ("assigned", None)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(answer(user_id=""), id="nobody"),
        pytest.param(answer(lesson_name=""), id="no lesson"),
        pytest.param(answer(created_at="вчера"), id="no date"),
        pytest.param(answer(status="неизвестно"), id="an unknown status"),
        pytest.param(checked(score="7"), id="a score beyond the scale"),
        pytest.param(checked(reviewed_at="2026-11-01 10:00"), id="checked before it was made"),
    ],
)
def test_a_row_that_makes_no_sense_is_kept_with_its_reason(load: Load, row: list[str]) -> None:
    summary = load(answer("700"), row)

    assert summary.tally == Tally(created=1, rejected=1)
    rejected = ImportReject.objects.get()
    assert (rejected.line, bool(rejected.code)) == (3, True)


def test_a_plain_form_in_russian_words_is_known(load: Load) -> None:
    header = ("Email", "Курс", "Урок", "Ответ", "Дата сдачи", "Статус")
    row = ["Anna@Mail.ru", "Колорист", "Урок 1", "Работа", "02.11.2026 12:00", "принято"]
    assert load(row, header=header).tally == Tally(created=1)

    work = Work.objects.select_related("client").get()
    assert (work.client.email, work.state) == ("anna@mail.ru", "accepted")
