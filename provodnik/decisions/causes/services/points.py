"""Points of outflow, counted anew from the lake."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from provodnik.decisions.causes import rules
from provodnik.decisions.causes.models import ChurnPoint
from provodnik.decisions.causes.services.seen import columns_of
from provodnik.decisions.causes.types import Fall
from provodnik.facts.catalog.models import Product
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.kernel.periods import local_date
from provodnik.lake import services as lake
from provodnik.method import queries as method

METRIC = "module_reach"
"""What courses are walked along: a lesson without a module is a step of its own there."""


@transaction.atomic
def refresh_points(*, now: datetime) -> int:
    """Find the biggest fall of each course among students who have had their time.

    A copy of a figure, so nothing is journalled: run it again and nothing changes. Returns
    how many points there are. One question to the lake, five queries.
    """
    found = _found(now)
    living = {one.product_id: one for one in ChurnPoint.objects.filter(gone_at=None)}
    gone = [
        one.pk
        for product_id, one in living.items()
        if product_id not in found or found[product_id][0] != one.item
    ]
    ChurnPoint.objects.filter(pk__in=gone).update(gone_at=now)
    stays = {one.product_id: one for one in living.values() if one.pk not in gone}
    ChurnPoint.objects.bulk_update(
        [_counted(one, found[one.product_id][1], now) for one in stays.values()],
        ["reached", "before", "size", "from_on", "to_on", "as_of", "counted_at"],
    )
    ChurnPoint.objects.bulk_create(
        [
            _counted(_new(product_id, item, now), fall, now)
            for product_id, (item, fall) in found.items()
            if product_id not in stays
        ]
    )
    return len(found)


def _found(now: datetime) -> Mapping[int, tuple[str, Fall]]:
    settings = method.metric_words().churn_points
    zone = ZoneInfo(School.objects.values_list("timezone", flat=True).get(pk=schools.current()))
    window, as_of = rules.judged(
        local_date(now, zone),
        reach_days=settings.reach_days,
        window_days=settings.window_days,
    )
    measured = lake.measure(
        METRIC,
        school_id=schools.current(),
        period_from=window.from_on,
        period_to=window.to_on,
        as_of=as_of,
        by="item",
        now=now,
    )
    falls = rules.worst_falls(
        measured.rows,
        students_at_least=settings.students_at_least,
        percent_at_least=settings.fall_percent_at_least,
    )
    ids = dict(Product.objects.filter(name__in=falls).values_list("name", "pk"))
    return {
        ids[name]: (item, replace(fall, window=window, as_of=as_of))
        for name, (item, fall) in falls.items()
        if name in ids
    }


def _new(product_id: int, item: str, now: datetime) -> ChurnPoint:
    school_id = schools.current()
    return ChurnPoint(school_id=school_id, product_id=product_id, item=item, since_at=now)


def _counted(point: ChurnPoint, fall: Fall, now: datetime) -> ChurnPoint:
    for name, value in columns_of(fall).items():
        setattr(point, name, value)
    point.counted_at = now
    return point
