"""Who was asked and where it stands; who was not, and why."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from provodnik.facts.people.queries.timelines import known_as
from provodnik.method.survey_words import NotAskedReason
from provodnik.touches.voice.surveys.models import Invitation, NotAsked
from provodnik.touches.voice.surveys.queries.narrowing import asked_rows, left_out_rows
from provodnik.touches.voice.surveys.types import AnswerFilter, InvitationState


@dataclass(frozen=True, slots=True)
class NotAskedRow:
    """Somebody who was not asked, and why."""

    survey: str
    client_id: int
    client: str
    reason: NotAskedReason
    at: datetime


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """Somebody who was asked, and where it stands."""

    invitation_id: int
    client_id: int
    client: str
    responsible: str
    token: str
    state: InvitationState
    asked_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None
    expires_at: datetime


def why_not(client_id: int, *, limit: int = 5) -> list[NotAskedRow]:
    """Surveys a client was not asked, newest first, and why. Two queries."""
    found = NotAsked.objects.filter(client_id__in=known_as(client_id))
    return _not_asked(found, limit)


def left_out(
    survey_id: int, which: AnswerFilter, *, zone: ZoneInfo, limit: int
) -> list[NotAskedRow]:
    """Who was not asked in the days of the filter, newest first. One query."""
    return _not_asked(left_out_rows(which, zone).filter(survey_id=survey_id), limit)


def invited(
    survey_id: int, which: AnswerFilter, *, zone: ZoneInfo, now: datetime, limit: int
) -> list[InvitationRow]:
    """Who was asked in the days of the filter, newest first. One query."""
    found = asked_rows(Invitation.objects.filter(survey_id=survey_id), which, zone)
    rows = found.select_related("client", "responsible").order_by("-asked_at", "-pk")[:limit]
    return [invitation_row(row, now=now) for row in rows]


def to_hand(*, responsible_id: int | None = None, limit: int, now: datetime) -> list[InvitationRow]:
    """Links that wait for a colleague to pass them on, oldest first. One query."""
    found = Invitation.objects.filter(
        is_by_hand=True, sent_at=None, cancelled_at=None, answered_at=None, expires_at__gt=now
    )
    if responsible_id is not None:
        found = found.filter(
            Q(responsible_id=responsible_id) | Q(client__coordinator_id=responsible_id)
        )
    rows = found.select_related("client", "responsible").order_by("asked_at", "pk")[:limit]
    return [invitation_row(row, now=now) for row in rows]


def invitation_row(row: Invitation, *, now: datetime) -> InvitationRow:
    """An invitation with its client and responsible at hand."""
    return InvitationRow(
        row.pk,
        row.client_id,
        row.client.name,
        row.responsible.name if row.responsible else "",
        row.token,
        state_of(row, now=now),
        row.asked_at,
        row.sent_at,
        row.answered_at,
        row.expires_at,
    )


def state_of(row: Invitation, *, now: datetime) -> InvitationState:
    """Where an invitation stands."""
    if row.answered_at is not None:
        return InvitationState.ANSWERED
    if row.cancelled_at is not None:
        return InvitationState.CANCELLED
    if row.expires_at <= now:
        return InvitationState.EXPIRED
    if row.sent_at is not None:
        return InvitationState.SENT
    return InvitationState.BY_HAND if row.is_by_hand else InvitationState.PLANNED


def _not_asked(found: QuerySet[NotAsked], limit: int) -> list[NotAskedRow]:
    rows = found.select_related("survey", "client").order_by("-at", "-pk")[:limit]
    return [
        NotAskedRow(
            row.survey.name, row.client_id, row.client.name, NotAskedReason(row.reason), row.at
        )
        for row in rows
    ]
