"""Approved answers and the contradictions somebody reported."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery

from provodnik.touches.desk.models import AnswerVersion, Contradiction, Message


@dataclass(frozen=True, slots=True)
class ApprovedRow:
    """An approved answer with its words in force, and how many replies were made of it."""

    answer_id: int
    version_id: int
    title: str
    topic: str
    text: str
    number: int
    approved_at: datetime
    approved_by: str
    used: int = 0


@dataclass(frozen=True, slots=True)
class ContradictionRow:
    """A report that an answer contradicts another; `closed_at` None while it is open."""

    report_id: int
    ticket_id: int | None
    number: int | None
    said: str
    said_by: str
    answer: str
    words: str
    reported_at: datetime
    reported_by: str
    closed_at: datetime | None
    closed_by: str
    outcome: str


def approved(topic: str | None = None) -> list[ApprovedRow]:
    """Answers in use by their title, those of the topic first. One query."""
    last = AnswerVersion.objects.filter(answer=OuterRef("answer")).order_by("-number")
    used = (
        Message.objects.filter(taken_from__answer=OuterRef("answer"))
        .order_by()
        .values("taken_from__answer")
        .annotate(n=Count("pk"))
        .values("n")
    )
    versions = (
        AnswerVersion.objects.filter(answer__retired_at=None, pk=Subquery(last.values("pk")[:1]))
        .select_related("answer", "approved_by")
        .annotate(used=Subquery(used))
        .order_by("answer__title", "pk")
    )
    rows = [
        ApprovedRow(
            answer_id=version.answer_id,
            version_id=version.pk,
            title=version.answer.title,
            topic=version.answer.topic,
            text=version.text,
            number=version.number,
            approved_at=version.approved_at,
            approved_by=version.approved_by.name,
            used=version.used or 0,
        )
        for version in versions
    ]
    return sorted(rows, key=lambda row: row.topic != topic) if topic else rows


def version_of(version_id: int) -> AnswerVersion | None:
    """A version of an answer that is still in use. One query."""
    found = AnswerVersion.objects.select_related("answer")
    return found.filter(pk=version_id, answer__retired_at=None).first()


def versions(answer_id: int) -> list[AnswerVersion]:
    """All words an answer has had, the newest first. One query."""
    found = AnswerVersion.objects.select_related("answer", "approved_by")
    return list(found.filter(answer_id=answer_id).order_by("-number"))


def uses(answer_id: int, *, limit: int) -> list[Message]:
    """Replies made of an answer, the newest first, with their ticket. One query."""
    made = Message.objects.filter(taken_from__answer_id=answer_id).select_related(
        *("ticket__client", "author", "taken_from")
    )
    return list(made.order_by("-said_at", "-pk")[:limit])


def contradictions(*, is_open: bool, limit: int) -> list[ContradictionRow]:
    """Open reports, the oldest first; or closed ones, the newest first. One query."""
    found = _reports().filter(closed_at__isnull=is_open)
    ordered = found.order_by("reported_at" if is_open else "-closed_at", "pk")
    return [_row(report) for report in ordered[:limit]]


def contradiction_count() -> int:
    """How many reports are open. One query."""
    return Contradiction.objects.filter(closed_at=None).count()


def _reports() -> "QuerySet[Contradiction]":
    return Contradiction.objects.select_related(
        *("message__ticket", "message__author", "answer", "reported_by", "closed_by")
    )


def _row(report: Contradiction) -> ContradictionRow:
    message = report.message
    return ContradictionRow(
        report_id=report.pk,
        ticket_id=message.ticket_id,
        number=message.ticket.number if message.ticket else None,
        said=message.text,
        said_by=message.author.name if message.author else "",
        answer=report.answer.title if report.answer else "",
        words=report.words,
        reported_at=report.reported_at,
        reported_by=report.reported_by.name,
        closed_at=report.closed_at,
        closed_by=report.closed_by.name if report.closed_by else "",
        outcome=report.outcome,
    )
