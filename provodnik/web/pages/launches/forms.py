"""What is filled in about a launch, its participants and its analysis."""

from dataclasses import asdict

from django import forms
from django.utils.translation import gettext_lazy as _

from provodnik.facts.catalog.path.queries import product_choices
from provodnik.facts.learning.queries import cohort_list
from provodnik.facts.sales.queries.launch_pages import launch_choices
from provodnik.facts.sales.types import Analysis, NewLaunch
from provodnik.facts.team.queries import staff_list
from provodnik.method import queries as method

type Choices = list[tuple[str, str]]

_MOST_PASTED = 100_000
_KOPECKS = 100


def _with_empty(pairs: Choices) -> Choices:
    return [("", "—"), *pairs]


def kinds() -> Choices:
    """Formats of the method."""
    return [(str(kind.key), str(kind.title)) for kind in method.launch_settings().kinds]


def channels() -> Choices:
    """The school's channels, after «the format's own»."""
    return _with_empty([(str(one.key), str(one.title)) for one in method.channels().channels])


def products() -> Choices:
    return _with_empty([(str(pk), name) for pk, name in product_choices()])


def members() -> Choices:
    return _with_empty([(str(one.staff_id), one.name) for one in staff_list()])


def cohorts() -> Choices:
    return _with_empty([(str(row.cohort_id), row.name) for row in cohort_list()])


def other_launches() -> Choices:
    return _with_empty([(str(pk), name) for pk, name, _starts_on in launch_choices()])


def _id(value: str) -> int | None:
    return int(value) if value else None


def _link(label: object, choices: object, hint: object = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,  # type: ignore[arg-type]  # lazy text
        choices=choices,  # type: ignore[arg-type]  # a callable: asked each time
        coerce=_id,
        empty_value=None,
        required=False,
        help_text=hint,  # type: ignore[arg-type]  # lazy text
    )


def _day(label: object, *, required: bool) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)  # type: ignore[arg-type]


class LaunchForm(forms.Form):
    """A launch. The channel follows the format unless another is chosen."""

    kind = forms.ChoiceField(label=_("Format"), choices=kinds)
    name = forms.CharField(label=_("Name"), max_length=200)
    starts_on = _day(_("First day"), required=True)
    ends_on = _day(_("Last day"), required=False)
    owner = _link(_("Answers in our department"), members)
    marketing_owner = _link(_("Answers in marketing"), members)
    product = _link(_("Product it leads to"), products)
    channel = forms.ChoiceField(label=_("Channel of sales"), choices=channels, required=False)
    cohort = _link(_("For the cohort"), cohorts)
    audience = forms.CharField(label=_("Or for whom, in words"), max_length=300, required=False)
    speaker = forms.CharField(
        label=_("Speaker: e-mail, phone or id of a student"), max_length=200, required=False
    )
    content = forms.CharField(
        label=_("Content"), required=False, widget=forms.Textarea({"rows": 3}), max_length=5000
    )
    tasks = forms.IntegerField(label=_("Tasks"), required=False, min_value=0, max_value=100)
    plan_made = forms.IntegerField(label=_("Plan: offers"), required=False, min_value=0)
    plan_paid = forms.IntegerField(label=_("Plan: payments"), required=False, min_value=0)
    plan_roubles = forms.IntegerField(
        label=_("Plan: money, RUB"), required=False, min_value=0, max_value=10**9
    )
    result = forms.CharField(
        label=_("Result in words"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        max_length=5000,
    )

    def to_launch(self, speaker_id: int | None) -> NewLaunch:
        """Empty choices as None, roubles as kopecks, the format's channel and tasks by default."""
        told = self.cleaned_data
        kind = method.launch_settings().kind(told["kind"])
        tasks = told["tasks"]
        return NewLaunch(
            name=told["name"].strip(),
            channel=told["channel"] or (str(kind.channel) if kind else ""),
            starts_on=told["starts_on"],
            ends_on=told["ends_on"],
            product_id=told["product"],
            kind=told["kind"],
            owner_id=told["owner"],
            marketing_owner_id=told["marketing_owner"],
            speaker_id=speaker_id,
            cohort_id=told["cohort"],
            audience=told["audience"].strip(),
            content=told["content"].strip(),
            result=told["result"].strip(),
            tasks=tasks if tasks is not None else (kind.tasks if kind else 0),
            plan_made=told["plan_made"],
            plan_paid=told["plan_paid"],
            plan_kopecks=None if told["plan_roubles"] is None else told["plan_roubles"] * _KOPECKS,
        )


def launch_initial(launch: NewLaunch, speaker: str) -> dict[str, object]:
    """A launch as its form shows it."""
    shown = {name.removesuffix("_id"): value for name, value in asdict(launch).items()}
    kopecks = launch.plan_kopecks
    roubles = None if kopecks is None else kopecks // _KOPECKS
    return {**shown, "plan_roubles": roubles, "speaker": speaker}


class GuestsForm(forms.Form):
    """People who take part, one a line."""

    lines = forms.CharField(
        label=_("E-mails, phones or ids, one a line"),
        max_length=_MOST_PASTED,
        widget=forms.Textarea({"rows": 5}),
        required=False,
    )
    what = forms.ChoiceField(
        label=_("Mark them as"),
        choices=[
            ("joined", _("joined")),
            ("tasks", _("did every task")),
            ("came", _("came to the event")),
        ],
    )


class InterestForm(forms.Form):
    """An answer of a questionnaire: who, and which product interests them."""

    who = forms.CharField(label=_("E-mail, phone or id"), max_length=200)
    product = forms.TypedChoiceField(label=_("What interests them"), choices=products, coerce=int)


class LinkForm(forms.Form):
    """A tracked link of a launch for a product, from a person."""

    product = forms.TypedChoiceField(label=_("Product"), choices=products, coerce=int)
    staff = _link(_("Whose link"), members)


class AnalysisForm(forms.Form):
    """What a launch taught: written once, corrected by writing again."""

    what_failed = forms.CharField(
        label=_("What failed"), max_length=5000, widget=forms.Textarea({"rows": 2})
    )
    why = forms.CharField(
        label=_("Why, by what people said and did"),
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
    )
    changed_offer = forms.CharField(
        label=_("How the offer changes"),
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    hypothesis = forms.CharField(
        label=_("Hypothesis for the next launch"),
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    criterion = forms.CharField(
        label=_("What will count as success"), max_length=300, required=False
    )
    check_on = _day(_("When we look"), required=False)
    next_launch = _link(_("Launch that tries it"), other_launches)

    def to_analysis(self) -> Analysis:
        """Choices by their ids."""
        told = dict(self.cleaned_data)
        return Analysis(next_launch_id=told.pop("next_launch"), **told)
