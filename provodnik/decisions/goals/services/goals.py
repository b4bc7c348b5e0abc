"""Writing goals down, changing them, dropping them and taking that back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from provodnik.decisions.goals import rules
from provodnik.decisions.goals.errors import (
    BeyondHorizon,
    EndsBeforeStart,
    Incomplete,
    NotComparable,
    TitleTaken,
)
from provodnik.decisions.goals.models import Initiative, KeyResult, Kpi, Objective
from provodnik.decisions.goals.types import (
    InitiativeFields,
    KeyResultFields,
    KpiFields,
    Measure,
    ObjectiveFields,
)
from provodnik.kernel import journal, schools
from provodnik.kernel.periods import add_months, quarter_of
from provodnik.metrics import told

type Goal = Objective | KeyResult | Kpi | Initiative
type Values = Mapping[str, Any]

_NAMES: Mapping[type[Goal], str] = {
    Objective: "objective",
    KeyResult: "key_result",
    Kpi: "kpi",
    Initiative: "initiative",
}


def save_objective(
    fields: ObjectiveFields, *, objective_id: int | None = None, actor: str, now: datetime
) -> Objective:
    """Write an objective down, or change it.

    Raises:  Incomplete; TitleTaken; Objective.DoesNotExist
    """
    values = {
        "quarter_on": quarter_of(fields.quarter_on).from_on,
        "title": _title(fields.title),
        "owner_id": fields.owner_id,
        "initiative_id": fields.initiative_id,
    }
    place = {"quarter_on": values["quarter_on"]}
    return _save(Objective, objective_id, values, place, actor=actor, now=now)


def save_key_result(
    fields: KeyResultFields, *, key_result_id: int | None = None, actor: str, now: datetime
) -> KeyResult:
    """Write a key result down, or change it: from a number to a number of some unit.

    Raises:  Incomplete: no number, unit or target; NotComparable; TitleTaken;
             KeyResult.DoesNotExist, Objective.DoesNotExist
    """
    _told_whole(fields.measure, number=fields.start, target=fields.target)
    _comparable(start=fields.start, threshold=fields.threshold)
    _number(target=fields.target)
    objective = Objective.objects.get(pk=fields.objective_id)
    values = {
        **_measured(fields.measure),
        "objective_id": objective.pk,
        "start": fields.start.strip(),
        "target": fields.target.strip(),
        "threshold": fields.threshold.strip(),
        "months": fields.months,
    }
    place = {"objective_id": objective.pk}
    return _save(KeyResult, key_result_id, values, place, actor=actor, now=now)


def save_kpi(fields: KpiFields, *, kpi_id: int | None = None, actor: str, now: datetime) -> Kpi:
    """Write a KPI down, or change it.

    Raises:  Incomplete: no unit or target; NotComparable; TitleTaken; Kpi.DoesNotExist
    """
    _told_whole(fields.measure, target=fields.target)
    _comparable(threshold=fields.threshold)
    _number(target=fields.target)
    values = {
        **_measured(fields.measure),
        "every": fields.every.value,
        "target": fields.target.strip(),
        "threshold": fields.threshold.strip(),
        "owner_id": fields.owner_id,
    }
    return _save(Kpi, kpi_id, values, {}, actor=actor, now=now)


def save_initiative(
    fields: InitiativeFields, *, initiative_id: int | None = None, actor: str, now: datetime
) -> Initiative:
    """Write a part of the strategy down, or change it.

    Raises:  Incomplete: no title or owner; EndsBeforeStart; BeyondHorizon; TitleTaken;
             Initiative.DoesNotExist
    """
    if fields.owner_id is None:
        raise Incomplete("owner")
    if fields.ends_on <= fields.starts_on:
        raise EndsBeforeStart
    if fields.ends_on > add_months(fields.starts_on, rules.STRATEGY_MONTHS):
        raise BeyondHorizon
    values = {
        "title": _title(fields.title),
        "effect": fields.effect.strip(),
        "owner_id": fields.owner_id,
        "starts_on": fields.starts_on,
        "ends_on": fields.ends_on,
    }
    return _save(Initiative, initiative_id, values, {}, actor=actor, now=now)


@transaction.atomic
def drop(model: type[Goal], goal_id: int, *, actor: str, now: datetime) -> None:
    """The goal holds no more; what was told about it stays. Twice changes nothing.

    Raises:  DoesNotExist
    """
    goal = model.objects.select_for_update().get(pk=goal_id)
    if goal.dropped_at is None:
        goal.dropped_at = now
        goal.save(update_fields=["dropped_at"])
        _record("goal_dropped", goal, {"title": goal.title}, actor=actor, now=now)


@transaction.atomic
def restore(model: type[Goal], goal_id: int, *, actor: str, now: datetime) -> None:
    """The dropped goal holds again.

    Raises:  DoesNotExist; TitleTaken: another took its place
    """
    goal = model.objects.select_for_update().get(pk=goal_id)
    if goal.dropped_at is None:
        return
    _is_free(model, goal.title, _place(goal), goal.pk)
    goal.dropped_at = None
    goal.save(update_fields=["dropped_at"])
    _record("goal_restored", goal, {"title": goal.title}, actor=actor, now=now)


def _place(goal: Goal) -> Values:
    """Where the goal's title must be the only one."""
    match goal:
        case Objective():
            return {"quarter_on": goal.quarter_on}
        case KeyResult():
            return {"objective_id": goal.objective_id}
        case _:
            return {}


def item_of(goal: Goal) -> str:
    """How the journal names a goal: «objective:7»."""
    return f"{_NAMES[type(goal)]}:{goal.pk}"


@transaction.atomic
def _save[G: (Objective, KeyResult, Kpi, Initiative)](
    model: type[G], goal_id: int | None, values: Values, place: Values, *, actor: str, now: datetime
) -> G:
    """The goal as told. Nothing new changes nothing."""
    _is_free(model, values["title"], place, goal_id)
    if goal_id is None:
        goal = model.objects.create(school_id=schools.current(), created_at=now, **values)
        before: Values = {}
    else:
        goal = model.objects.select_for_update().get(pk=goal_id)
        before = {name: getattr(goal, name) for name in values}
        if before == values:
            return goal
        model.objects.filter(pk=goal.pk).update(**values)
        goal.refresh_from_db()
    changed = {name for name in values if before.get(name) != values[name]}
    attrs = {
        "title": values["title"],
        "before": {name: _plain(before[name]) for name in sorted(changed) if name in before},
        "after": {name: _plain(values[name]) for name in sorted(changed)},
    }
    _record("goal_saved", goal, attrs, actor=actor, now=now)
    return goal


def _record(event: str, goal: Goal, attrs: Values, *, actor: str, now: datetime) -> None:
    journal.record(event, happened_at=now, actor=actor, item=item_of(goal), attrs=dict(attrs))


def _is_free(model: type[Model], title: str, place: Values, goal_id: int | None) -> None:
    found = model._default_manager.filter(title=title, dropped_at=None, **place)
    if found.exclude(pk=goal_id).exists():
        raise TitleTaken(title)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _title(title: str) -> str:
    if not title.strip():
        raise Incomplete("title")
    return title.strip()


def _measured(measure: Measure) -> dict[str, object]:
    return {
        "title": measure.title.strip(),
        "metric": measure.metric,
        "part": measure.part,
        "unit": measure.unit.value if measure.unit else "",
        "direction": measure.direction.value,
        "source": measure.source.strip(),
    }


def _told_whole(measure: Measure, **values: str) -> None:
    """Refuse what nobody could tell to be reached."""
    missing = [name for name, text in values.items() if not text.strip()]
    missing += [] if measure.unit else ["unit"]
    missing += [] if measure.title.strip() else ["title"]
    if missing:
        raise Incomplete(*missing)


def _comparable(**values: str) -> None:
    wrong = [name for name, text in values.items() if text.strip() and _read(text) is None]
    if wrong:
        raise NotComparable(*wrong)


def _number(**values: str) -> None:
    """A target is a number; «not measured» may stand only for where one starts."""
    read = {name: _read(text) for name, text in values.items()}
    wrong = [name for name, one in read.items() if one is None or one.low is None]
    if wrong:
        raise NotComparable(*wrong)


def _read(text: str) -> told.Told | None:
    try:
        return told.read(text)
    except told.NotAValue:
        return None
