"""What an update makes of the school: a message in the one window, a client bound to a chat."""

from contextlib import suppress
from datetime import datetime

from provodnik.connectors.telegram import rules, words
from provodnik.connectors.telegram.rules import Fields
from provodnik.connectors.telegram.types import Outcome, Person, Said, Started, Stopped
from provodnik.facts.people.errors import AlreadyMerged, KeyTaken, SameClient
from provodnik.facts.people.models import Client
from provodnik.facts.people.services.clients import Contacts, add_client, standing
from provodnik.facts.people.services.merging import merge
from provodnik.facts.people.types import KeyKind
from provodnik.kernel.accounts import queries as addresses
from provodnik.kernel.accounts import services as accounts
from provodnik.kernel.accounts.starting import client_of
from provodnik.touches.desk.services.receiving import receive
from provodnik.touches.desk.types import Incoming

CHANNEL = "telegram"
ACTOR = "connector:telegram"


def hear(account_id: int, update: Fields, *, now: datetime) -> tuple[Outcome, int | None]:
    """Act on an update. Returns what became of it and whose it was.

    Harmless twice: what was said is known to the window by its name.

    Raises:  KeyError, TypeError: not an update; NothingSaid; UnknownTopic
    """
    found = rules.heard(update)
    match found:
        case Said():
            return Outcome.SAID, _said(account_id, found, now=now)
        case Started():
            return _started(account_id, found, now=now)
        case Stopped():
            return _stopped(account_id, found, now=now)
        case None:
            return Outcome.IGNORED, None


def _said(account_id: int, said: Said, *, now: datetime) -> int:
    address = str(said.chat_id)
    client_id = _known(account_id, address)
    if client_id is None:
        client_id = _new_client(said.chat_id, said.person, now=now)
        _bind(account_id, address, client_id, said.person, now=now)
    incoming = Incoming(
        client_id=client_id,
        channel=CHANNEL,
        text=words.line(said),
        said_at=said.said_at,
        external_id=f"{account_id}:{said.name}",
    )
    receive(incoming, actor=ACTOR, now=now)
    accounts.note_return(account_id, address)
    return client_id


def _started(account_id: int, started: Started, *, now: datetime) -> tuple[Outcome, int | None]:
    """A personal link says who it is, so whoever was made of this chat before is the same."""
    address = str(started.chat_id)
    before = _known(account_id, address)
    accounts.note_return(account_id, address)
    token_of = client_of(started.token, now=now)
    client = Client.objects.filter(pk=token_of, erased_at=None).first() if token_of else None
    if client is None:
        return Outcome.STARTED, before
    client_id = standing(client.pk).pk
    if before is not None and _is_made_of_chat(before, started.chat_id):
        _join(client_id, before, now=now)
    _bind(account_id, address, client_id, started.person, now=now)
    return Outcome.BOUND, client_id


def _stopped(account_id: int, stopped: Stopped, *, now: datetime) -> tuple[Outcome, int | None]:
    address = str(stopped.chat_id)
    client_id = _known(account_id, address)
    if stopped.is_back:
        accounts.note_return(account_id, address)
        return Outcome.RETURNED, client_id
    accounts.note_refusal(account_id, address, now=now)
    return Outcome.STOPPED, client_id


def _known(account_id: int, address: str) -> int | None:
    """Who is reached at this address now, if it is still somebody."""
    bound = addresses.client_at(account_id, address)
    return bound if bound and Client.objects.filter(pk=bound, erased_at=None).exists() else None


def _new_client(chat_id: int, person: Person, *, now: datetime) -> int:
    """A card for somebody who wrote first; alike ones are suggested, never joined by a nickname."""
    contacts = Contacts(name=person.name or person.username, telegram=person.username)
    try:
        made = add_client(
            contacts, now=now, actor=ACTOR, keys={KeyKind.EXTERNAL: _external(chat_id)}
        )
    except KeyTaken as taken:
        return taken.client_id
    return made.pk


def _bind(account_id: int, address: str, client_id: int, person: Person, *, now: datetime) -> None:
    name = f"@{person.username}" if person.username else person.name
    accounts.bind(account_id, address, client_id=client_id, name=name, now=now)


def _is_made_of_chat(client_id: int, chat_id: int) -> bool:
    """Whether the card was made here, of this chat, and is nobody else's."""
    made = Client.objects.filter(pk=client_id, external_name=_external(chat_id))
    return made.exists()


def _join(survivor_id: int, absorbed_id: int, *, now: datetime) -> None:
    with suppress(SameClient, AlreadyMerged):
        merge(survivor_id, absorbed_id, now=now, actor=ACTOR)


def _external(chat_id: int) -> str:
    return f"telegram:{chat_id}"
