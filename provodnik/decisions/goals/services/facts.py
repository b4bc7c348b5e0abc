"""Values nobody counts, entered by hand with their source."""

from datetime import datetime

from django.db import transaction

from provodnik.decisions.goals.errors import FactIsCounted, Incomplete, NotComparable
from provodnik.decisions.goals.models import KeyResult, Kpi, ToldFact
from provodnik.decisions.goals.services.goals import item_of
from provodnik.decisions.goals.types import FactTold
from provodnik.kernel import journal
from provodnik.metrics import told
from provodnik.reports.counting import is_counted


@transaction.atomic
def tell_fact(
    goal: KeyResult | Kpi, fact: FactTold, *, by_id: int | None, actor: str, now: datetime
) -> ToldFact:
    """Enter what a goal's value was on a day. Where a metric counts it, nobody types it.

    Raises:  FactIsCounted; Incomplete: no value or source; NotComparable
    """
    if is_counted(goal.metric):
        raise FactIsCounted(goal.metric)
    needed = {"value": fact.value, "source": fact.source}
    missing = [name for name, text in needed.items() if not text.strip()]
    if missing:
        raise Incomplete(*missing)
    try:
        told.read(fact.value)
    except told.NotAValue:
        raise NotComparable("value") from None
    kept = ToldFact.objects.create(
        school_id=goal.school_id,
        key_result_id=goal.pk if isinstance(goal, KeyResult) else None,
        kpi_id=goal.pk if isinstance(goal, Kpi) else None,
        value=fact.value.strip(),
        on_date=fact.on_date,
        source=fact.source.strip(),
        told_at=now,
        told_by_id=by_id,
    )
    attrs = {"value": kept.value, "on": kept.on_date.isoformat(), "source": kept.source}
    journal.record("goal_fact_told", happened_at=now, actor=actor, item=item_of(goal), attrs=attrs)
    return kept
