"""The method's example goals as key results of a quarter."""

from datetime import date, datetime

from django.db import transaction

from provodnik.decisions.goals import rules
from provodnik.decisions.goals.models import KeyResult, Objective
from provodnik.decisions.goals.services.goals import save_key_result, save_objective
from provodnik.decisions.goals.types import KeyResultFields, Measure, ObjectiveFields
from provodnik.kernel.periods import Period, add_months
from provodnik.method import queries as method
from provodnik.method.shapes.goals import ExampleGoal
from provodnik.metrics.definition import Direction, Unit
from provodnik.metrics.told import NOT_MEASURED_WORDS
from provodnik.reports.counting import Ask, facts


@transaction.atomic
def load_examples(quarter_on: date, *, owner_id: int | None, actor: str, now: datetime) -> int:
    """Add the example goals that the quarter lacks. Returns how many; a second time none.

    Each starts from what the school's own figure was over as many months before the quarter;
    where nobody counts it, from «not measured».
    """
    settings = method.goal_settings()
    begins = rules.result_window(quarter_on, None).from_on
    title = str(settings.examples_title)
    objective = Objective.objects.filter(quarter_on=begins, title=title, dropped_at=None).first()
    if objective is None:
        fields = ObjectiveFields(quarter_on=begins, title=title, owner_id=owner_id)
        objective = save_objective(fields, actor=actor, now=now)
    there = set(KeyResult.objects.filter(objective=objective).values_list("title", flat=True))
    lacking = [example for example in settings.examples if str(example.title) not in there]
    asks = {example.key: _before(example, begins) for example in lacking}
    found = facts(asks.values(), now=now)
    for example in lacking:
        fact = found[asks[example.key]]
        start = (
            NOT_MEASURED_WORDS if fact.amount is None else rules.said(fact.amount, _unit(example))
        )
        save_key_result(_fields(example, objective.pk, start), actor=actor, now=now)
    return len(lacking)


def _before(example: ExampleGoal, begins: date) -> Ask:
    window = Period(add_months(begins, -int(example.months)), begins)
    return Ask(str(example.metric), str(example.part or ""), _unit(example), window)


def _fields(example: ExampleGoal, objective_id: int, start: str) -> KeyResultFields:
    return KeyResultFields(
        objective_id=objective_id,
        measure=Measure(
            title=str(example.title),
            metric=str(example.metric),
            part=str(example.part or ""),
            unit=_unit(example),
            direction=Direction(str(example.direction)),
            source=str(example.source),
        ),
        start=start,
        target=str(example.target),
        months=int(example.months),
    )


def _unit(example: ExampleGoal) -> Unit:
    return Unit(str(example.unit))
