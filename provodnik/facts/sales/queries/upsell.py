"""What an upsell rule promised and what came of it (R-084)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import LiteralString
from zoneinfo import ZoneInfo

from django.db import connection

from provodnik.facts.catalog.path.types import UpsellRow
from provodnik.facts.sales.rules import share
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.kernel.periods import local_date
from provodnik.lake import services as lake
from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.change import Change, Changes
from provodnik.metrics.definition import Direction
from provodnik.metrics.figures import Figure, Value

_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Effect:
    """A rule's figure before it was switched on and after, over equally many days.

    `days` have passed of `of_days`; nothing is compared before the first one has. `offers`
    and `paid` are of the rule's product since then.
    """

    rule_id: int
    metric: str
    days: int
    of_days: int
    from_on: date
    to_on: date
    before: Figure
    after: Figure
    change: Change | None
    promised_percent: int | None
    is_better: bool | None
    offers: int
    paid: int

    @property
    def is_early(self) -> bool:
        """The days agreed on are not over yet."""
        return self.days < self.of_days

    @property
    def is_kept(self) -> bool | None:
        """Whether the change is what was promised, or more; None where nothing can be said."""
        if self.change is None or self.change.relative is None or self.promised_percent is None:
            return None
        promised = Fraction(self.promised_percent, _PERCENT)
        if promised < 0:
            return self.change.relative <= promised
        return self.change.relative >= promised

    @property
    def conversion(self) -> float | None:
        """Paid of offered, 0..1."""
        return share(self.paid, self.offers)


def measurable() -> list[str]:
    """Names of the figures a promise may be checked by: those with a number of a period."""
    return [name for name, one in DEFINITIONS.items() if one.has_total]


def effects(rules: list[UpsellRow], *, now: datetime) -> dict[int, Effect]:
    """The effect of each rule at work that names its figure.

    Cost: a question to the lake for each such rule, remembered there; one query for offers.
    """
    school = School.objects.get(pk=schools.current())
    measured = [rule for rule in rules if rule.activated_at and rule.metric in DEFINITIONS]
    offers = _offers([rule.rule_id for rule in measured])
    return {
        rule.rule_id: _effect(rule, school, offers.get(rule.rule_id, (0, 0)), now=now)
        for rule in measured
    }


def _effect(rule: UpsellRow, school: School, made: tuple[int, int], *, now: datetime) -> Effect:
    assert rule.activated_at is not None
    zone = ZoneInfo(school.timezone)
    on, today = local_date(rule.activated_at, zone), local_date(now, zone)
    of_days = rule.window_days or 1
    days = max(0, min((today - on).days, of_days))
    span = timedelta(days=days)
    before: Figure = None
    after: Figure = None
    change: Change | None = None
    if days:
        told = lake.measure(
            rule.metric,
            school_id=school.pk,
            period_from=on,
            period_to=on + span,
            versus=(on - span, on),
            now=now,
        )
        before, after, change = _main(told.baseline), _main(told.value), _changed(told.change)
    return Effect(
        rule_id=rule.rule_id,
        metric=rule.metric,
        days=days,
        of_days=of_days,
        from_on=on,
        to_on=on + span,
        before=before,
        after=after,
        change=change,
        promised_percent=rule.promised_percent,
        is_better=_is_better(rule.metric, change),
        offers=made[0],
        paid=made[1],
    )


def _main(value: Value) -> Figure:
    """The first of several figures: the one a metric is named after."""
    while isinstance(value, Mapping):
        value = next(iter(value.values()), None)
    return value


def _changed(change: Changes) -> Change | None:
    while isinstance(change, Mapping):
        change = next(iter(change.values()), None)
    return change


def _is_better(metric: str, change: Change | None) -> bool | None:
    direction = DEFINITIONS[metric].direction
    if change is None or not change.relative or direction is Direction.NEITHER:
        return None
    return (change.relative > 0) is (direction is Direction.UP)


def _offers(rule_ids: list[int]) -> dict[int, tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_OFFERS, [rule_ids])
        return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


_OFFERS: LiteralString = """
SELECT r.id, count(f.id), count(f.id) FILTER (WHERE EXISTS (
         SELECT FROM sales_order AS o
         WHERE o.client_id = f.client_id AND o.product_id = f.product_id
           AND o.first_paid_at >= f.made_at AND o.paid_kopecks > o.refunded_kopecks))
FROM catalog_upsellrule AS r
JOIN sales_offer AS f ON f.product_id = r.product_id AND f.made_at >= r.activated_at
WHERE r.id = ANY(%s) GROUP BY r.id
"""
