"""What the head plans and enters about the base: growth, and the cost of winning buyers."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from provodnik.facts.sales.base.models import GrowthPlan
from provodnik.facts.sales.base.types import CostPurpose
from provodnik.kernel import journal, schools
from provodnik.kernel.models import JournalEntry, School
from provodnik.kernel.periods import start_of_day


@transaction.atomic
def plan_growth(month_on: date, contacts: int, *, actor: str, now: datetime) -> GrowthPlan:
    """Plan how many new contacts a month should bring. The latest plan counts.

    Raises:  ValueError: less than none
    """
    if contacts < 0:
        raise ValueError(contacts)
    month_on = month_on.replace(day=1)
    plan, _is_new = GrowthPlan.objects.update_or_create(
        school_id=schools.current(), month_on=month_on, defaults={"contacts": contacts}
    )
    attrs: dict[str, journal.Attr] = {"contacts": contacts}
    item = month_on.isoformat()
    journal.record("growth_planned", happened_at=now, actor=actor, item=item, attrs=attrs)
    return plan


@transaction.atomic
def record_base_cost(purpose: CostPurpose, month_on: date, kopecks: int, *, actor: str) -> int:
    """Enter money spent in a month on new buyers, or on repeat ones. Returns the entry.

    Overhead: no client is charged with it, so nobody's gross profit moves. Entering the
    same sum twice is two sums; the wrong one is taken back.

    Raises:  ValueError: nothing spent
    """
    if kopecks <= 0:
        raise ValueError(kopecks)
    zone = ZoneInfo(School.objects.values_list("timezone", flat=True).get(pk=schools.current()))
    return journal.record(
        "cost_recorded",
        happened_at=start_of_day(month_on.replace(day=1), zone),
        actor=actor,
        item=purpose.value,
        value=kopecks,
        attrs={"kind": "overhead"},
    )


@transaction.atomic
def take_cost_back(entry_id: int, *, actor: str, now: datetime) -> bool:
    """Take back a cost entered here by mistake. False where there is none such."""
    costs = JournalEntry.objects.filter(
        pk=entry_id,
        event_id=journal.event_id("cost_recorded"),
        item__in=[purpose.value for purpose in CostPurpose],
    )
    if not costs.exists():
        return False
    journal.void([entry_id], at=now, actor=actor, reason="undone")
    return True
