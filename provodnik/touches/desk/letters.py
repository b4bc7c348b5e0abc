"""Letters of the desk: the standard subject, what goes into one, whose thread one continues."""

import re
from collections.abc import Sequence

from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from provodnik.kernel import schools
from provodnik.method import queries as method
from provodnik.touches.desk import subjects
from provodnik.touches.desk.models import Message, Ticket
from provodnik.touches.desk.types import Delivery, MessageKind

CHANNEL = "email"
_REFERRED = 10
_OURS = re.compile(r"pv\.(\d{1,18})\.([0-9a-f]{16})@")


def standard_subject(ticket: Ticket) -> str:
    """The subject of a letter about this ticket, by the school's form (R-126)."""
    name = ticket.client.first_name or ticket.client.name
    topic = ticket.subject or _topic(ticket)
    form = method.sending_settings().letter_subject
    return subjects.standard(form, number=ticket.number, name=name, topic=topic)


def subject_hint(subject: str, ticket: Ticket) -> str:
    """What is amiss with a subject somebody wrote; empty when it follows the standard (R-126)."""
    form = method.sending_settings().letter_subject
    if subjects.follows(form, subject, number=ticket.number):
        return ""
    return _("The subject is not by the standard. Like this: %(standard)s") % {
        "standard": standard_subject(ticket)
    }


def letter_of(message: Message, ticket: Ticket) -> dict[str, str | list[str]]:
    """The body of a letter with an answer, as the e-mail sender takes it. Queries: 1."""
    said = Message.objects.filter(
        ticket=ticket, channel=CHANNEL, kind=MessageKind.IN.value, external_id__startswith="<"
    )
    ids = [one for one in said.order_by("-said_at").values_list("external_id", flat=True) if one]
    body: dict[str, str | list[str]] = {
        "text": message.text,
        "subject": standard_subject(ticket),
        "message_name": name_of(message.pk),
    }
    if ids:
        body |= {"in_reply_to": ids[0], "references": ids[_REFERRED - 1 :: -1]}
    return body


def name_of(message_id: int) -> str:
    """The part of a letter's Message-ID before its @: the message, and a mark nobody can forge."""
    return f"pv.{message_id}.{_mark(message_id)}"


def thread_of(references: Sequence[str], subject: str, *, client_id: int | None) -> Ticket | None:
    """The ticket a letter continues: by the letters it refers to, then by its subject's number.

    A number counts only where the ticket is that client's: a subject can be made up.
    Queries: 2 at most.
    """
    named = [int(pk) for pk, mark in _OURS.findall(" ".join(references)) if _is_ours(pk, mark)]
    referred = Q(external_id__in=list(references)) | Q(pk__in=named)
    known = Message.objects.filter(referred, channel=CHANNEL, ticket__isnull=False)
    latest = known.select_related("ticket").order_by("-pk").first()
    continued: Ticket | None = latest.ticket if latest else None
    if continued is not None:
        return continued
    numbers = subjects.numbers_in(subject)
    if client_id is None or not numbers:
        return None
    own = Ticket.objects.filter(client_id=client_id, number__in=numbers)
    return own.order_by("-pk").first()


def note_bounce(references: Sequence[str], words: str) -> int:
    """Letters of ours that a server could not deliver after all. Returns how many. One query."""
    ids = [int(pk) for pk, mark in _OURS.findall(" ".join(references)) if _is_ours(pk, mark)]
    ours = Message.objects.filter(pk__in=ids, kind=MessageKind.OUT.value)
    return ours.update(delivery=Delivery.REFUSED.value, delivery_words=words[:300])


def _topic(ticket: Ticket) -> str:
    found = method.desk_settings().topic(ticket.topic)
    return found.title if found else ""


def _is_ours(message_id: str, mark: str) -> bool:
    return constant_time_compare(mark, _mark(int(message_id)))


def _mark(message_id: int) -> str:
    named = f"{schools.current()}:{message_id}"
    return salted_hmac("provodnik.desk.letters", named, algorithm="sha256").hexdigest()[:16]
