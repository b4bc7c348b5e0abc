"""Where artefacts come from: answers at the desk, checks of homework, protocols by hand.

What an artefact says is read where it stands; nothing of it is copied.
"""

from collections.abc import Iterator
from datetime import datetime

from provodnik.decisions.quality.types import Candidate, Work
from provodnik.facts.learning.homework.models import Review
from provodnik.method.quality_words import Artefact
from provodnik.touches.desk.models import Message
from provodnik.touches.desk.types import MessageKind


def candidates(from_at: datetime, to_at: datetime) -> Iterator[Candidate]:
    """What people wrote to students within [from_at, to_at). Machines are left out. 2 queries."""
    written = Message.objects.filter(
        kind=MessageKind.OUT.value,
        is_auto=False,
        author__isnull=False,
        said_at__gte=from_at,
        said_at__lt=to_at,
    ).values_list("pk", "author_id", "conversation__client_id")
    for pk, staff_id, client_id in written:
        yield Candidate(Artefact.MESSAGE, pk, staff_id, client_id)
    checked = Review.objects.filter(
        reviewer__isnull=False, sent_at__gte=from_at, sent_at__lt=to_at
    ).values_list("pk", "reviewer_id", "attempt__work__client_id")
    for pk, staff_id, client_id in checked:
        yield Candidate(Artefact.HOMEWORK, pk, staff_id, client_id)


def read(artefact: Artefact, ref_id: int) -> Work:
    """The words of an answer and what it answers; of what is gone only that it is. 2 queries."""
    if artefact is Artefact.MESSAGE:
        return _message(ref_id)
    if artefact is Artefact.HOMEWORK:
        return _homework(ref_id)
    return Work("", "", "", "meetings:show", ref_id)


def _message(ref_id: int) -> Work:
    told = Message.objects.filter(pk=ref_id).select_related("ticket").first()
    if told is None:
        return Work("", "", "", "", None)
    before = (
        Message.objects.filter(
            conversation=told.conversation_id, kind=MessageKind.IN.value, said_at__lte=told.said_at
        )
        .order_by("-said_at", "-pk")
        .first()
    )
    ticket = told.ticket
    title = f"#{ticket.number} {ticket.subject}" if ticket else ""
    page = "desk:ticket" if ticket else ""
    return Work(told.text, before.text if before else "", title, page, told.ticket_id)


def _homework(ref_id: int) -> Work:
    told = Review.objects.filter(pk=ref_id).select_related("attempt__work__lesson").first()
    if told is None:
        return Work("", "", "", "", None)
    attempt = told.attempt
    asked = attempt.text or attempt.link
    return Work(told.comment, asked, attempt.work.lesson.name, "homework:work", attempt.work_id)
