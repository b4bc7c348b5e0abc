"""A funnel: how many reach each step, and before which most are lost."""

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from provodnik.lake import analyses
from provodnik.metrics.analyses.funnels import Step
from provodnik.web import formats, labels
from provodnik.web.design.types import FunnelStep
from provodnik.web.pages.analyses.answers.cells import (
    language,
    nothing,
    people_href,
    plain,
    share_cell,
)
from provodnik.web.pages.analyses.forms import FunnelForm
from provodnik.web.pages.analyses.types import Cell, Funnel, Kind, Result, Table

_HOURS_READ = 48
"""Longer than this is read in days."""


def funnel(form: FunnelForm, query: str) -> Result:
    """Steps, how many reached each, and where most are lost. One question to the lake."""
    steps = analyses.funnel(form.steps(), form.looked())
    worst = next((nth for nth, step in enumerate(steps) if step.is_worst), None)
    hrefs = [people_href(Kind.FUNNEL, query, step=nth) for nth in range(len(steps))]
    rows = tuple(
        (
            plain(labels.event(step.event)),
            Cell(formats.integer(step.clients, language()), step.clients, href),
            share_cell(step.of_all, steps[0].clients),
            share_cell(step.of_previous, steps[nth - 1].clients if nth else 0),
            _hours(step.median_hours),
        )
        for nth, (step, href) in enumerate(zip(steps, hrefs, strict=True))
    )
    heads = (
        _("Step"),
        _("How many people"),
        _("Of all"),
        _("Of the step before"),
        _("Median time"),
    )
    drawn = tuple(
        FunnelStep(labels.event(step.event), step.clients, href)
        for step, href in zip(steps, hrefs, strict=True)
    )
    is_anybody = bool(steps and steps[0].clients)
    return Result(
        sentence=_funnel_sentence(steps, worst),
        table=Table(heads, rows if is_anybody else ()),
        funnel=Funnel(drawn, worst) if is_anybody else None,
    )


def _funnel_sentence(steps: Sequence[Step], worst: int | None) -> str:
    if worst is None:
        return _("Nobody is lost on the way")
    told = {
        "step": labels.event(steps[worst].event),
        "reached": formats.integer(steps[worst].clients, language()),
        "of": formats.integer(steps[worst - 1].clients, language()),
    }
    return _("Most are lost before “%(step)s”: %(reached)s of %(of)s got there") % told


def _hours(hours: float | None) -> Cell:
    if hours is None:
        return nothing()
    if hours < _HOURS_READ:
        return Cell(formats.hours(Fraction(hours), language()), round(hours, 2))
    days = formats.counted(round(hours / 24), _("day|days"), language())
    return Cell(days, round(hours, 2))
