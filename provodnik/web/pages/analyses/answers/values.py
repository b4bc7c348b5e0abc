"""LTV of cohorts at equal age, on any of its bases."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from provodnik.kernel.periods import add_months
from provodnik.lake import analyses
from provodnik.metrics.analyses.ages import CohortValue
from provodnik.metrics.analyses.cohorts import Span
from provodnik.web import formats, labels
from provodnik.web.design.types import CohortCell, CohortRow, Metric
from provodnik.web.pages.analyses.answers.cells import (
    AGES,
    COHORTS,
    ages_of,
    cohort_name,
    cut_note,
    language,
    padded,
    plain,
)
from provodnik.web.pages.analyses.forms import ValueForm
from provodnik.web.pages.analyses.types import Cell, HeatMap, Result, Table


def value_by_age(form: ValueForm, today: date) -> Result:
    """What a client of each cohort had brought by each age. One question to the lake."""
    basis = form.cleaned_data["basis"]
    found = analyses.value_by_age(basis, form.looked(), until=today)
    shown = [CohortValue(one.begins_on, one.size, one.by_age[:AGES]) for one in found[-COHORTS:]]
    ages = ages_of(max((len(one.by_age) for one in shown), default=0), Span.MONTH)
    top = max((one.by_age[-1] for one in shown), default=Fraction(0))
    rows = tuple(_value_cells(one, today) for one in shown)
    return Result(
        sentence=_value_sentence(shown),
        table=Table((_("Cohort"), _("How many people"), *ages), rows),
        heat_map=_value_map(shown, ages, top, today, basis) if shown else None,
        notes=(
            _("Counted is %(basis)s, roubles per student. Month 0 is that of the first payment.")
            % {"basis": labels.part(basis)},
            _("The last month of each cohort is not over yet."),
            *cut_note(len(found), COHORTS),
        ),
    )


def _value_sentence(shown: Sequence[CohortValue]) -> str:
    grown = [one for one in shown if len(one.by_age) > 1]
    if len(grown) <= 1:
        return _("There are not two cohorts to compare yet")
    # The age that both the first and the last cohort have lived through.
    first, last = grown[0], grown[-1]
    age = len(last.by_age) - 2
    told = {
        "months": formats.counted(age + 1, _("month|months"), language()),
        "was": formats.money(round(first.by_age[age]), language()),
        "now": formats.money(round(last.by_age[age]), language()),
    }
    return _("LTV in %(months)s: %(was)s in the first cohort, %(now)s in the last") % told


def _value_cells(one: CohortValue, today: date) -> tuple[Cell, ...]:
    cells = [
        Cell(formats.money(round(kopecks), language()), round(kopecks) / 100, _ltv(one.begins_on))
        for kopecks in one.by_age
    ]
    name = cohort_name(one.begins_on, Span.MONTH, today)
    size = Cell(formats.integer(one.size, language()), one.size, _ltv(one.begins_on))
    return plain(name), size, *cells


def _value_map(
    shown: Sequence[CohortValue],
    ages: tuple[str, ...],
    top: Fraction,
    today: date,
    basis: str,
) -> HeatMap:
    rows = tuple(
        CohortRow(
            cohort_name(one.begins_on, Span.MONTH, today),
            one.size,
            padded(
                [
                    CohortCell(
                        # A shade short of whole: the darkest is kept for what is complete.
                        share=min(_of_money(kopecks, top), Fraction(99, 100)),
                        text=formats.money_short(round(kopecks), language()),
                        href=_ltv(one.begins_on),
                        title=formats.money(round(kopecks), language()),
                    )
                    for kopecks in one.by_age
                ],
                len(ages),
            ),
            href=_ltv(one.begins_on),
        )
        for one in shown
    )
    return HeatMap(rows, ages, Metric("ltv", f"LTV, {labels.part(basis)}"))


def _ltv(cohort: date) -> str:
    days = {"from": cohort.isoformat(), "to": add_months(cohort, 1).isoformat()}
    return f"{reverse('metrics:show', args=['ltv'])}?{urlencode(days)}"


def _of_money(kopecks: Fraction, top: Fraction) -> Fraction:
    return max(Fraction(0), kopecks / top) if top > 0 else Fraction(0)
