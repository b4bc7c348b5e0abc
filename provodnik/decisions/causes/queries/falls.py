"""A fall as a metric tells it now: what a card is opened with."""

from dataclasses import replace
from datetime import datetime

from provodnik.decisions.causes import rules
from provodnik.decisions.causes.types import Fall
from provodnik.kernel import schools
from provodnik.kernel.periods import Period
from provodnik.lake import services as lake

METRICS = ("module_reach", "lesson_views", "homework_completion")
"""Figures whose rows are steps of a course."""


def seen_fall(
    metric: str, product: str, item: str, window: Period | None, *, now: datetime
) -> Fall | None:
    """How many reached a step of those whose access lies in the window.

    None where there is no such step, or nobody is lost at it. One question to the lake.

    Raises:  UnknownMetric
    """
    measured = lake.measure(
        metric,
        school_id=schools.current(),
        period_from=window.from_on if window else None,
        period_to=window.to_on if window else None,
        by="item",
        now=now,
    )
    named = {"product": product, "item": item}
    fall = next((rules.fall_at(row) for row in measured.rows if row.dims == named), None)
    if fall is None or fall.lost <= 0:
        return None
    return replace(fall, window=window, as_of=measured.as_of.date())
