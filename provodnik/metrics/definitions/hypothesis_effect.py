"""Effect of a hypothesis: what its figure became with it, against what it was without."""

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from provodnik.metrics.definition import Definition, Direction, Example, Raw, Unit, number
from provodnik.metrics.figures import Count, Score, Value
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

MEASURED = "hypothesis_measured"
BEFORE, WITH, CONTROL = "before", "with", "control"
GROUPS = (BEFORE, WITH, CONTROL)
_HUNDREDTHS = 100


def readings(t: Tables) -> "Table":
    """Readings of each hypothesis' own figure, in the unit of that figure.

    Before: without it, earlier. With: with it. Control: without it, at the same time, in a group
    like the one it was tried on. Several readings of one group are told as their mean.
    The period chooses hypotheses by a reading with them; what was read before counts too.

    Shape:   one row a reading: id, client_id, item, part (group), value (hundredths)
    Source:  hypothesis_measured (attrs.group)
    """
    told = t.entries.filter(t.entries.event == MEASURED, t.entries.attr_group.isin(GROUPS))
    tried = t.in_period(told.filter(told.attr_group == WITH)).select("item").distinct()
    told = told.semi_join(tried, "item")
    return told.select("id", "client_id", "item", "value", part=told.attr_group)


def build(t: Tables, by: str | None) -> "Table":
    """The effect is the mean with it minus the mean of control, or of before where there is none.

    With a control group what else changed meanwhile changed there too; without one the
    effect is a comparison of before and after, and may be anything else's doing.

    Shape:   one row a hypothesis: item, and by group the sum (hundredths) and number of readings
    """
    del by
    told = readings(t)
    sums = {f"{part}_sum": told.value.sum(where=told.part == part) for part in GROUPS}
    counts = {f"{part}_n": (told.part == part).sum() for part in GROUPS}
    return told.group_by("item").agg(**sums, **counts)


def _mean(raw: Raw, part: str) -> Fraction | None:
    n = number(raw, f"{part}_n")
    return Fraction(number(raw, f"{part}_sum"), n * _HUNDREDTHS) if n else None


def _score(mean: Fraction | None) -> Score | None:
    return None if mean is None else Score(mean)


def row(raw: Raw) -> Mapping[str, Value]:
    before, tried, control = (_mean(raw, part) for part in GROUPS)
    without = before if control is None else control
    effect = None if tried is None or without is None else tried - without
    return {
        "value": _score(effect),
        "n": Count(number(raw, f"{WITH}_n")),
        "with": _score(tried),
        "control": _score(control),
        "baseline": _score(before),
    }


def evidence(t: Tables) -> "Table":
    return readings(t).select("id", "client_id", "item", "part")


DEFINITION = Definition(
    name="hypothesis_effect",
    version=1,
    title="Effect of a hypothesis",
    formula="mean of its figure with the hypothesis minus the mean of a control group, or of"
    " before it where there is no control",
    unit=Unit.SCORE,
    direction=Direction.NEITHER,
    window="the period in which the figure was read with the hypothesis",
    source=MEASURED,
    dims=("item",),
    always_by="item",
    rule=build,
    build=build,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            - hypothesis_measured 2026-01-01T10:00 item=calls value=2400 group=before
            - hypothesis_measured 2026-02-01T10:00 item=calls value=4900 group=with
            - hypothesis_measured 2026-02-01T10:00 item=calls value=3000 group=control
            - hypothesis_measured 2026-01-01T10:00 item=order value=400  group=before
            - hypothesis_measured 2026-02-01T10:00 item=order value=400  group=with
            - hypothesis_measured 2026-03-01T10:00 item=order value=500  group=with
        """,
        answer={
            "value": None,
            "rows": [
                {
                    "item": "calls",
                    "value": 19.0,
                    "n": 1,
                    "with": 49.0,
                    "control": 30.0,
                    "baseline": 24.0,
                },
                {
                    "item": "order",
                    "value": 0.5,
                    "n": 2,
                    "with": 4.5,
                    "control": None,
                    "baseline": 4.0,
                },
            ],
        },
    ),
)
