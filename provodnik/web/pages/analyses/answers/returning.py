"""Who comes back: a map of cohorts by any first and any returning event."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from provodnik.lake import analyses
from provodnik.metrics.analyses.cohorts import Cohort, Span
from provodnik.web import formats
from provodnik.web.design.types import CohortCell, CohortRow, Metric
from provodnik.web.pages.analyses.answers.cells import (
    AGES,
    COHORTS,
    ages_of,
    cohort_name,
    cut_note,
    language,
    padded,
    part_of,
    people_href,
    plain,
)
from provodnik.web.pages.analyses.forms import CohortsForm
from provodnik.web.pages.analyses.types import Cell, HeatMap, Kind, Result, Table


def who_comes_back(form: CohortsForm, query: str, today: date) -> Result:
    """A map of cohorts: shares of each that came back at each age. One question to the lake."""
    said = form.cleaned_data
    span = Span(said["span"])
    found = analyses.retained(said["start"], said["back"], span, form.looked(), until=today)
    shown = [Cohort(one.begins_on, one.size, one.back[:AGES]) for one in found[-COHORTS:]]
    ages = ages_of(max((len(one.back) for one in shown), default=0), span)
    return Result(
        sentence=_back_sentence(shown, span),
        table=Table(
            (_("Cohort"), _("How many people"), *ages),
            tuple(_cohort_cells(one, span, query, today) for one in shown),
        ),
        heat_map=_heat_map(shown, ages, span, query, today),
        notes=cut_note(len(found), COHORTS),
    )


def _back_sentence(shown: Sequence[Cohort], span: Span) -> str:
    old = [one for one in shown if len(one.back) > 1]
    size, back = sum(one.size for one in old), sum(one.back[1] for one in old)
    if not size:
        return _("Nobody has had the time to come back yet")
    share = formats.share(Fraction(back, size), language(), n=size)
    if span is Span.WEEK:
        return _("In the week after the start %(share)s come back") % {"share": share}
    return _("In the month after the start %(share)s come back") % {"share": share}


def _cohort_cells(one: Cohort, span: Span, query: str, today: date) -> tuple[Cell, ...]:
    size = people_href(Kind.COHORTS, query, cohort=one.begins_on.isoformat())
    # Every part of a cohort is looked at by its people; the heat map opens each age apart.
    cells = [
        Cell(
            formats.share(part_of(n, one.size), language(), n=one.size),
            float(part_of(n, one.size)),
            f"{size}&at_age={age}",
        )
        for age, n in enumerate(one.back)
    ]
    name = cohort_name(one.begins_on, span, today)
    return plain(name), Cell(formats.integer(one.size, language()), one.size, size), *cells


def _heat_map(
    shown: Sequence[Cohort], ages: tuple[str, ...], span: Span, query: str, today: date
) -> HeatMap | None:
    rows = tuple(
        CohortRow(
            cohort_name(one.begins_on, span, today),
            one.size,
            padded(
                [
                    CohortCell(
                        share=part_of(n, one.size),
                        text=str(int(part_of(n, one.size) * 100 + Fraction(1, 2))),
                        href=people_href(
                            Kind.COHORTS, query, cohort=one.begins_on.isoformat(), age=age
                        ),
                        title=f"{n} / {one.size}",
                    )
                    for age, n in enumerate(one.back)
                ],
                len(ages),
            ),
            href=people_href(Kind.COHORTS, query, cohort=one.begins_on.isoformat()),
        )
        for one in shown
    )
    return HeatMap(rows, ages, Metric("", _("Share that came back, %"))) if rows else None
