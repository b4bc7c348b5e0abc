"""What is filled in about a step of the path and about an upsell rule."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from provodnik.facts.catalog.path.queries import product_choices
from provodnik.facts.catalog.path.types import Step, UpsellRow
from provodnik.method import queries as method

_REASON_LETTERS = 500
_LONG_DELAY_DAYS = 730


class MomentSelect(forms.Select):
    """A choice of moments; each option tells what else it needs, so that the rest stays hidden."""

    def create_option(
        self, name: str, value: object, *args: object, **kwargs: object
    ) -> dict[str, object]:
        option: dict[str, object] = super().create_option(name, value, *args, **kwargs)  # type: ignore[arg-type]
        needs = {str(t.key): " ".join(map(str, t.needs)) for t in method.path_settings().triggers}
        attrs = option["attrs"]
        if isinstance(attrs, dict):
            attrs["data-needs"] = needs.get(str(value), "")
        return option


def moments() -> list[tuple[str, str]]:
    """Moments of the method."""
    return [(str(words.key), words.title) for words in method.path_settings().triggers]


type Choices = Sequence[tuple[str, str]]


def products() -> Choices:
    """Products that may be named, after an empty choice. One query."""
    return [("", "—"), *((str(pk), name) for pk, name in product_choices())]


def scripts() -> list[tuple[str, str]]:
    """Scripts of the method, after an empty choice."""
    return [("", "—"), *((script.key, script.title) for script in method.scripts().scripts)]


def channels() -> list[tuple[str, str]]:
    """Channels of the method, after an empty choice."""
    return [("", "—"), *((one.key, one.short) for one in method.channels().channels)]


def _id(value: str) -> int | None:
    return int(value) if value else None


class StepForm(forms.Form):
    """One step as its author fills it in. A draft may lack anything: the gate speaks later."""

    trigger = forms.ChoiceField(label=_("Moment"), choices=moments, widget=MomentSelect)
    module = forms.CharField(label=_("Module"), max_length=80, required=False)
    days = forms.IntegerField(
        label=_("Days"), min_value=1, max_value=_LONG_DELAY_DAYS, required=False
    )
    date = forms.DateField(
        label=_("Date"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    after = forms.TypedChoiceField(
        label=_("After the product"), coerce=_id, empty_value=None, required=False
    )
    offered = forms.TypedChoiceField(
        label=_("Product to offer"), coerce=_id, empty_value=None, required=False
    )
    delay_days = forms.IntegerField(
        label=_("Days later"), min_value=0, max_value=_LONG_DELAY_DAYS, required=False, initial=0
    )
    reason = forms.CharField(
        label=_("Why it is help"),
        max_length=_REASON_LETTERS,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    script = forms.ChoiceField(label=_("Script"), choices=scripts, required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=channels, required=False)

    def __init__(self, *args: object, known: Choices | None = None, **kwargs: object) -> None:
        """`known` are the products, read once for a page of many steps."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self._products = products() if known is None else known
        for name in ("after", "offered"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = self._products

    def to_step(self, key: str) -> Step:
        """The step as filled in; what its moment does not need is left out."""
        told = self.cleaned_data
        needs = next(
            (t.needs for t in method.path_settings().triggers if t.key == told["trigger"]), ()
        )
        day = told["date"]
        given = {"module": told["module"], "days": told["days"], "date": day and day.isoformat()}
        names = {int(pk): name for pk, name in self._products if pk}
        return Step(
            key=key,
            trigger=told["trigger"],
            after_id=told["after"],
            after=names.get(told["after"], ""),
            params={n: given[n] for n in map(str, needs) if given.get(n) not in (None, "")},
            delay_days=told["delay_days"] or 0,
            offered_id=told["offered"],
            offered=names.get(told["offered"], ""),
            reason=told["reason"].strip(),
            script=told["script"],
            channel=told["channel"],
        )


def step_form(step: Step, known: Choices) -> StepForm:
    """The form of a step that stands in the draft."""
    return StepForm(
        initial={
            "trigger": step.trigger,
            **step.params,
            "after": step.after_id or "",
            "offered": step.offered_id or "",
            "delay_days": step.delay_days,
            "reason": step.reason,
            "script": step.script,
            "channel": step.channel,
        },
        auto_id=f"{step.key}-%s",
        known=known,
    )


class RuleForm(forms.Form):
    """The four fields of an upsell rule (R-083). All may wait; the rule is switched on with all."""

    product = forms.TypedChoiceField(
        label=_("What we offer"), choices=products, coerce=_id, empty_value=None, required=False
    )
    why = forms.CharField(
        label=_("Why it helps the student"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    metrics = forms.CharField(label=_("Which figures improve"), max_length=300, required=False)
    measurement = forms.CharField(
        label=_("How the effect is measured"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


def rule_initial(rule: UpsellRow) -> dict[str, object]:
    """A rule's fields as its form shows them."""
    return {
        "product": rule.product_id or "",
        "why": rule.why,
        "metrics": rule.metrics,
        "measurement": rule.measurement,
    }
