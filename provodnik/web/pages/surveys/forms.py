"""What is filled in about surveys."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provodnik.facts.catalog.models import Product
from provodnik.facts.learning.queries import cohort_list
from provodnik.facts.team.queries import staff_list
from provodnik.method.survey_words import AnswerKind, AskAbout, AskMoment, Measure
from provodnik.touches.voice.surveys.queries import QuestionRow
from provodnik.touches.voice.surveys.types import Audience, QuestionFields, SurveyFields
from provodnik.web.pages.surveys import words

type Choices = list[tuple[str, Any]]


def products() -> Choices:
    named = Product.objects.order_by("name").values_list("pk", "name")
    return [("", _("Any product")), *((str(key), name) for key, name in named)]


def cohorts() -> Choices:
    return [("", _("Any stream")), *((str(one.cohort_id), one.name) for one in cohort_list())]


def members() -> Choices:
    return [("", _("Anybody")), *((str(one.staff_id), one.name) for one in staff_list())]


def _told(table: Mapping[str, object]) -> Choices:
    return [(str(key), word) for key, word in table.items()]


def _chosen(label: object, choices: object) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,  # type: ignore[arg-type]  # lazy text
        choices=choices,  # type: ignore[arg-type]  # a list, or what makes one
        coerce=lambda value: int(value) if value else None,
        empty_value=None,
        required=False,
    )


class FilterForm(forms.Form):
    """Which answers are shown."""

    from_on = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    to = forms.DateField(
        label=gettext_lazy("To"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    product = _chosen(gettext_lazy("Product"), products)
    cohort = _chosen(gettext_lazy("Stream"), cohorts)
    who = _chosen(gettext_lazy("Who is responsible for it"), members)

    def add_prefix(self, field_name: str) -> str:
        """`from` is a word of the language, so the field has another name."""
        return "from" if field_name == "from_on" else field_name


class SurveyForm(forms.Form):
    """When a survey asks, about what, and who answers for it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    moment = forms.ChoiceField(
        label=gettext_lazy("When it asks"), choices=lambda: _told(words.MOMENTS)
    )
    responsible = forms.ChoiceField(
        label=gettext_lazy("Who is responsible for it"), choices=lambda: _told(words.ABOUT)
    )
    product = _chosen(gettext_lazy("Only about this product"), products)
    every_months = forms.IntegerField(
        label=gettext_lazy("Every, months"), min_value=1, max_value=24, required=False
    )
    day_of_month = forms.IntegerField(
        label=gettext_lazy("Day of the month"), min_value=1, max_value=28, required=False
    )

    def to_fields(self) -> SurveyFields:
        told = self.cleaned_data
        moment = AskMoment(told["moment"])
        is_monthly = moment is AskMoment.MONTH
        return SurveyFields(
            told["name"],
            moment,
            AskAbout(told["responsible"]),
            told["product"],
            told["every_months"] if is_monthly else None,
            told["day_of_month"] if is_monthly else None,
        )


class QuestionForm(forms.Form):
    """A question of a draft."""

    text = forms.CharField(label=gettext_lazy("Question"), max_length=500)
    item = forms.CharField(label=gettext_lazy("Short name"), max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("How it is answered"), choices=lambda: _told(words.KINDS)
    )
    measure = forms.ChoiceField(
        label=gettext_lazy("Goes into"), choices=lambda: _told(words.MEASURES)
    )
    weight = forms.IntegerField(label=gettext_lazy("Weight"), min_value=1, max_value=100, initial=1)
    low = forms.CharField(label=gettext_lazy("Lowest mark means"), max_length=80, required=False)
    high = forms.CharField(label=gettext_lazy("Highest mark means"), max_length=80, required=False)
    choices = forms.CharField(
        label=gettext_lazy("Choices, one a line"),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )

    def to_fields(self) -> QuestionFields:
        told = self.cleaned_data
        kind = AnswerKind(told["kind"])
        lines = [line.strip()[:200] for line in told["choices"].splitlines() if line.strip()]
        return QuestionFields(
            item=told["item"],
            text=told["text"],
            kind=kind,
            measure=Measure(told["measure"]),
            weight=told["weight"],
            low=told["low"],
            high=told["high"],
            choices=tuple(dict.fromkeys(lines)) if kind is AnswerKind.ONE_OF else (),
        )


class IntroForm(forms.Form):
    """The first words of a survey."""

    intro = forms.CharField(
        label=gettext_lazy("First words"),
        widget=forms.Textarea({"rows": 2}),
        max_length=1000,
        required=False,
    )


class WaveForm(forms.Form):
    """Whom a wave asks."""

    cohort = _chosen(gettext_lazy("Stream"), cohorts)
    product = _chosen(gettext_lazy("Product"), products)

    def to_audience(self) -> Audience:
        return Audience(self.cleaned_data["cohort"], self.cleaned_data["product"])


def survey_initial(fields: SurveyFields) -> dict[str, object]:
    return {
        "name": fields.name,
        "moment": fields.moment.value,
        "responsible": fields.responsible.value,
        "product": fields.product_id or "",
        "every_months": fields.every_months,
        "day_of_month": fields.day_of_month,
    }


def question_initial(row: QuestionRow) -> dict[str, object]:
    return {
        "text": row.text,
        "item": row.item,
        "kind": row.kind.value,
        "measure": row.measure.value,
        "weight": row.weight,
        "low": row.low,
        "high": row.high,
        "choices": "\n".join(row.choices),
    }
