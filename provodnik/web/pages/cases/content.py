"""What the pages of cases show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.team.models import Staff
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.touches.voice.cases import queries
from provodnik.touches.voice.cases.queries import Search
from provodnik.touches.voice.cases.types import (
    Candidate,
    CasePage,
    CaseRow,
    CohortEntry,
    CohortLine,
    CollectorLine,
    Origin,
    State,
    UseRow,
)
from provodnik.web import formats
from provodnik.web.access import has_right
from provodnik.web.design.types import Step, Tone, View
from provodnik.web.pages.cases import words
from provodnik.web.voice_access import sees_names

_CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case of the list in words."""

    row: CaseRow
    title: str
    who: str
    kind: str
    state: str
    tone: Tone
    excerpt: str


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """A candidate with the reasons."""

    row: Candidate
    who: str
    reasons: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """The cases found, and around them whom to ask, streams, who collected."""

    sentence: str
    lines: tuple[CaseLine, ...]
    total: int
    filters: tuple[View, ...]
    is_narrow: bool
    cohorts: tuple[CohortLine, ...]
    candidates: tuple[CandidateLine, ...]
    collectors: tuple[CollectorLine, ...]
    unsolicited: int

    @property
    def due(self) -> tuple[CohortLine, ...]:
        """Streams near their end that nobody was asked of."""
        return tuple(one for one in self.cohorts if one.is_due and not one.asked and one.students)

    @property
    def is_empty(self) -> bool:
        return not self.lines and not self.is_narrow


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry that counts for a stream."""

    row: CohortEntry
    who: str
    kind: str


@dataclass(frozen=True, slots=True)
class CohortPage:
    """A stream: its line and the entries it is made of."""

    line: CohortLine
    entries: tuple[EntryLine, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class UseLine:
    """A use with its purpose in words."""

    row: UseRow
    purpose: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One case, open."""

    page: CasePage
    line: CaseLine
    sentence: str
    steps: tuple[Step, ...]
    origin: str
    missing: tuple[str, ...]
    uses: tuple[UseLine, ...]

    @property
    def is_waiting(self) -> bool:
        return self.page.row.received_at is None

    @property
    def is_declined(self) -> bool:
        return self.page.row.state is State.DECLINED

    @property
    def is_published(self) -> bool:
        return self.page.row.state is State.PUBLISHED


def list_page(search: Search, staff: Staff, *, today: date, now: datetime) -> ListPage:
    """Eleven queries, whatever the number of cases."""
    counts = queries.counts_by_state()
    knows = sees_names(staff)
    may_collect = has_right(staff, Right.COLLECT_CASES)
    found = queries.candidates(now=now, limit=_CANDIDATES) if may_collect else []
    return ListPage(
        sentence=_sentence(counts),
        lines=tuple(case_line(row, knows) for row in queries.cases(search)),
        total=queries.case_count(search),
        filters=_filters(counts, search),
        is_narrow=search.is_narrow,
        cohorts=tuple(queries.cohort_lines(today)),
        candidates=tuple(_candidate(one) for one in found),
        collectors=tuple(queries.collectors()),
        unsolicited=queries.case_count(Search(origin=Origin.UNSOLICITED)),
    )


def cohort_page(cohort_id: int, knows_names: bool, *, today: date) -> CohortPage:
    """A stream with its entries. Three queries."""
    line = queries.cohort_lines(today, only=cohort_id)[0]
    said = formats.counted(line.with_case, _("student|students"), language())
    of = formats.integer(line.students, language())
    entries = queries.cohort_entries(cohort_id)
    return CohortPage(
        line=line,
        entries=tuple(
            EntryLine(one, one.client if knows_names else _("Student"), str(words.KINDS[one.kind]))
            for one in entries
        ),
        sentence=_("%(students)s of %(of)s gave a case") % {"students": said, "of": of},
    )


def shown(page: CasePage, staff: Staff) -> Shown:
    """One case for this member; no query."""
    line = case_line(page.row, sees_names(staff))
    settings = method.case_settings()
    return Shown(
        page=page,
        line=line,
        sentence=_case_sentence(line),
        steps=_steps(page.row.state),
        origin=str(words.ORIGINS[page.row.origin]),
        missing=tuple(str(words.MISSING[one]) for one in queries.lacking(page)),
        uses=tuple(UseLine(one, settings.use(one.purpose)) for one in page.uses),
    )


def case_line(row: CaseRow, knows_names: bool) -> CaseLine:
    """A case in words; whose it is only for who may know, or where the client agreed."""
    who = row.client if knows_names or row.has_consent else _("Student")
    return CaseLine(
        row=row,
        title=row.title or who,
        who=who,
        kind=str(words.KINDS[row.kind]),
        state=str(words.STATES[row.state]),
        tone=words.TONES[row.state],
        excerpt=row.quote or row.text,
    )


def language() -> str:
    return (get_language() or "ru").split("-")[0]


def _case_sentence(line: CaseLine) -> str:
    told = {"who": line.title}
    match line.row.state:
        case State.REQUESTED:
            return _("%(who)s: asked, no answer yet") % told
        case State.RECEIVED:
            return _("%(who)s: received, ask for the consent") % told
        case State.CONSENTED:
            return _("%(who)s: consent given, package the case") % told
        case State.EDITED:
            return _("%(who)s: ready to publish") % told
        case State.PUBLISHED:
            return _("%(who)s: published") % told
        case State.DECLINED:
            return _("%(who)s: declined") % told


def _sentence(counts: Mapping[State, int]) -> str:
    """What waits for us first, then how much is out."""
    waiting = counts.get(State.RECEIVED, 0)
    if waiting:
        said = formats.counted(waiting, _("case waits for|cases wait for"), language())
        return _("%(cases)s a consent") % {"cases": said}
    if ready := counts.get(State.EDITED, 0):
        said = formats.counted(ready, _("case is|cases are"), language())
        return _("%(cases)s ready to publish") % {"cases": said}
    if published := counts.get(State.PUBLISHED, 0):
        said = formats.counted(published, _("case|cases"), language())
        return _("Published: %(cases)s, nothing waits") % {"cases": said}
    return _("Requests are out, no answer yet") if any(counts.values()) else _("No cases yet")


def _filters(counts: Mapping[State, int], search: Search) -> tuple[View, ...]:
    address = reverse("cases:list")
    every = View(_("All"), address, count=sum(counts.values()), is_current=not search.is_narrow)
    states = [one for one in State if counts.get(one) or one is search.state]
    return (
        every,
        *(
            View(
                str(words.STATES[one]).capitalize(),
                f"{address}?{urlencode({'state': one.value})}",
                count=counts.get(one, 0),
                is_current=one is search.state,
            )
            for one in states
        ),
    )


def _candidate(row: Candidate) -> CandidateLine:
    reasons = [str(words.SIGNS[one]) for one in row.signs]
    if row.goal:
        reasons[0] = f"{reasons[0]}: «{row.goal}»"
    return CandidateLine(row=row, who=row.name, reasons=", ".join(reasons))


def _steps(state: State) -> tuple[Step, ...]:
    names: Sequence[str] = (
        _("Asked for"),
        _("Received"),
        _("Consent"),
        _("Packaged"),
        _("Published"),
    )
    order = (State.REQUESTED, State.RECEIVED, State.CONSENTED, State.EDITED, State.PUBLISHED)
    now = order.index(state) + 1 if state in order else 1
    return tuple(Step(n, is_done=at < now, is_current=at == now) for at, n in enumerate(names))
