"""The forms of analyses: their fields live in the address, so that an answer can be sent on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from provodnik.kernel.periods import PeriodError, parse_month
from provodnik.lake.analyses import Looked, Slice
from provodnik.lake.reading import Question
from provodnik.metrics.analyses.ages import BASES
from provodnik.metrics.analyses.cohorts import Span
from provodnik.web import labels
from provodnik.web.pages.analyses import choices
from provodnik.web.pages.analyses.types import Kind

FUNNEL_STEPS = 6
_LATER_STEPS = tuple(f"step{nth}" for nth in range(4, FUNNEL_STEPS + 1))
_SLICE = ("product", "channel", "staff", "cohort", "segment", "source")
_NARROW = gettext_noop("Narrow: product, channel, coordinator, segment, source")
_PAID = "payment_received"
_FUNNEL = ("offer_made", "order_placed", _PAID)
_BEFORE = "before"
_SPANS = {Span.MONTH: gettext_lazy("by months"), Span.WEEK: gettext_lazy("by weeks")}


@dataclass(frozen=True, slots=True)
class Fold:
    """Fields that stand folded; open where something is chosen or amiss in them."""

    title: str
    fields: tuple[BoundField, ...]
    is_open: bool


class DaysForm(forms.Form):
    """Days, from the first to the last; an empty end is open."""

    folded: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Names of fields that stand folded, by the title over them."""

    since = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput({"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("To, inclusive"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
    )

    def __init__(self, data: Mapping[str, str], events: Sequence[str]) -> None:
        super().__init__(data)
        self.events = [(event, labels.event(event)) for event in events]

    def clean(self) -> dict[str, object] | None:
        """The last day is not before the first."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day comes before the first."))
        return self.cleaned_data

    def days(self) -> Question:
        """The days of the valid form; the last one is included."""
        until = self.cleaned_data["until"]
        return Question(self.cleaned_data["since"], until + timedelta(days=1) if until else None)

    def looked(self) -> Looked:
        """Whom and which days the valid form chooses."""
        return Looked(self.days())

    def own(self) -> tuple[BoundField, ...]:
        """What the question itself asks; its days come last."""
        folded = {name for names in self.folded.values() for name in names}
        names = [name for name in self.fields if name not in folded]
        return tuple(self[name] for name in sorted(names, key=("since", "until").__contains__))

    def folds(self) -> tuple[Fold, ...]:
        """Fields few questions need, folded under their titles."""
        return tuple(
            Fold(
                _(title),
                tuple(self[name] for name in names),
                any(self.data.get(name) or name in self.errors for name in names),
            )
            for title, names in self.folded.items()
        )

    def let(self, name: str, known: choices.Choices) -> None:
        """Give a field what it may be chosen from."""
        self.fields[name].choices = known  # type: ignore[attr-defined]  # a field of choices


class SliceForm(DaysForm):
    """Days and part of the clients; every field may stay empty."""

    folded: ClassVar[Mapping[str, tuple[str, ...]]] = {_NARROW: _SLICE}

    product = forms.ChoiceField(
        label=gettext_lazy("Product"), required=False, choices=choices.products
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("Channel"), required=False, choices=choices.channels
    )
    staff = forms.ChoiceField(
        label=gettext_lazy("Coordinator"), required=False, choices=choices.staff
    )
    cohort = forms.CharField(
        label=gettext_lazy("Month of first payment"),
        required=False,
        widget=forms.TextInput({"type": "month"}),
    )
    segment = forms.ChoiceField(
        label=gettext_lazy("Segment of the base"), required=False, choices=choices.segments
    )

    source = forms.ChoiceField(
        label=gettext_lazy("Source of the lead"), required=False, choices=choices.sources
    )

    def clean_cohort(self) -> date | None:
        """The first day of the month typed or picked."""
        text = self.cleaned_data["cohort"]
        try:
            return parse_month(text) if text else None
        except PeriodError:
            raise forms.ValidationError(_("Write the month as 2026-08.")) from None

    def looked(self) -> Looked:
        said = self.cleaned_data
        return Looked(
            self.days(),
            Slice(
                product_id=int(said["product"]) if said["product"] else None,
                staff_id=int(said["staff"]) if said["staff"] else None,
                channel=said["channel"] or None,
                cohort=said["cohort"],
                client_ids=choices.members(int(said["segment"])) if said["segment"] else None,
                source=said["source"] or None,
            ),
        )


class CohortsForm(SliceForm):
    """Who comes back: what they began with, by what, how often it is looked."""

    start = forms.ChoiceField(label=gettext_lazy("Begin with"))
    back = forms.ChoiceField(label=gettext_lazy("Come back by"))
    span = forms.ChoiceField(label=gettext_lazy("Look"), choices=list(_SPANS.items()))

    def __init__(self, data: Mapping[str, str], events: Sequence[str]) -> None:
        super().__init__(data, events)
        for name in ("start", "back"):
            self.let(name, self.events)


class FunnelForm(SliceForm):
    """Steps in order; those left empty are skipped."""

    folded: ClassVar[Mapping[str, tuple[str, ...]]] = {
        gettext_noop("Three more steps"): _LATER_STEPS,
        _NARROW: _SLICE,
    }

    def __init__(self, data: Mapping[str, str], events: Sequence[str]) -> None:
        super().__init__(data, events)
        for nth in range(1, FUNNEL_STEPS + 1):
            self.fields[f"step{nth}"] = forms.ChoiceField(
                label=_("Step %(n)s") % {"n": nth},
                required=nth == 1,
                choices=[("", "—"), *self.events],
            )

    def steps(self) -> tuple[str, ...]:
        """The steps chosen, in order."""
        said = (self.cleaned_data[f"step{nth}"] for nth in range(1, FUNNEL_STEPS + 1))
        return tuple(filter(None, said))


class MovesForm(SliceForm):
    """What is bought next; the product left is what the question is about."""

    folded: ClassVar[Mapping[str, tuple[str, ...]]] = {
        gettext_noop("Narrow: channel, coordinator, segment, source"): _SLICE[1:]
    }


class ValueForm(SliceForm):
    """What is counted as brought."""

    basis = forms.ChoiceField(label=gettext_lazy("Count"))

    def __init__(self, data: Mapping[str, str], events: Sequence[str]) -> None:
        super().__init__(data, events)
        self.let("basis", [(one, labels.part(one)) for one in BASES])


class SourcesForm(DaysForm):
    """Leads that came on these days: by source, or by the campaigns of each; beside what."""

    by = forms.ChoiceField(
        label=gettext_lazy("Rows"),
        choices=[("source", gettext_lazy("sources")), ("campaign", gettext_lazy("campaigns"))],
    )
    beside = forms.ChoiceField(
        label=gettext_lazy("Compare with"),
        required=False,
        choices=[("", "—"), (_BEFORE, gettext_lazy("as many days before"))],
    )

    def clean(self) -> dict[str, object] | None:
        """Days before can be counted off from two ends alone."""
        said = self.cleaned_data
        if said.get("beside") and not (said.get("since") and said.get("until")):
            self.add_error("beside", _("Choose both days, and as many before them are counted."))
        return super().clean()

    def before(self) -> Question | None:
        """As many days just before those of the valid form, where they are asked for."""
        days = self.days()
        if not self.cleaned_data["beside"] or not days.period_from or not days.period_to:
            return None
        length = days.period_to - days.period_from
        return Question(days.period_from - length, days.period_from)


class CompareForm(DaysForm):
    """Which figure, and what its rows are."""

    metric = forms.ChoiceField(label=gettext_lazy("Figure"), choices=choices.figures)
    by = forms.ChoiceField(label=gettext_lazy("Compare"))

    def __init__(self, data: Mapping[str, str], events: Sequence[str]) -> None:
        super().__init__(data, events)
        known = dict.fromkeys(
            dim for name, _t in choices.figures() for dim in choices.dims_of(name)
        )
        self.let("by", [(dim, labels.dimension(dim)) for dim in known])

    def clean(self) -> dict[str, object] | None:
        """The figure is counted by what it is to be compared by."""
        metric, by = self.cleaned_data.get("metric"), self.cleaned_data.get("by")
        if metric and by and by not in choices.dims_of(metric):
            self.add_error("by", _("This figure is not counted so. Choose another comparison."))
        return super().clean()


FORMS: Mapping[Kind, type[DaysForm]] = {
    Kind.COHORTS: CohortsForm,
    Kind.FUNNEL: FunnelForm,
    Kind.MOVES: MovesForm,
    Kind.VALUE: ValueForm,
    Kind.SOURCES: SourcesForm,
    Kind.COMPARE: CompareForm,
}
START: Mapping[Kind, Mapping[str, str]] = {
    Kind.COHORTS: {"start": _PAID, "back": _PAID, "span": str(Span.MONTH)},
    Kind.FUNNEL: {f"step{nth}": event for nth, event in enumerate(_FUNNEL, start=1)},
    Kind.MOVES: {},
    Kind.VALUE: {"basis": "gross_profit"},
    Kind.SOURCES: {"by": "source"},
    Kind.COMPARE: {"metric": "repeat_purchase_share", "by": "channel"},
}
"""What a question asks before anybody has chosen: the answer a head wants first."""
