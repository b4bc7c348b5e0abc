"""What the editor shows: the draft with a form for each question, and how it will look."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from provodnik.method import queries as method
from provodnik.method.survey_words import AnswerKind, Measure
from provodnik.touches.voice.surveys import queries
from provodnik.touches.voice.surveys.queries import QuestionRow, SurveyCard, VersionRow
from provodnik.web.design.types import Question, QuestionKind
from provodnik.web.pages.surveys import words
from provodnik.web.pages.surveys.content import ReadyForm, counted
from provodnik.web.pages.surveys.forms import QuestionForm, question_initial


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question of a version; a draft's has a form."""

    row: QuestionRow
    kind: str
    measure: str
    form: QuestionForm | None
    is_refused: bool


@dataclass(frozen=True, slots=True)
class EditorPage:
    """A survey being written."""

    card: SurveyCard
    sentence: str
    version: VersionRow | None
    questions: tuple[QuestionLine, ...]

    @property
    def is_draft(self) -> bool:
        return self.version is not None and self.version.published_at is None


def editor_page(card: SurveyCard, refused: Mapping[int, QuestionForm]) -> EditorPage:
    """The draft, or what is asked now where there is none."""
    version = card.draft or card.published
    rows = version.questions if version else ()
    is_draft = version is not None and version.published_at is None
    return EditorPage(
        card=card,
        sentence=_sentence(card, len(rows)),
        version=version,
        questions=tuple(
            QuestionLine(
                row,
                str(words.KINDS[row.kind]),
                "" if row.measure is Measure.NONE else str(words.MEASURES[row.measure]),
                _form(row, refused) if is_draft else None,
                row.question_id in refused,
            )
            for row in rows
        ),
    )


def ready_forms() -> tuple[ReadyForm, ...]:
    """Ready surveys the school has not taken yet."""
    known = queries.ready_forms_used()
    return tuple(
        ReadyForm(form, str(words.MOMENTS[form.moment]))
        for form in method.survey_settings().forms
        if form.key not in known
    )


def as_asked(version: VersionRow) -> tuple[Question, ...]:
    """The questions as a student sees them."""
    kinds = {
        AnswerKind.SCALE_10: QuestionKind.SCALE_10,
        AnswerKind.SCALE_5: QuestionKind.SCALE_5,
        AnswerKind.ONE_OF: QuestionKind.ONE_OF,
        AnswerKind.TEXT: QuestionKind.TEXT,
    }
    return tuple(
        Question(kinds[row.kind], f"q{row.question_id}", row.text, row.choices, row.low, row.high)
        for row in version.questions
    )


def _form(row: QuestionRow, refused: Mapping[int, QuestionForm]) -> QuestionForm:
    known = refused.get(row.question_id)
    return known or QuestionForm(initial=question_initial(row), auto_id=f"id_{row.question_id}_%s")


def _sentence(card: SurveyCard, questions: int) -> str:
    if not questions:
        return _("Add the first question")
    said = counted(questions, _("question|questions"))
    if card.draft is not None:
        return _("%(questions)s in the draft, not published") % {"questions": said}
    if card.started_at is None:
        return _("%(questions)s published, the survey is off") % {"questions": said}
    return _("%(questions)s, the survey asks by itself") % {"questions": said}
