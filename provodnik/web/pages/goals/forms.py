"""What is filled in about goals. Values are told as people say them: «~50 000», «96–100%»."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from provodnik.decisions.goals.models import Initiative, KeyResult, Kpi, Objective
from provodnik.decisions.goals.queries import strategy
from provodnik.decisions.goals.types import (
    Every,
    FactTold,
    InitiativeFields,
    KeyResultFields,
    KpiFields,
    Measure,
    ObjectiveFields,
)
from provodnik.facts.team.queries import staff_list
from provodnik.kernel.periods import add_months, quarter_of
from provodnik.method import queries as method
from provodnik.metrics import told
from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.definition import Direction, Unit
from provodnik.web import labels

type Choices = list[tuple[str, str]]

_DAY = timedelta(days=1)
_QUARTERS_AHEAD = 2
UNITS = {
    Unit.SHARE: _("percent"),
    Unit.MONEY: _("roubles"),
    Unit.COUNT: _("pieces"),
    Unit.POINTS: _("points"),
    Unit.SCORE: _("marks"),
    Unit.HOURS: _("hours"),
    Unit.DAYS: _("days"),
}
_UNITS = [("", "—"), *((unit.value, words) for unit, words in UNITS.items())]
_DIRECTIONS = [(Direction.UP.value, _("up")), (Direction.DOWN.value, _("down"))]
_EVERY = [(Every.WEEK.value, _("every week")), (Every.MONTH.value, _("every month"))]


def members() -> Choices:
    return [("", "—"), *((str(one.staff_id), one.name) for one in staff_list())]


def initiatives() -> Choices:
    return [("", "—"), *((str(one.initiative_id), one.title) for one in strategy())]


def metrics() -> Choices:
    """Figures the catalogue counts a value of, each part a choice; first: entered by hand."""
    found: Choices = [("", str(_("entered by hand")))]
    for name, definition in DEFINITIONS.items():
        words = method.metric_words().metric(name)
        title = words.title if words else name
        shape = definition.example.answer.get("value")
        if definition.total is None or shape is None:
            continue
        paths = list(_paths(shape)) if isinstance(shape, Mapping) else [""]
        found += [
            (f"{name}:{path}", f"{title}, {_part(path)}" if path else title) for path in paths
        ]
    return found


def _not_counted(figure: str) -> str:
    words = method.metric_words().metric(figure.partition(":")[0])
    name = words.title if words else figure.partition(":")[0]
    return str(_("%(name)s, not counted yet")) % {"name": name}


def _paths(shape: Mapping[str, Any], before: str = "") -> list[str]:
    found: list[str] = []
    for name, value in shape.items():
        path = f"{before}{name}"
        found += _paths(value, f"{path}.") if isinstance(value, Mapping) else [path]
    return found


def _part(path: str) -> str:
    return " · ".join(str(labels.part(name)) for name in path.split("."))


def quarters(today: date) -> list[date]:
    """The quarter that goes on, the one before and those ahead."""
    current = quarter_of(today).from_on
    return [add_months(current, 3 * n) for n in range(-1, _QUARTERS_AHEAD + 1)]


def _id(value: str) -> int | None:
    return int(value) if value else None


def _link(label: object, choices: object) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,  # type: ignore[arg-type]  # lazy text
        choices=choices,  # type: ignore[arg-type]  # a callable: asked each time
        coerce=_id,
        empty_value=None,
        required=False,
    )


def _day(label: object, *, initial: object = None) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, "%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, initial=initial)  # type: ignore[arg-type]


class _ValueField(forms.CharField):
    """A told value; «сильно вырасти» is none."""

    def clean(self, value: object) -> str:
        text: str = super().clean(value)
        if text:
            try:
                told.read(text)
            except told.NotAValue:
                raise forms.ValidationError(
                    _("A number is needed: 80, ~50 000, up to 24, 96–100 or 10+.")
                ) from None
        return text


def _value(label: object, *, required: bool = True) -> _ValueField:
    return _ValueField(label=label, max_length=60, required=required)  # type: ignore[arg-type]


class ObjectiveForm(forms.Form):
    """Where the department goes in a quarter."""

    title = forms.CharField(label=_("What we want to come to"), max_length=200)
    quarter_on = forms.DateField(label=_("First day of the quarter"), widget=forms.HiddenInput())
    owner = _link(_("Who answers"), members)
    initiative = _link(_("Part of the strategy"), initiatives)

    def to_fields(self) -> ObjectiveFields:
        told_ = self.cleaned_data
        return ObjectiveFields(
            quarter_on=told_["quarter_on"],
            title=told_["title"],
            owner_id=told_["owner"],
            initiative_id=told_["initiative"],
        )


class _MeasureForm(forms.Form):
    """What a goal is about. A counted figure needs nobody to enter its value."""

    title = forms.CharField(label=_("What is measured"), max_length=200)
    figure = forms.ChoiceField(label=_("Figure"), choices=metrics, required=False)
    unit = forms.ChoiceField(label=_("Counted in"), choices=_UNITS)
    direction = forms.ChoiceField(label=_("Better when it goes"), choices=_DIRECTIONS)
    source = forms.CharField(label=_("Where the goal comes from"), max_length=300, required=False)

    def __init__(
        self, data: QueryDict | None = None, *, initial: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        # A goal may wait for a figure that nobody counts yet: it stays what it was.
        kept, known = self.initial.get("figure", ""), metrics()
        field = cast(forms.ChoiceField, self.fields["figure"])
        field.choices = known if kept in dict(known) else [*known, (kept, _not_counted(kept))]

    def clean(self) -> dict[str, Any]:
        told_ = self.cleaned_data
        definition = DEFINITIONS.get(told_.get("figure", "").partition(":")[0])
        is_money = told_.get("unit") == Unit.MONEY.value
        if definition is not None and (definition.unit is Unit.MONEY) != is_money:
            self.add_error("unit", _("This figure is counted in another unit."))
        return told_

    def to_measure(self) -> Measure:
        told_ = self.cleaned_data
        name, _colon, part = told_["figure"].partition(":")
        return Measure(
            title=told_["title"],
            unit=Unit(told_["unit"]),
            metric=name,
            part=part,
            direction=Direction(told_["direction"]),
            source=told_["source"],
        )


class KeyResultForm(_MeasureForm):
    """From a number to a number."""

    start = _value(_("Where it starts from"))
    target = _value(_("Target"))
    threshold = _value(_("Reached from"), required=False)
    months = forms.IntegerField(
        label=_("Counted over months"), required=False, min_value=1, max_value=24
    )

    def to_fields(self, objective_id: int) -> KeyResultFields:
        told_ = self.cleaned_data
        return KeyResultFields(
            objective_id=objective_id,
            measure=self.to_measure(),
            start=told_["start"],
            target=told_["target"],
            threshold=told_["threshold"],
            months=told_["months"],
        )


class KpiForm(_MeasureForm):
    """A figure that is watched all the time."""

    every = forms.ChoiceField(label=_("How often"), choices=_EVERY)
    target = _value(_("Target"))
    threshold = _value(_("Reached from"), required=False)
    owner = _link(_("Who answers"), members)

    def to_fields(self) -> KpiFields:
        told_ = self.cleaned_data
        return KpiFields(
            measure=self.to_measure(),
            every=Every(told_["every"]),
            target=told_["target"],
            threshold=told_["threshold"],
            owner_id=told_["owner"],
        )


class InitiativeForm(forms.Form):
    """A part of the strategy. People name the last day, not the next one."""

    title = forms.CharField(label=_("What we do"), max_length=200)
    owner = _link(_("Who answers"), members)
    starts_on = _day(_("First day"))
    last_on = _day(_("Last day"))
    effect = forms.CharField(
        label=_("What it is to give"), required=False, widget=forms.Textarea({"rows": 2})
    )

    def to_fields(self) -> InitiativeFields:
        told_ = self.cleaned_data
        return InitiativeFields(
            title=told_["title"],
            starts_on=told_["starts_on"],
            ends_on=told_["last_on"] + _DAY,
            owner_id=told_["owner"],
            effect=told_["effect"],
        )


class FactForm(forms.Form):
    """A value nobody counts, with its day and source."""

    value = _value(_("Value"))
    on_date = _day(_("On the day"))
    source = forms.CharField(label=_("Where it is known from"), max_length=300)

    def to_fact(self) -> FactTold:
        told_ = self.cleaned_data
        return FactTold(told_["value"], told_["on_date"], told_["source"])


class TargetForm(forms.Form):
    """Where a figure of success should be; empty drops the target."""

    target = _value(_("Target"), required=False)
    due_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )


class BeforeForm(forms.Form):
    """Point A by hand."""

    value = _value(_("What it was"))
    measured_on = _day(_("On the day"))
    source = forms.CharField(label=_("Where it is known from"), max_length=300)
    reason = forms.CharField(label=_("Why it changes"), max_length=500, required=False)


def initial_of(goal: Objective | KeyResult | Kpi | Initiative) -> dict[str, object]:
    """A goal's own fields as its form shows them."""
    match goal:
        case Objective():
            return {
                "title": goal.title,
                "quarter_on": goal.quarter_on,
                "owner": goal.owner_id or "",
                "initiative": goal.initiative_id or "",
            }
        case Initiative():
            return {
                "title": goal.title,
                "owner": goal.owner_id or "",
                "starts_on": goal.starts_on,
                "last_on": goal.ends_on - _DAY,
                "effect": goal.effect,
            }
        case KeyResult():
            return {**_measured(goal), "start": goal.start, "months": goal.months}
        case Kpi():
            return {**_measured(goal), "every": goal.every, "owner": goal.owner_id or ""}


def _measured(goal: KeyResult | Kpi) -> dict[str, object]:
    return {
        "title": goal.title,
        "figure": f"{goal.metric}:{goal.part}" if goal.metric else "",
        "unit": goal.unit,
        "direction": goal.direction,
        "target": goal.target,
        "threshold": goal.threshold,
        "source": goal.source,
    }
