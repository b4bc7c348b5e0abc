"""What is filled in about interviews."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from provodnik.method import queries as method
from provodnik.method.voice_words import InterviewGroup
from provodnik.touches.voice.interviews.types import Interview, InterviewPlan, NewQuote, Notes
from provodnik.web.pages.interviews.words import GROUPS
from provodnik.web.voice_forms import WhoForm, day, members, pick, portraits, products, words

_ANSWER = "answer_"


class PlanForm(WhoForm):
    """With whom, about what, by whom, when."""

    group = forms.ChoiceField(
        label=_("Who it is"), choices=[(g.value, t) for g, t in GROUPS.items()]
    )
    planned_on = day(_("Day"))
    interviewer = pick(_("Who talks"), members)
    product = pick(_("About the product"), products)
    audience = pick(_("Portrait"), portraits)

    def to_plan(self) -> InterviewPlan:
        told = self.cleaned_data
        return InterviewPlan(
            client_id=told["client"],
            group=InterviewGroup(told["group"]),
            planned_on=told["planned_on"],
            interviewer_id=told["interviewer"],
            product_id=told["product"],
            audience_id=told["audience"],
        )


class NotesForm(forms.Form):
    """Answers by the method's guide, and notes."""

    notes = words(_("Notes"), rows=3, required=False)
    held_on = day(_("Held on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 (Django's own signature)
        super().__init__(*args, **kwargs)
        for question in method.interview_settings().guide:
            self.fields[_ANSWER + str(question.key)] = words(
                str(question.text),  # type: ignore[arg-type]  # the school's own words
                rows=2,
                required=False,
            )

    @property
    def guide(self) -> list[tuple[forms.BoundField, str]]:
        """Questions in their order, each with what to listen for."""
        asked = method.interview_settings().guide
        return [(self[_ANSWER + str(one.key)], str(one.hint or "")) for one in asked]

    def to_notes(self) -> Notes:
        told = self.cleaned_data
        answers = {
            name.removeprefix(_ANSWER): text
            for name, text in told.items()
            if name.startswith(_ANSWER)
        }
        return Notes(answers, told["notes"], told["held_on"])


class QuoteForm(forms.Form):
    """Words of a client and the pain they name."""

    text = words(_("Quote, word for word"), rows=2, most=1000)
    pain = forms.CharField(
        label=_("Pain"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"list": "known-pains"}),
    )

    def to_quote(self) -> NewQuote:
        return NewQuote(self.cleaned_data["text"], self.cleaned_data["pain"])


class PackForm(forms.Form):
    """The pack of a month."""

    month = day(_("Month"))
    title = forms.CharField(label=_("Name of the pack"), max_length=200)


def plan_initial(page: Interview) -> dict[str, object]:
    """An interview as the form of its plan shows it."""
    return {
        "client": page.row.client_id,
        "group": page.row.group.value,
        "planned_on": page.row.planned_on,
        "interviewer": page.interviewer_id or "",
        "product": page.product_id or "",
        "audience": page.audience_id or "",
    }


def notes_initial(page: Interview) -> dict[str, object]:
    """An interview as the form of its notes shows it."""
    answers = {_ANSWER + key: text for key, text in page.answers.items()}
    return {"notes": page.notes, "held_on": page.row.held_on or page.row.planned_on, **answers}
