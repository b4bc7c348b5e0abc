"""What is filled in about target groups and landing pages."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from provodnik.facts.people.audience.queries import VersionRow, audiences
from provodnik.facts.people.audience.types import (
    Counts,
    RecordFields,
    RecordKind,
    Source,
    SourceKind,
)
from provodnik.facts.people.queries import pains
from provodnik.method import queries as method
from provodnik.method.shapes.people import Part

SOURCES = {
    SourceKind.INTERVIEW: _("interview"),
    SourceKind.SURVEY: _("survey"),
    SourceKind.REVIEW: _("review"),
    SourceKind.CALL: _("call"),
    SourceKind.OTHER: _("other"),
}
_PART = "part_"


def _day() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, "%Y-%m-%d")


def parts_of(kind: RecordKind) -> tuple[Part, ...]:
    """What a record of this kind consists of, by the school's method."""
    audience = method.lifecycle().audience
    return audience.portrait if kind is RecordKind.PORTRAIT else audience.meanings


class AudienceForm(forms.Form):
    """A target group and the pains that mark it."""

    name = forms.CharField(label=_("Name"), max_length=200)
    pains = forms.TypedMultipleChoiceField(
        label=_("Pains and goals"),
        coerce=int,
        required=False,
        choices=lambda: [(row.pain_id, row.name) for row in pains()],
        widget=forms.CheckboxSelectMultiple,
    )


class VersionForm(forms.Form):
    """A version of a portrait or of a map: its parts, and for a portrait one new source."""

    def __init__(
        self, data: object, *, kind: RecordKind, last: VersionRow | None, today: date
    ) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # request.POST or None
        self.kind, self.last = kind, last
        for part in parts_of(kind):
            self.fields[f"{_PART}{part.key}"] = forms.CharField(
                label=part.title,
                help_text=part.hint,
                required=False,
                widget=forms.Textarea({"rows": 2}),
                initial=last.parts.get(str(part.key), "") if last else "",
            )
        if kind is RecordKind.PORTRAIT:
            choices = [(one.value, words) for one, words in SOURCES.items()]
            self.fields["source_kind"] = forms.ChoiceField(label=_("Source"), choices=choices)
            self.fields["source"] = forms.CharField(
                label=_("With whom, about what"), max_length=300, required=False
            )
            self.fields["taken_on"] = forms.DateField(
                label=_("When"), required=False, widget=_day(), initial=today
            )

    def to_fields(self) -> RecordFields:
        """Parts, with the sources of the version before and the new one."""
        filled = self.cleaned_data
        parts = {
            name.removeprefix(_PART): text
            for name, text in filled.items()
            if name.startswith(_PART)
        }
        sources = [Source(SourceKind(k), text, day) for k, text, day in self._kept()]
        if filled.get("source") and filled.get("taken_on"):
            kind = SourceKind(filled["source_kind"])
            sources.append(Source(kind, filled["source"].strip(), filled["taken_on"]))
        return RecordFields(parts, tuple(sources))

    def _kept(self) -> tuple[tuple[str, str, date], ...]:
        return self.last.sources if self.last else ()


class LandingForm(forms.Form):
    """A landing page of a target group."""

    name = forms.CharField(label=_("Name"), max_length=200)
    url = forms.URLField(label=_("Address"), required=False, max_length=500)
    audience_id = forms.TypedChoiceField(
        label=_("Target group"),
        coerce=int,
        choices=lambda: [(row.audience_id, row.name) for row in audiences()],
    )


class RefineForm(forms.Form):
    """What was rewritten, and on which day."""

    what = forms.CharField(max_length=300)
    refined_on = forms.DateField(widget=_day())


class CountForm(forms.Form):
    """A day's traffic."""

    day = forms.DateField(widget=_day())
    visits = forms.IntegerField(min_value=0)
    leads = forms.IntegerField(min_value=0)
    payments = forms.IntegerField(min_value=0)

    def to_counts(self) -> Counts:
        filled = self.cleaned_data
        return Counts(filled["visits"], filled["leads"], filled["payments"])
