"""The backlog of lessons as its page shows it, and what is filled in about a lesson."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provodnik.facts.learning.lessons import BacklogRow, backlog
from provodnik.facts.learning.types import KeptLesson
from provodnik.facts.sales.queries.lines import product_lines
from provodnik.method import queries as method
from provodnik.web.pages.matrix.forms import Choices, products


def stages() -> Choices:
    """Stages of a client, after an empty choice."""
    return [("", "—"), *((str(one.key), one.title) for one in method.lifecycle().stages)]


def places() -> Choices:
    """Places of plans that nothing fills yet, after an empty choice."""
    return [
        ("", "—"),
        *(
            (str(place.place_id), f"{line.name}: {place.name}")
            for line in product_lines()
            for place in line.places
            if not place.is_launched
        ),
    ]


class LessonForm(forms.Form):
    """A lesson taken out of a course."""

    name = forms.CharField(label=gettext_lazy("Lesson"), max_length=200)
    course_id = forms.TypedChoiceField(
        label=gettext_lazy("From the course"),
        choices=products,
        coerce=int,
        empty_value=None,
        required=False,
    )
    module = forms.CharField(label=gettext_lazy("Module"), max_length=200, required=False)
    stage = forms.ChoiceField(
        label=gettext_lazy("Offer at the stage"), choices=stages, required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it was taken out"), max_length=300, required=False
    )

    def to_fields(self) -> KeptLesson:
        return KeptLesson(**self.cleaned_data)


class PlanForm(forms.Form):
    """When a kept lesson is to be offered, and in what."""

    stage = forms.ChoiceField(
        label=gettext_lazy("Offer at the stage"), choices=stages, required=False
    )
    planned_id = forms.TypedChoiceField(
        label=gettext_lazy("For the plan"),
        choices=places,
        coerce=int,
        empty_value=None,
        required=False,
    )
    used_in_id = forms.TypedChoiceField(
        label=gettext_lazy("Already in the product"),
        choices=products,
        coerce=int,
        empty_value=None,
        required=False,
    )


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A kept lesson with the words of its stage."""

    row: BacklogRow
    stage: str


@dataclass(frozen=True, slots=True)
class Backlog:
    """Lessons asked for; how many wait, and how many of those have neither stage nor plan."""

    lines: tuple[LessonLine, ...]
    total: int
    waiting: int
    unplanned: int
    text: str
    stage: str
    stages: tuple[tuple[str, str], ...]
    query: str


def show(asked: QueryDict) -> Backlog:
    """The backlog narrowed as the address asks. One query."""
    text, stage = asked.get("q", "").strip(), asked.get("stage", "")
    everything = backlog()
    titles = dict(stages())
    wanted = {row.lesson_id for row in backlog(stage=stage, text=text)}
    waiting = [row for row in everything if row.used_in_id is None]
    return Backlog(
        lines=tuple(
            LessonLine(row, titles.get(row.stage, "") if row.stage else "")
            for row in everything
            if row.lesson_id in wanted
        ),
        total=len(everything),
        waiting=len(waiting),
        unplanned=sum(not row.stage and row.planned_id is None for row in waiting),
        text=text,
        stage=stage,
        stages=tuple((key, words) for key, words in stages() if key),
        query=asked.urlencode(),
    )


def table(shown: Backlog) -> tuple[Sequence[str], list[Sequence[object]]]:
    """The lessons on the screen for a spreadsheet."""
    header = [_("Lesson"), _("Course"), _("Module"), _("Stage"), _("Plan"), _("Used in"), _("Why")]
    rows: list[Sequence[object]] = [
        [
            line.row.name,
            line.row.course,
            line.row.module,
            line.stage,
            line.row.planned,
            line.row.used_in,
            line.row.reason,
        ]
        for line in shown.lines
    ]
    return header, rows
