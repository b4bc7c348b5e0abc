"""What is filled in about a step of the path and about an upsell rule."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from provodnik.facts.catalog.path.queries import product_choices, rule_choices
from provodnik.facts.catalog.path.types import Step, UpsellRow
from provodnik.facts.catalog.path.upsell import Promise
from provodnik.facts.sales.queries.upsell import measurable
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


@dataclass(frozen=True, slots=True)
class Known:
    """What steps may name, read once for a page of many: products, upsell rules, rules off."""

    products: Choices
    rules: Choices
    off: frozenset[int]


def known() -> Known:
    """Products and rules of the school. Two queries."""
    rules = rule_choices()
    return Known(
        products=products(),
        rules=[("", "—"), *((str(pk), name) for pk, name, _is_on in rules)],
        off=frozenset(pk for pk, _name, is_on in rules if not is_on),
    )


def checkable() -> list[tuple[str, str]]:
    """Figures a promise may be checked by, after an empty choice."""
    words = method.metric_words()
    named = [(key, words.metric(key)) for key in measurable()]
    return [("", "—"), *((key, said.title) for key, said in named if said)]


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
    rule = forms.TypedChoiceField(
        label=_("Upsell rule"), coerce=_id, empty_value=None, required=False
    )

    def __init__(self, *args: object, names: Known | None = None, **kwargs: object) -> None:
        """`names` are what a step may name, read once for a page of many steps."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self._names = names or known()
        choices = {name: self._names.products for name in ("after", "offered")}
        for name, offered in {**choices, "rule": self._names.rules}.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered

    def to_step(self, key: str) -> Step:
        """The step as filled in; what its moment does not need is left out."""
        told = self.cleaned_data
        needs = next(
            (t.needs for t in method.path_settings().triggers if t.key == told["trigger"]), ()
        )
        day = told["date"]
        given = {"module": told["module"], "days": told["days"], "date": day and day.isoformat()}
        names = {int(pk): name for pk, name in self._names.products if pk}
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
            rule_id=told["rule"],
            rule_is_off=told["rule"] in self._names.off,
        )


def step_form(step: Step, names: Known) -> StepForm:
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
            "rule": step.rule_id or "",
        },
        auto_id=f"{step.key}-%s",
        names=names,
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
    metric = forms.ChoiceField(label=_("Figure to compare"), choices=checkable, required=False)
    window_days = forms.IntegerField(
        label=_("Days before and after"), min_value=1, max_value=_LONG_DELAY_DAYS, required=False
    )
    promised_percent = forms.IntegerField(
        label=_("Promised change, %"), min_value=-100, max_value=1000, required=False
    )

    def promise(self) -> Promise | None:
        """The figure the rule is checked by; its days are the method's where none are told."""
        told = self.cleaned_data
        if not told["metric"]:
            return None
        days = told["window_days"] or method.path_settings().upsell_effect.window_days
        return Promise(told["metric"], days, told["promised_percent"])


def rule_initial(rule: UpsellRow) -> dict[str, object]:
    """A rule's fields as its form shows them."""
    return {
        "product": rule.product_id or "",
        "why": rule.why,
        "metrics": rule.metrics,
        "measurement": rule.measurement,
        "metric": rule.metric,
        "window_days": rule.window_days,
        "promised_percent": rule.promised_percent,
    }
