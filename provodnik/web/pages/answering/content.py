"""What the survey says, in words already."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.method.survey_words import AnswerKind
from provodnik.touches.voice.surveys.queries import AnsweringPage, QuestionRow
from provodnik.touches.voice.surveys.queries.answering import Promise
from provodnik.touches.voice.surveys.types import SCALES
from provodnik.web import formats


class Note(StrEnum):
    """What the page answers to a form; stands in the address after the redirect."""

    KEPT = "kept"
    ALREADY = "already"
    LOCKED = "locked"
    SCORE = "score"
    PREVIEW = "preview"

    @classmethod
    def of(cls, said: str) -> "Note | None":
        return cls(said) if said in set(cls) else None


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose; a scale's options are its marks."""

    value: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the page draws it. Words somebody wrote are never shown again."""

    row: QuestionRow
    name: str
    options: tuple[Option, ...]
    was_answered: bool

    @property
    def is_text(self) -> bool:
        return self.row.kind is AnswerKind.TEXT


def questions(page: AnsweringPage) -> tuple[Asked, ...]:
    """The questions with the marks given before."""
    return tuple(_asked(row, page.values.get(row.question_id, "")) for row in page.questions)


def promised(promise: Promise | None, *, now: datetime) -> str:
    """Who gets in touch and until when: «Анна свяжется сегодня до 18:00»."""
    if promise is None:
        return ""
    language = (get_language() or "ru").split("-")[0]
    due = timezone.localtime(promise.due_at)
    day = formats.day_words(due.date(), timezone.localtime(now).date(), language)
    return _("%(name)s gets in touch: %(day)s, before %(clock)s.") % {
        "name": promise.name,
        "day": day,
        "clock": f"{due:%H:%M}",
    }


def _asked(row: QuestionRow, told: str) -> Asked:
    values = [str(mark) for mark in SCALES.get(row.kind, ())] or list(row.choices)
    options = tuple(Option(value, value == told) for value in values)
    return Asked(row, f"q{row.question_id}", options, bool(told))
