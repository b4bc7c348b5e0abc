"""The head's main figure: what a student brings in all, and whether newer ones bring more."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.kernel import schools
from provodnik.lake import analyses
from provodnik.lake import services as lake
from provodnik.lake.analyses import Looked
from provodnik.metrics.figures import Money
from provodnik.web import formats
from provodnik.web.design.types import Figure, Metric, Unit

BASIS = "gross_profit"
AT_MONTH = 3
"""The age cohorts are compared at: two months after the one of the first payment."""
COHORTS = 12


@dataclass(frozen=True, slots=True)
class LtvTile:
    """LTV to date, and that of cohorts at one age, oldest first; `words` tell the same."""

    metric: Metric
    now: Figure
    trend: tuple[float | None, ...]
    words: str
    trend_href: str


def ltv_tile(today: date, *, now: datetime) -> LtvTile | None:
    """None while nobody has paid. Two questions to the lake."""
    measured = lake.measure("ltv", school_id=schools.current(), now=now)
    value = measured.value[BASIS] if isinstance(measured.value, dict) else None
    if not isinstance(value, Money):
        return None
    found = analyses.value_by_age(BASIS, Looked(), until=today)
    # A cohort counts once its month of comparison is over.
    lived = [one.by_age[AT_MONTH - 1] for one in found if len(one.by_age) > AT_MONTH][-COHORTS:]
    query = urlencode({"basis": BASIS})
    return LtvTile(
        metric=Metric("ltv", _("LTV, gross profit a student")),
        now=Figure(value.number, Unit.KOPECKS, href=reverse("metrics:show", args=["ltv"])),
        trend=tuple(float(one) for one in lived),
        words=_words(lived),
        trend_href=f"{reverse('analyses:kind', args=['value'])}?{query}",
    )


def _words(lived: list[Fraction]) -> str:
    if len(lived) <= 1:
        return _("Cohorts of equal age to compare are not there yet")
    language = (get_language() or "ru").split("-")[0]
    told = {
        "was": formats.money(round(lived[0]), language),
        "now": formats.money(round(lived[-1]), language),
    }
    return _("By the end of the third month a student had brought %(was)s, now %(now)s") % told
