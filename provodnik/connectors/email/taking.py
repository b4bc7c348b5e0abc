"""A letter becomes a message of the desk, once."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from provodnik.connectors.email.models import Letter
from provodnik.connectors.email.parsing import Illegible, parsed
from provodnik.connectors.email.types import CHANNEL, LetterKind, MailBox, Parsed
from provodnik.facts.people.errors import KeyTaken
from provodnik.facts.people.models import Client, ClientKey
from provodnik.facts.people.services.clients import Contacts, add_client
from provodnik.facts.people.types import KeyKind
from provodnik.kernel import schools
from provodnik.touches.desk import services as desk
from provodnik.touches.desk.files.services import attach
from provodnik.touches.desk.letters import note_bounce, thread_of
from provodnik.touches.desk.models import Message, Ticket
from provodnik.touches.desk.types import Incoming

ACTOR = "connector:email"


@transaction.atomic
def take(raw: bytes, box: MailBox, *, is_whole: bool = True, now: datetime) -> Letter | None:
    """Take a letter of the current school in. None: it was taken before.

    A person's letter goes into the thread it answers, or opens a ticket; its writer becomes a
    client if nobody has the address. A machine's letter is kept with the ticket it is about and
    is otherwise only noted. A letter nobody can read is noted as such and stops nothing.
    """
    try:
        letter = parsed(raw, own_address=box.address)
    except Illegible:
        letter = None
    name = letter.message_id if letter else f"<illegible-{sha256(raw).hexdigest()[:40]}@no-id>"
    kind = letter.kind if letter else LetterKind.UNREADABLE
    noted, is_new = Letter.objects.get_or_create(
        school_id=schools.current(),
        account_id=box.account_id,
        name=name,
        defaults={"kind": kind.value, "taken_at": now},
    )
    if not is_new:
        return None
    message = letter and _message(letter, is_whole=is_whole, now=now)
    if letter and message:
        noted.message = message
        noted.save(update_fields=["message"])
        for file in letter.files:
            attach(message.pk, name=file.name, content_type=file.content_type, data=file.data)
    return noted


def _message(letter: Parsed, *, is_whole: bool, now: datetime) -> Message | None:
    if letter.kind is LetterKind.OWN:
        return None
    client = _client_at(letter.address)
    ticket = thread_of(letter.references, letter.subject, client_id=client.pk if client else None)
    if ticket is not None:
        client = ticket.client
    if letter.kind is not LetterKind.PERSON:
        return _noted(letter, ticket, now=now)
    if client is None:
        client = _new_client(letter, now=now)
    if client is None:
        return None
    text = _words(letter, is_whole=is_whole, client=client)
    received = desk.receive(_incoming(letter, client, ticket, text, now=now), actor=ACTOR, now=now)
    return received.message


def _noted(letter: Parsed, ticket: Ticket | None, *, now: datetime) -> Message | None:
    """A machine's letter about a ticket; without one there is nothing to keep."""
    if ticket is None:
        return None
    if letter.kind is LetterKind.BOUNCE:
        note_bounce(letter.references, letter.text)
    text = letter.text or letter.subject
    told = _incoming(letter, ticket.client, ticket, text, now=now, is_auto=True)
    return desk.receive(told, actor=ACTOR, now=now).message if text else None


def _incoming(
    letter: Parsed,
    client: Client,
    ticket: Ticket | None,
    text: str,
    *,
    now: datetime,
    is_auto: bool = False,
) -> Incoming:
    return Incoming(
        client.pk,
        CHANNEL,
        text,
        letter.said_at or now,
        letter.message_id,
        subject=letter.subject,
        ticket_id=ticket.pk if ticket else None,
        is_auto=is_auto,
    )


def _words(letter: Parsed, *, is_whole: bool, client: Client) -> str:
    """What the desk shows: the text, or what stands for it; and who wrote, if not the client."""
    text = letter.text or letter.subject or "—"
    if not is_whole:
        text = _("%(subject)s (the letter is too large, open it in the mail box)") % {
            "subject": letter.subject or "—"
        }
    if letter.address != client.email.lower() and _client_at(letter.address) != client:
        return f"{letter.address}: {text}"
    return text


def _client_at(address: str) -> Client | None:
    key = ClientKey.objects.filter(kind=KeyKind.EMAIL.value, value=address)
    found = key.select_related("client").first()
    return found.client if found else None


def _new_client(letter: Parsed, *, now: datetime) -> Client | None:
    """The writer as a client. None: the letter does not say who wrote it."""
    if not letter.address:
        return None
    contacts = Contacts(name=letter.name, email=letter.address)
    try:
        with transaction.atomic():
            return add_client(contacts, now=now, actor=ACTOR)
    except KeyTaken:
        return _client_at(letter.address)
