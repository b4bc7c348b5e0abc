"""Goals for tests."""

from datetime import UTC, date, datetime
from typing import Any

from provodnik.decisions.goals import services
from provodnik.decisions.goals.models import KeyResult, Kpi, Objective
from provodnik.decisions.goals.types import (
    Every,
    KeyResultFields,
    KpiFields,
    Measure,
    ObjectiveFields,
)
from provodnik.metrics.definition import Direction, Unit

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
QUARTER = date(2026, 10, 1)
ACTOR = "staff:1"


def make_objective(title: str = "Ученики доходят", quarter_on: date = QUARTER) -> Objective:
    fields = ObjectiveFields(quarter_on=quarter_on, title=title)
    return services.save_objective(fields, actor=ACTOR, now=NOW)


def key_result(objective: Objective, **fields: Any) -> KeyResultFields:  # noqa: ANN401 (words of a test)
    """From 50 to 80 percent, entered by hand unless told otherwise."""
    measure: dict[str, Any] = {
        "title": "Доходимость",
        "unit": Unit.SHARE,
        "direction": Direction.UP,
    }
    names = ("title", "unit", "metric", "part", "direction")
    measure |= {name: fields.pop(name) for name in names if name in fields}
    values = {"start": "50%", "target": "80%", **fields}
    return KeyResultFields(objective_id=objective.pk, measure=Measure(**measure), **values)


def make_key_result(objective: Objective | None = None, **fields: Any) -> KeyResult:  # noqa: ANN401 (the same)
    told = key_result(objective or make_objective(), **fields)
    return services.save_key_result(told, actor=ACTOR, now=NOW)


def make_kpi(
    title: str = "Звонки за неделю", every: Every = Every.WEEK, *, target: str = "40"
) -> Kpi:
    told = KpiFields(measure=Measure(title=title, unit=Unit.COUNT), every=every, target=target)
    return services.save_kpi(told, actor=ACTOR, now=NOW)
