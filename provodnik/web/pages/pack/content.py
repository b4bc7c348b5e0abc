"""What the pack says, section by section, in words already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.decisions.meetings import queries as meetings
from provodnik.facts.learning.courses import queries as courses
from provodnik.facts.learning.queries import cohorts_of
from provodnik.facts.people.lifecycle.queries import HandoffRow, Way, waiting_pack, way
from provodnik.facts.people.models import Client
from provodnik.facts.people.queries import ClientCard, card
from provodnik.facts.people.relations.queries import (
    changes_of,
    contacts_of,
    decisions_of,
    owners_of,
)
from provodnik.facts.people.relations.types import ChangeState
from provodnik.facts.sales.queries.exchange import handoff_of
from provodnik.facts.team.models import Staff
from provodnik.method import queries as method
from provodnik.method.types import Deed, Outcome, Right
from provodnik.signals.queries import client_signals
from provodnik.touches.desk.queries import LiveRow, live_of, promise_of
from provodnik.touches.queue.queries import agreements_of, made_with, planned_with
from provodnik.web import formats
from provodnik.web.access import has_right

_TOUCHES, _HOUR = 10, 60


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to know: what, what is said of it, and where it is opened."""

    text: str
    note: str = ""
    href: str = ""
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the pack; `nothing` is said where it is empty."""

    key: str
    title: str
    lines: tuple[Line, ...]
    nothing: str


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything the page shows; nothing in it can query."""

    client_id: int
    name: str
    sentence: str
    waiting: HandoffRow | None
    may_accept: bool
    parts: tuple[Part, ...]


def pack(client: Client, staff: Staff, *, now: datetime) -> Pack:
    """The pack. A fixed number of queries, whatever the length of the history."""
    known, stages, waiting = card(client.pk), way(client, now=now), waiting_pack(client.pk)
    tickets = live_of(client.pk)
    hands_out = has_right(staff, Right.ASSIGN_COORDINATORS)
    return Pack(
        client_id=client.pk,
        name=client.name,
        sentence=_sentence(waiting),
        waiting=waiting,
        may_accept=waiting is not None and (hands_out or waiting.taker_id == staff.pk),
        parts=(
            _part("who", _who(client.pk)),
            _part("goals", _goals(known)),
            _part("plan", _plan(client.pk, stages, now)),
            _part("promises", _promises(client.pk, tickets, now)),
            _part("requests", _requests(tickets, now)),
            _part("risks", _risks(client.pk)),
            _part("protocols", _protocols(client.pk)),
            _part("agendas", _agendas(client.pk, stages)),
            _part("terms", _terms(client.pk, staff)),
            _part("touches", _touches(client.pk)),
        ),
    )


def _part(key: str, lines: Iterator[Line]) -> Part:
    title, nothing = {
        "who": (_("Who answers for what"), _("Nobody is named yet.")),
        "goals": (_("Goals"), _("The goal is not recorded: begin by asking.")),
        "plan": (_("Plan"), _("Nothing is planned: the path of the school has nothing ahead.")),
        "promises": (_("Promises, agreements and decisions"), _("Nobody has promised anything.")),
        "requests": (_("Open requests"), _("No open requests.")),
        "risks": (_("Risks"), _("No signal speaks about this student.")),
        "protocols": (_("Protocols"), _("No meeting has decided anything about this student.")),
        "agendas": (_("Agendas ahead"), _("Nothing waits for a meeting.")),
        "terms": (_("What is promised about answers"), ""),
        "touches": (_("Last touches"), _("Nobody has talked to this student yet.")),
    }[key]
    return Part(key, title, tuple(lines), nothing)


def _sentence(waiting: HandoffRow | None) -> str:
    if waiting is None:
        return _("Everything about the student on one page")
    return _("%(giver)s hands the student over to %(taker)s") % {
        "giver": waiting.giver_name or _("The coordinator before"),
        "taker": waiting.taker_name or _("the next coordinator"),
    }


def _who(client_id: int) -> Iterator[Line]:
    for one in owners_of(client_id):
        note = _("the coordinator, while nobody is named") if one.is_default else ""
        if one.staff_id or one.needed:
            yield Line(f"{one.title}: {one.name or _('nobody')}", note)
    for person in contacts_of(client_id):
        if person.left_on is None:
            decides = _("decides") if person.decides else _("advises")
            reach = (person.side_title, decides, person.phone, person.email, person.telegram)
            yield Line(person.name, _joined(reach))


def _goals(known: ClientCard) -> Iterator[Line]:
    if known.goal:
        reached = known.goal.reached_at
        note = _("reached %(day)s") % {"day": _day(reached)} if reached else ""
        yield Line(known.goal.text, note or known.goal.pain or "")
    for cohort in cohorts_of(known.client.pk):
        yield Line(cohort.name, _("cohort"), reverse("cohorts:show", args=[cohort.cohort_id]))


def _plan(client_id: int, stages: Way, now: datetime) -> Iterator[Line]:
    deeds = method.queue_settings()
    for touch in planned_with(client_id):
        noun = deeds.deed(Deed(touch.kind)).noun
        told = (_("by %(when)s") % {"when": _moment(touch.due_at, now)}, touch.owner or "")
        yield Line(f"{noun}: {touch.reason}", _joined(told), is_late=touch.due_at < now)
    for learned in courses.progress([client_id]):
        if learned.next_lesson:
            yield Line(_("Next lesson: %(name)s") % {"name": learned.next_lesson}, learned.product)
    stage = stages.stage
    if stage is None:
        return
    href = reverse("stages:show", args=[client_id])
    for one in stages.criteria:
        if not one.is_met:
            note = _("condition of the stage “%(stage)s”") % {"stage": stage.title}
            yield Line(one.title, note, href)


def _promises(client_id: int, tickets: Sequence[LiveRow], now: datetime) -> Iterator[Line]:
    yield from _agreed(client_id)
    yield from _decided(client_id)
    for ticket in tickets:
        if ticket.promised_until_at:
            until = _("answer by %(when)s") % {"when": _moment(ticket.promised_until_at, now)}
            yield Line(
                ticket.promised_text or ticket.subject,
                _joined((until, ticket.owner or "")),
                reverse("desk:ticket", args=[ticket.ticket_id]),
                ticket.promised_until_at < now,
            )


def _agreed(client_id: int) -> Iterator[Line]:
    """What sales promised, and what was agreed on in talks."""
    sold = handoff_of(client_id)
    if sold:
        by = _joined((sold.told_by or _("sales"), _day(sold.told_at)))
        for words in (sold.promises, sold.context):
            if words:
                yield Line(words, by)
    for one in agreements_of(client_id):
        what = _("Not now: %(why)s") % {"why": one.not_now} if one.not_now else one.what
        begins = _("from %(day)s") % {"day": _day(one.starts_on)} if one.starts_on else ""
        yield Line(what, _joined((begins, one.conditions, one.by, _day(one.agreed_at))))


def _decided(client_id: int) -> Iterator[Line]:
    """Decisions with their reasons, and changes of priorities that wait for a word."""
    for decision in decisions_of(client_id):
        waits = _("waits for the agreement of the client") if decision.waits else ""
        told = (decision.why, decision.by_name, _day(decision.decided_at), waits)
        yield Line(f"{decision.kind_title}: {decision.what}", _joined(told))
    for change in changes_of(client_id):
        if change.state is ChangeState.NEEDS_CONFIRMATION:
            needs = _("needs confirmation by %(name)s") % {"name": change.needs}
            yield Line(change.what, _joined((change.why, change.asked_by, needs)))


def _requests(tickets: Sequence[LiveRow], now: datetime) -> Iterator[Line]:
    for ticket in tickets:
        late = ticket.next_due_at is not None and ticket.next_due_at < now
        due = ticket.next_due_at
        until = _("answer by %(when)s") % {"when": _moment(due, now)} if due else ""
        yield Line(
            f"#{ticket.number} {ticket.subject}",
            _joined((until, ticket.owner or _("without an owner"))),
            reverse("desk:ticket", args=[ticket.ticket_id]),
            late,
        )


def _risks(client_id: int) -> Iterator[Line]:
    for one in client_signals(client_id):
        yield Line(one.title, _joined((one.why, _("since %(day)s") % {"day": _day(one.since_at)})))


def _protocols(client_id: int) -> Iterator[Line]:
    kinds = method.meeting_settings()
    for one in meetings.agreed_with(client_id):
        kind = kinds.kind(one.kind)
        until = _("by %(when)s") % {"when": _day(one.due_on)} if one.due_on else ""
        told = (kind.title if kind else one.kind, _day(one.held_at), one.owner or "", until)
        yield Line(one.text, _joined(told), reverse("meetings:show", args=[one.meeting_id]))


def _agendas(client_id: int, stages: Way) -> Iterator[Line]:
    kinds = method.meeting_settings()
    for one in meetings.spoken_of(client_id):
        kind = kinds.kind(one.kind)
        when = _day(one.planned_at) if one.planned_at else _("no meeting is planned yet")
        href = reverse("meetings:show", args=[one.meeting_id]) if one.meeting_id else ""
        yield Line(one.text, _joined((kind.title if kind else one.kind, when)), href)
    if stages.stage and stages.meetings:
        rhythm = _("Meetings of the stage: %(rhythm)s") % {"rhythm": stages.stage.rhythm}
        yield Line(rhythm, _("nearest %(day)s") % {"day": _day(stages.meetings[0])})


def _terms(client_id: int, staff: Staff) -> Iterator[Line]:
    works = has_right(staff, Right.WORK_DESK)
    href = reverse("desk:promises", args=[client_id]) if works else ""
    for one in promise_of(client_id):
        told = {
            "answer": _hours(one.answer_minutes),
            "resolve": _hours(one.resolve_minutes),
            "limit": _hours(one.limit_minutes),
        }
        words = _("answer within %(answer)s h, solution within %(resolve)s h, at most %(limit)s h")
        own = _("agreed with this client") if one.is_own else ""
        yield Line(one.title, _joined((words % told, own)), href)


def _hours(minutes: int) -> str:
    return formats.number(minutes / _HOUR, _language(), decimals=1 if minutes % _HOUR else 0)


def _touches(client_id: int) -> Iterator[Line]:
    deeds = method.queue_settings()
    outcomes = {words.key: words.title for words in method.outcomes().outcomes}
    for one in made_with(client_id, limit=_TOUCHES):
        noun = deeds.deed(Deed(one.kind)).noun
        ended = outcomes.get(Outcome(one.outcome), "") if one.outcome else ""
        told = (_day(one.made_at), one.by or "", ended, one.note)
        yield Line(f"{noun}: {one.reason}", _joined(told))


def _joined(words: Sequence[str]) -> str:
    return " · ".join(word for word in words if word)


def _day(on: date | datetime | None) -> str:
    if on is None:
        return ""
    day = timezone.localdate(on) if isinstance(on, datetime) else on
    return formats.day(day, timezone.localdate(), _language())


def _moment(at: datetime, now: datetime) -> str:
    return formats.moment(at, now, timezone.get_current_timezone(), _language())


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
