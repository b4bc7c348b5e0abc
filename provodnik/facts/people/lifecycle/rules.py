"""Decisions about stages that need no database."""

from collections.abc import Iterable
from datetime import date, timedelta

from provodnik.facts.people.lifecycle.types import Checked, Known
from provodnik.kernel.gates import Reason, Verdict, verdict
from provodnik.method.reasons import ReasonCode
from provodnik.method.shapes.people import Criterion, Lifecycle, Stage


def checked(stage: Stage, conditions: Iterable[Criterion], known: Known) -> tuple[Checked, ...]:
    """Conditions of a stage with what shows each; what the system found goes before a mark."""
    return tuple(
        Checked(
            key=str(one.key),
            title=one.title,
            why=one.why,
            sign=known.signs.get((str(stage.key), str(one.key))),
            mark=known.marks.get((str(stage.key), str(one.key))),
        )
        for one in conditions
    )


def unmet(conditions: Iterable[Checked]) -> tuple[Checked, ...]:
    """Those that nothing shows."""
    return tuple(one for one in conditions if not one.is_met)


def passage(lifecycle: Lifecycle, was: str, to: str, known: Known) -> Verdict:
    """Whether a client may be led on: the stage left is closed, the stage entered is open.

    Leading back asks nothing. Stages stepped over count as left.
    """
    target = lifecycle.stage(to)
    left = stages_left(lifecycle, was, to)
    if target is None or not left:
        return Verdict()
    closing = [
        _missing(ReasonCode.STAGE_CRITERIA_UNMET, stage, checked(stage, stage.criteria, known))
        for stage in left
    ]
    return verdict(*closing, opening(target, known))


def opening(stage: Stage, known: Known) -> Reason | None:
    """Why nobody may enter the stage yet, if anything (R-041)."""
    conditions = checked(stage, stage.opens_with, known)
    return _missing(ReasonCode.STAGE_NOT_OPEN, stage, conditions)


def stages_left(lifecycle: Lifecycle, was: str, to: str) -> tuple[Stage, ...]:
    """Stages a move forward leaves behind; none for a move back or into the same stage."""
    here, target = lifecycle.stage(was), lifecycle.stage(to)
    if here is None or target is None:
        return ()
    passed = range(here.number, target.number)
    return tuple(stage for stage in lifecycle.in_order() if stage.number in passed)


def meetings(stage: Stage, *, entered_on: date, today: date, count: int = 4) -> tuple[date, ...]:
    """Days of the next meetings by the rhythm of the stage, counted from the day of entering."""
    step = stage.meets_every_days
    if step == 0:
        return (entered_on,) if entered_on >= today else ()
    passed = max((today - entered_on).days, 0)
    first = entered_on + timedelta(days=-(-passed // step) * step)
    return tuple(first + timedelta(days=step * number) for number in range(count))


def _missing(code: ReasonCode, stage: Stage, conditions: Iterable[Checked]) -> Reason | None:
    lacking = unmet(conditions)
    if not lacking:
        return None
    words = "; ".join(one.title for one in lacking)
    return Reason(code, {"stage": stage.title, "count": len(lacking), "criteria": words})
