"""What comes next and when, and what was decided with the student's part in it (R-014)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.learning.courses import queries as courses
from provodnik.facts.learning.queries import cohorts_of
from provodnik.facts.people.lifecycle.rules import meetings
from provodnik.facts.people.models import Client
from provodnik.facts.people.relations.queries import DecisionRow, decisions_of
from provodnik.method import queries as method
from provodnik.touches.desk.queries import live_of
from provodnik.touches.queue.queries import agreements_of, planned_with
from provodnik.web import formats


@dataclass(frozen=True, slots=True)
class Ahead:
    """Something the student will get; `when` is empty where no day is set."""

    what: str
    when: str


@dataclass(frozen=True, slots=True)
class Plan:
    """`dates` go from the nearest; `decisions` from the newest, with their reasons."""

    dates: tuple[Ahead, ...]
    decisions: Sequence[DecisionRow]


def plan(client_id: int, *, now: datetime) -> Plan:
    """What the student's page says of the plan. Eight queries, whatever its length."""
    today = timezone.localdate(now)
    dated = sorted(_dated(client_id, today, now), key=lambda one: one[0])
    return Plan(
        dates=(
            *(Ahead(what, formats.day(on, today, _language())) for on, what in dated),
            *(Ahead(what, "") for what in _undated(client_id)),
        ),
        decisions=decisions_of(client_id, visible_only=True),
    )


def _dated(client_id: int, today: date, now: datetime) -> Iterator[tuple[date, str]]:
    yield from _talks(client_id, today, now)
    for one in agreements_of(client_id):
        if one.starts_on and one.starts_on >= today:
            yield one.starts_on, one.what
    for cohort in cohorts_of(client_id):
        if cohort.ends_on and cohort.ends_on >= today:
            yield cohort.ends_on, _("Learning in “%(name)s” ends") % {"name": cohort.name}


def _talks(client_id: int, today: date, now: datetime) -> Iterator[tuple[date, str]]:
    """When somebody of the school turns to the student."""
    client = Client.objects.only("stage", "stage_entered_at").get(pk=client_id)
    stage = method.lifecycle().stage(client.stage)
    if stage and client.stage_entered_at:
        entered_on = timezone.localdate(client.stage_entered_at)
        for on in meetings(stage, entered_on=entered_on, today=today, count=1):
            yield on, _("Meeting of the stage “%(stage)s”") % {"stage": stage.title}
    for touch in planned_with(client_id)[:1]:
        if touch.due_at >= now:
            yield timezone.localdate(touch.due_at), _("Your coordinator gets in touch")
    for ticket in live_of(client_id):
        if ticket.promised_until_at and ticket.promised_until_at >= now:
            words = _("Answer to the request “%(subject)s”") % {"subject": ticket.subject}
            yield timezone.localdate(ticket.promised_until_at), words


def _undated(client_id: int) -> Iterator[str]:
    for learned in courses.progress([client_id]):
        if learned.next_lesson:
            yield _("Next lesson: %(name)s") % {"name": learned.next_lesson}


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
