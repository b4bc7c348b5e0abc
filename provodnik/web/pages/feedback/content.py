"""What the pages of feedback show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.team.models import Staff
from provodnik.method import queries as method
from provodnik.method.shapes import Interviews
from provodnik.touches.voice.feedback import queries
from provodnik.touches.voice.feedback.queries import Search
from provodnik.touches.voice.feedback.types import (
    DueCohort,
    FeedbackRow,
    RequestRow,
    State,
    TopicLine,
)
from provodnik.web import formats
from provodnik.web.design.types import Tone, View
from provodnik.web.pages.feedback import words
from provodnik.web.voice_access import sees_names

_REPORT_DAYS = 90


@dataclass(frozen=True, slots=True)
class Line:
    """An item in words."""

    row: FeedbackRow
    who: str
    topic: str
    source: str
    sentiment: str
    state: str
    tone: Tone
    decision: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the report, with the addresses of its items."""

    row: TopicLine
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request before a cycle; late where the promised day passed without an update."""

    row: RequestRow
    is_late: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """Items found, top topics of the period, requests."""

    sentence: str
    lines: tuple[Line, ...]
    filters: tuple[View, ...]
    is_narrow: bool
    topics: tuple[Topic, ...]
    report_from: date
    report_to: date
    requests: tuple[Asked, ...]
    due: tuple[DueCohort, ...]

    @property
    def is_empty(self) -> bool:
        return not self.lines and not self.is_narrow


def list_page(
    search: Search, staff: Staff, period: tuple[date, date] | None, *, now: datetime
) -> ListPage:
    """Nine queries, whatever the number of items."""
    today = timezone.localdate(now)
    report_from, report_to = period or (today - timedelta(days=_REPORT_DAYS), today)
    counts = queries.counts_by_state()
    knows, settings = sees_names(staff), method.interview_settings()
    return ListPage(
        sentence=_sentence(counts),
        lines=tuple(
            line(row, knows, settings.topic(row.topic), today) for row in queries.items(search)
        ),
        filters=_filters(counts, search),
        is_narrow=search.is_narrow,
        topics=tuple(_topics(settings, report_from, report_to)),
        report_from=report_from,
        report_to=report_to,
        requests=tuple(
            Asked(one, not one.update and one.promised_on < today) for one in queries.requests()
        ),
        due=tuple(queries.due_cohorts(today)),
    )


def line(row: FeedbackRow, knows_names: bool, topic: str, today: date) -> Line:
    """An item in words; whose it is only for who works with students."""
    return Line(
        row=row,
        who=(row.client if knows_names else _("Student")) if row.client_id else "",
        topic=topic,
        source=str(words.SOURCES[row.source]),
        sentiment=str(words.SENTIMENTS[row.sentiment]) if row.sentiment else "",
        state=str(words.STATES[row.state]),
        tone=words.TONES[row.state],
        decision=str(words.DECISIONS[row.decision]) if row.decision else "",
        is_late=bool(row.due_on and row.due_on < today and row.done_at is None),
    )


def topic_of(row: FeedbackRow) -> str:
    """The topic of one item in the school's words. One query."""
    return method.interview_settings().topic(row.topic)


def sentence_of(one: Line) -> str:
    """What this item needs next."""
    match one.row.state:
        case State.UNSORTED:
            return _("Say what it is about")
        case State.OPEN:
            return _("Decide: improvement, idea or a reasoned refusal")
        case State.DECIDED:
            return _("Decided. Tell the client") if one.row.client_id else _("Decided. Close it")
        case State.TOLD:
            return _("The client knows. Close it")
        case State.DONE:
            return _("Closed: %(decision)s") % {"decision": one.decision.lower()}


def language() -> str:
    return (get_language() or "ru").split("-")[0]


def _sentence(counts: Mapping[State, int]) -> str:
    open_items = counts[State.UNSORTED] + counts[State.OPEN]
    if open_items:
        said = formats.counted(open_items, _("word of a client|words of clients"), language())
        return _("%(items)s without a decision") % {"items": said}
    if told := counts[State.DECIDED] + counts[State.TOLD]:
        said = formats.counted(told, _("decision waits|decisions wait"), language())
        return _("%(items)s for the answer to the client") % {"items": said}
    return _("Everybody who wrote got an answer") if counts[State.DONE] else _("No feedback yet")


def _filters(counts: Mapping[State, int], search: Search) -> tuple[View, ...]:
    address = reverse("feedback:list")
    every = View(_("All"), address, count=sum(counts.values()), is_current=not search.is_narrow)
    undecided = View(
        _("Without a decision"),
        f"{address}?undecided=on",
        count=counts[State.UNSORTED] + counts[State.OPEN],
        is_current=search.undecided,
    )
    states = [one for one in State if counts[one] or one is search.state]
    return (
        every,
        undecided,
        *(
            View(
                str(words.STATES[one]).capitalize(),
                f"{address}?{urlencode({'state': one.value})}",
                count=counts[one],
                is_current=one is search.state,
            )
            for one in states
        ),
    )


def _topics(settings: Interviews, report_from: date, report_to: date) -> list[Topic]:
    zone = timezone.get_current_timezone()
    starts = datetime.combine(report_from, time(), zone)
    ends = datetime.combine(report_to + timedelta(days=1), time(), zone)
    period = {"said_from": report_from.isoformat(), "said_to": report_to.isoformat()}
    return [
        Topic(
            row,
            settings.topic(row.topic),
            f"{reverse('feedback:list')}?{urlencode({'topic': row.topic, **period})}",
        )
        for row in queries.top_topics(starts, ends)
    ]
