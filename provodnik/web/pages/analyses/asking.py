"""From an address to a page: the form as filled, the answer, the ways on."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from provodnik.facts.team import saved_views
from provodnik.facts.team.models import Staff
from provodnik.lake import analyses
from provodnik.web.design.types import View
from provodnik.web.event_words import EVENTS
from provodnik.web.pages.analyses.answers.funnels import funnel
from provodnik.web.pages.analyses.answers.moves import what_after_what
from provodnik.web.pages.analyses.answers.returning import who_comes_back
from provodnik.web.pages.analyses.answers.sources import end_to_end
from provodnik.web.pages.analyses.answers.values import value_by_age
from provodnik.web.pages.analyses.comparing import comparison
from provodnik.web.pages.analyses.forms import (
    FORMS,
    START,
    CohortsForm,
    CompareForm,
    DaysForm,
    FunnelForm,
    SliceForm,
    SourcesForm,
    ValueForm,
)
from provodnik.web.pages.analyses.types import Kind, Result

PAGE = "analyses"
TABS = (
    (Kind.COHORTS, gettext_noop("Who comes back")),
    (Kind.FUNNEL, gettext_noop("Funnel")),
    (Kind.MOVES, gettext_noop("What after what")),
    (Kind.VALUE, gettext_noop("LTV by age")),
    (Kind.SOURCES, gettext_noop("Sources")),
    (Kind.COMPARE, gettext_noop("Comparison")),
)
_FILES = ("csv", "xlsx", "png")


@dataclass(frozen=True, slots=True)
class SavedLink:
    """A question kept under a name."""

    view_id: int
    name: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class AnalysisPage:
    """The page; `result` is None while the form is not valid."""

    kind: Kind
    title: str
    tabs: tuple[View, ...]
    form: DaysForm
    result: Result | None
    query: str
    saved: tuple[SavedLink, ...]
    exports: tuple[tuple[str, str], ...]
    as_of: datetime


def page(kind: Kind, query: QueryDict, staff: Staff, *, now: datetime) -> AnalysisPage:
    """Two questions to the lake; the number of queries does not hang on the rows."""
    form = filled(kind, query)
    told = asked(form)
    return AnalysisPage(
        kind=kind,
        title=_(dict(TABS)[kind]),
        tabs=tuple(View(_(title), address(one), is_current=one is kind) for one, title in TABS),
        form=form,
        result=answer(form, told, staff, now=now) if form.is_valid() else None,
        query=told,
        saved=_saved(staff, kind, told),
        exports=tuple((one.upper(), _file(kind, one, told)) for one in _FILES),
        as_of=analyses.as_of() or now,
    )


def filled(kind: Kind, query: QueryDict) -> DaysForm:
    """The form of a question; what was never chosen starts with what a head asks first."""
    known = [one for one in analyses.kinds() if one in EVENTS]
    chosen = {name: str(query[name]) for name in query}
    fresh = {} if chosen.keys() & START[kind].keys() else START[kind]
    return FORMS[kind]({**fresh, **chosen}, known)


def asked(form: DaysForm) -> str:
    """The question as the part of an address."""
    return urlencode({name: form.data[name] for name in form.fields if form.data.get(name)})


def answer(form: DaysForm, told: str, staff: Staff, *, now: datetime) -> Result:
    """The answer to a valid form."""
    today = now.astimezone(ZoneInfo(staff.school.timezone)).date()
    match form:
        case CompareForm():
            return comparison(form, now=now)
        case SourcesForm():
            return end_to_end(form, told, now=now)
        case CohortsForm():
            return who_comes_back(form, told, today)
        case FunnelForm():
            return funnel(form, told)
        case ValueForm():
            return value_by_age(form, today)
        case SliceForm():
            return what_after_what(form, told)
    raise TypeError(f"no answer for {form!r}")


def address(kind: Kind, query: str = "") -> str:
    """Where a question is answered."""
    plain = reverse("analyses:kind", args=[kind])
    return f"{plain}?{query}" if query else plain


def _file(kind: Kind, ending: str, query: str) -> str:
    return f"{reverse('analyses:export', args=[kind, ending])}?{query}"


def _saved(staff: Staff, kind: Kind, query: str) -> tuple[SavedLink, ...]:
    now = (kind, sorted(parse_qsl(query)))
    links = []
    for view in saved_views.of(staff.pk, PAGE):
        of_kind, _mark, rest = view.query.partition("?")
        if of_kind in list(Kind):
            is_current = (Kind(of_kind), sorted(parse_qsl(rest))) == now
            href = address(Kind(of_kind), rest)
            links.append(SavedLink(view.view_id, view.name, href, is_current))
    return tuple(links)
