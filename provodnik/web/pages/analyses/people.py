"""Who stands behind a cell of an analysis."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, QueryDict

from provodnik.facts.people.queries import names_of
from provodnik.kernel.periods import add_months
from provodnik.lake import analyses
from provodnik.lake.analyses import People
from provodnik.metrics.analyses.cohorts import Span
from provodnik.metrics.leads import STEPS
from provodnik.web.pages.analyses.asking import address, asked, filled
from provodnik.web.pages.analyses.forms import (
    CohortsForm,
    DaysForm,
    FunnelForm,
    SliceForm,
    SourcesForm,
)
from provodnik.web.pages.analyses.types import Kind

MOST = 200


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The people of a cell: how many in all, the first of them with their names."""

    count: int
    people: tuple[tuple[int, str], ...]
    back_href: str

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.people)


def page(kind: Kind, query: QueryDict) -> PeoplePage:
    """Raises:  Http404: an address nobody links to"""
    form = filled(kind, query)
    if not form.is_valid():
        raise Http404(kind)
    try:
        found = _found(form, query)
    except ValueError as error:
        raise Http404(str(error)) from error
    names: Mapping[int, str] = names_of(set(found.client_ids))
    people = tuple((client, names.get(client, f"#{client}")) for client in found.client_ids)
    return PeoplePage(found.count, people, address(kind, asked(form)))


def _found(form: DaysForm, query: QueryDict) -> People:
    match form:
        case CohortsForm():
            return _of_cohort(form, query)
        case FunnelForm():
            step = int(query.get("at_step", ""))
            return analyses.funnel_people(form.steps(), form.looked(), step, limit=MOST)
        case SourcesForm():
            return _of_source(form, query)
        case SliceForm() if "at_after" in query:
            after, later = (_id(query.get(f"at_{name}", "")) for name in ("after", "next"))
            return analyses.move_people(after, later, form.looked(), limit=MOST)
    raise ValueError("no people behind this cell")


def _of_source(form: SourcesForm, query: QueryDict) -> People:
    step = query.get("at_step", "")
    if step not in STEPS:
        raise ValueError(f"no step is called {step}")
    named = {
        name: query.get(f"at_{name}") or None
        for name in ("source", "campaign")
        if f"at_{name}" in query
    }
    return analyses.lead_people(step, form.looked(), limit=MOST, **named)


def _of_cohort(form: CohortsForm, query: QueryDict) -> People:
    said = form.cleaned_data
    span = Span(said["span"])
    cohort = date.fromisoformat(query.get("at_cohort", ""))
    age = query.get("at_age")
    happened_in = None if age is None else _later(cohort, int(age), span)
    return analyses.back_people(
        said["start"], said["back"], span, form.looked(), cohort, happened_in, limit=MOST
    )


def _later(cohort: date, age: int, span: Span) -> date:
    return cohort + timedelta(weeks=age) if span is Span.WEEK else add_months(cohort, age)


def _id(text: str) -> int | None:
    return int(text) if text else None
