"""What an upsell rule promised and what came of it, in the page's own figures and words."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from provodnik.facts.catalog.path.types import UpsellRow
from provodnik.facts.sales.queries.upsell import Effect, effects
from provodnik.method import queries as method
from provodnik.metrics.figures import Figure as Counted
from provodnik.metrics.figures import Money, Share
from provodnik.web.design.types import Figure, Metric, Unit


@dataclass(frozen=True, slots=True)
class EffectShown:
    """An effect with its figures as the page prints them."""

    effect: Effect
    metric: Metric
    before: Figure
    after: Figure

    @property
    def change(self) -> str:
        return self.effect.change.text if self.effect.change else "—"


def shown(rules: list[UpsellRow], *, now: datetime) -> dict[int, EffectShown]:
    """The effect of each rule at work that names its figure, by the rule."""
    return {rule_id: _shown(effect) for rule_id, effect in effects(rules, now=now).items()}


def _shown(effect: Effect) -> EffectShown:
    words = method.metric_words().metric(effect.metric)
    span = effect.to_on - effect.from_on
    return EffectShown(
        effect=effect,
        metric=Metric(effect.metric, words.title if words else effect.metric),
        before=_figure(effect.before, effect.metric, effect.from_on - span, effect.from_on),
        after=_figure(effect.after, effect.metric, effect.from_on, effect.to_on),
    )


def _figure(counted: Counted, metric: str, from_on: object, to_on: object) -> Figure:
    query = urlencode({"from": from_on, "to": to_on})
    href = f"{reverse('metrics:show', args=[metric])}?{query}"
    units = {Money: Unit.KOPECKS, Share: Unit.SHARE}
    unit = units.get(type(counted), Unit.COUNT)
    return Figure(None if counted is None else counted.number, unit, href=href)
