"""What is filled in about courses."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from provodnik.facts.learning.courses.queries import CoursePage, LessonRow
from provodnik.facts.learning.courses.types import Step
from provodnik.method import queries as method

_NAME_LETTERS, _NOTE_LETTERS, _LIST_LETTERS = 200, 500, 100_000


def marks() -> list[tuple[str, str]]:
    """Marks of the content audit, after none."""
    return [("", "—"), *((str(m.key), str(m.title)) for m in method.course_settings().marks)]


class StepForm(forms.Form):
    """Which way something goes by one place."""

    step = forms.ChoiceField(choices=[(step.value, step.value) for step in Step])

    def to_step(self) -> Step:
        return Step(self.cleaned_data["step"])


class PublishForm(forms.Form):
    """What was changed in a version and what for. The first version needs no words."""

    note = forms.CharField(
        label=_("What changed and what for"), max_length=_NOTE_LETTERS, required=False
    )


class ListForm(forms.Form):
    """Lessons as they stand in another table."""

    lines = forms.CharField(
        label=_("Lessons"), max_length=_LIST_LETTERS, widget=forms.Textarea({"rows": 6})
    )


class NameForm(forms.Form):
    """A name people read."""

    name = forms.CharField(label=_("Name"), max_length=_NAME_LETTERS)


class LessonForm(NameForm):
    """A lesson in its place."""

    is_required = forms.BooleanField(label=_("Counts for the progress"), required=False)
    is_required_homework = forms.BooleanField(label=_("Its homework must be done"), required=False)
    mark = forms.ChoiceField(label=_("What the lesson is"), choices=marks, required=False)


def lesson_initial(row: LessonRow) -> dict[str, object]:
    """A lesson as its form shows it."""
    return {
        "name": row.name,
        "is_required": row.is_required,
        "is_required_homework": row.is_required_homework,
        "mark": row.mark,
    }


class MissingForm(forms.Form):
    """A lesson the course lacks."""

    name = forms.CharField(label=_("Which lesson is missing"), max_length=_NAME_LETTERS)
    due_on = forms.DateField(
        label=_("Made by"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )


class MarksForm(forms.Form):
    """A mark for each lesson of a version: fields `mark_<lesson>`."""

    def __init__(self, page: CoursePage, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (Django's own)
        super().__init__(*args, **kwargs)
        for row in page.lessons:
            self.fields[f"mark_{row.lesson_id}"] = forms.ChoiceField(
                label=row.name,
                choices=marks(),
                initial=row.mark,
                required=False,
                widget=forms.Select({"class": "form-select"}),
            )

    def to_marks(self) -> dict[int, str]:
        """Marks by lesson's id."""
        return {int(name.removeprefix("mark_")): mark for name, mark in self.cleaned_data.items()}


class RecordingsForm(forms.Form):
    """The day each lesson was recorded anew: fields `day_<lesson>`."""

    def __init__(self, page: CoursePage, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (Django's own)
        super().__init__(*args, **kwargs)
        self.before = {row.lesson_id: row.recorded_on for row in page.lessons}
        for row in page.lessons:
            self.fields[f"day_{row.lesson_id}"] = forms.DateField(
                label=row.name,
                initial=row.recorded_on,
                required=False,
                widget=forms.DateInput({"type": "date", "class": "form-control"}, "%Y-%m-%d"),
            )

    def changed_days(self) -> dict[int, Any]:
        """Days by lesson's id, of those that changed; None takes the day back."""
        told = {int(name.removeprefix("day_")): day for name, day in self.cleaned_data.items()}
        return {pk: day for pk, day in told.items() if day != self.before[pk]}
