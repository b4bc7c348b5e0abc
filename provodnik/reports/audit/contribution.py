"""What the department brings over what it costs (R-029), as the metric `contribution` counts it."""

from collections.abc import Mapping
from datetime import datetime

from provodnik.kernel import schools
from provodnik.kernel.periods import Period
from provodnik.lake import services as lake
from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.figures import Money, Value
from provodnik.reports.audit.types import Contribution

METRIC = "contribution"


def contribution(period: Period, *, now: datetime) -> Contribution | None:
    """The department's contribution over a period; None while nothing came and nothing was spent.

    One question to the lake.
    """
    if METRIC not in DEFINITIONS:
        return None
    measured = lake.measure(
        METRIC,
        school_id=schools.current(),
        period_from=period.from_on,
        period_to=period.to_on,
        now=now,
    )
    value = measured.value
    if not isinstance(value, Mapping):
        return None
    revenue, payroll = _kopecks(value, "revenue"), _kopecks(value, "payroll")
    direct, whole = _kopecks(value, "direct_costs"), _kopecks(value, "contribution")
    if not (revenue or payroll or direct):
        return None
    return Contribution(revenue, payroll, direct, revenue - payroll - direct - whole)


def _kopecks(value: Mapping[str, Value], part: str) -> int:
    figure = value.get(part)
    return int(figure.kopecks) if isinstance(figure, Money) else 0
