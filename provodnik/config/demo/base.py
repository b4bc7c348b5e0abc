"""The demo's base: ready-made segments, a plan of growth, costs, and a campaign that ran."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from django.db.models import Count

from provodnik.facts.sales.base.models import Segment
from provodnik.facts.sales.base.queries.months import school_zone
from provodnik.facts.sales.base.recounting import note_strays, recount_all
from provodnik.facts.sales.base.services import plan_growth, record_base_cost, take_ready
from provodnik.facts.sales.base.types import CostPurpose
from provodnik.facts.sales.models import TrackedLink
from provodnik.facts.team.queries import staff_list
from provodnik.kernel.periods import add_months, local_date
from provodnik.method import queries as method
from provodnik.touches.campaigns import services as campaigns
from provodnik.touches.campaigns.running import advance
from provodnik.touches.campaigns.types import CampaignKind, NewCampaign

_ACTOR = "system"
_COSTS = (
    (CostPurpose.NEW_BUYERS, 310_000_00),
    (CostPurpose.REPEAT_BUYERS, 42_000_00),
)
_MONTHS = 4
_PLANNED_CONTACTS = 150
_CHANNEL = "coordinator_calls"


def costs(month_on: date) -> list[tuple[CostPurpose, date, int]]:
    """What was spent on new and repeat buyers in the months before this one, in kopecks."""
    random = Random(month_on.toordinal())
    return [
        (purpose, add_months(month_on, -back), usual + random.randrange(-20, 20) * usual // 100)
        for back in range(1, _MONTHS)
        for purpose, usual in _COSTS
    ]


def settle(now: datetime) -> None:
    """Count what the later parts of the story changed, as the worker would within a minute."""
    note_strays()
    recount_all(now=now)


def live_with_it(now: datetime) -> None:
    """Take the ready-made segments, plan growth, enter costs, prepare a reactivation."""
    note_strays()
    recount_all(now=now)
    for ready in method.base_settings().ready:
        take_ready(ready.key, actor=_ACTOR, now=now)
    _plan(now)
    _prepare(now)


def _plan(now: datetime) -> None:
    month = local_date(now, school_zone()).replace(day=1)
    for back in range(_MONTHS):
        plan_growth(add_months(month, -back), _PLANNED_CONTACTS, actor=_ACTOR, now=now)
    for purpose, on, spent in costs(month):
        record_base_cost(purpose, on, spent, actor=_ACTOR)


def _prepare(now: datetime) -> None:
    """A reactivation as a draft, so that the head sees whom it would reach; a closing that runs."""
    words = method.base_settings().campaigns
    clicked = TrackedLink.objects.filter(
        clicked_at__gt=now - timedelta(days=words.clicked_within_days),
        clicked_at__lte=now - timedelta(hours=words.clicked_after_hours),
        client__isnull=False,
    )
    sought = clicked.values("product").annotate(n=Count("pk")).order_by("-n", "product").first()
    sleeping = Segment.objects.order_by("pk").first()
    owner = next((one for one in staff_list() if one.role == "coordinator"), None)
    if sought is None or sleeping is None or owner is None:
        return
    share = round(words.holdout_percent)
    draft = NewCampaign(
        "Вернуть спящих к практике",
        CampaignKind.REACTIVATION,
        product_id=sought["product"],
        channel=_CHANNEL,
        holdout_percent=share,
        segment_id=sleeping.pk,
        owner_id=owner.staff_id,
    )
    campaigns.prepare(draft, actor=_ACTOR, now=now)
    closing = replace(draft, name="Помочь с оплатой", kind=CampaignKind.CLOSING, segment_id=None)
    running = campaigns.prepare(closing, actor=_ACTOR, now=now - timedelta(days=1))
    campaigns.start(running.pk, actor=_ACTOR, now=now)
    advance(running.pk, now=now)
