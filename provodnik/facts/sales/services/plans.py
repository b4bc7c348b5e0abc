"""The plan of repeat sales by month, channel and person."""

from datetime import date, datetime

from django.db import transaction

from provodnik.facts.sales.models import SalesPlan
from provodnik.kernel import journal, schools


@transaction.atomic
def set_plan(
    month: date,
    *,
    channel: str = "",
    staff_id: int | None = None,
    kopecks: int | None,
    actor: str,
    now: datetime,
) -> None:
    """Say what a month is to bring; None drops the plan. The same sum changes nothing.

    Without channel and person it is the department's. `month` is any day of it.
    """
    first = month.replace(day=1)
    key = {"month": first, "channel": channel, "staff_id": staff_id}
    plans = SalesPlan.objects.filter(**key)
    before = plans.select_for_update().first()
    if (before.amount_kopecks if before else None) == kopecks:
        return
    if kopecks is None:
        plans.delete()
    elif before is not None:
        plans.update(amount_kopecks=kopecks)
    else:
        SalesPlan.objects.create(school_id=schools.current(), amount_kopecks=kopecks, **key)
    journal.record(
        "sales_plan_set",
        happened_at=now,
        actor=actor,
        staff_id=staff_id,
        item=f"{first:%Y-%m}",
        channel=channel or None,
        value=kopecks,
    )
