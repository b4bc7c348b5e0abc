"""From the bytes of a letter to what it says."""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage, Message, MIMEPart
from email.utils import parsedate_to_datetime

from django.utils.translation import gettext as _

from provodnik.connectors.email.html import plain
from provodnik.connectors.email.quoting import new_words
from provodnik.connectors.email.recognising import kind_of
from provodnik.connectors.email.types import Attached, LetterKind, Parsed

_ID = re.compile(r"<[^<>\s]+>")
_ID_LENGTH = 200
_FILES = 20
_FILE_BYTES = 20 * 1024 * 1024


class Illegible(ValueError):
    """Bytes that are no letter."""


def parsed(raw: bytes, *, own_address: str) -> Parsed:
    """What a letter says.

    Raises:  Illegible: nothing can be made of it
    """
    try:
        letter = message_from_bytes(raw, policy=policy.default)
        return _parsed(letter, raw, own_address=own_address.lower())
    # The library's parser of headers fails on some broken ones in a dozen ways.
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Illegible(str(error)) from error


def _parsed(letter: EmailMessage, raw: bytes, *, own_address: str) -> Parsed:
    address, name = _sender(letter)
    subject = " ".join(str(letter.get("subject", "")).split())
    report = str(letter.get_param("report-type") or "")
    headers = {key.lower(): str(value) for key, value in letter.items()}
    kind = kind_of(headers, address=address, subject=subject, report=report.lower())
    is_own = address == own_address and kind is not LetterKind.BOUNCE
    return Parsed(
        kind=LetterKind.OWN if is_own else kind,
        message_id=_own_id(headers, raw),
        references=_references(letter, headers),
        address=address,
        name=name,
        subject=subject,
        text=_bounced(letter) if kind is LetterKind.BOUNCE else new_words(_text(letter)),
        said_at=_said_at(headers),
        files=() if kind is LetterKind.BOUNCE else tuple(_files(letter)),
    )


def _sender(letter: EmailMessage) -> tuple[str, str]:
    for name in ("from", "sender"):
        found = letter.get(name)
        addresses: tuple[Address, ...] = getattr(found, "addresses", None) or ()
        if addresses and addresses[0].addr_spec:
            return addresses[0].addr_spec.lower(), addresses[0].display_name.strip()
    return "", ""


def _own_id(headers: dict[str, str], raw: bytes) -> str:
    """The letter's name; one of its content where it has none or too long a one."""
    found = _ID.search(headers.get("message-id", ""))
    if found and len(found[0]) <= _ID_LENGTH:
        return found[0]
    return f"<{hashlib.sha256(raw).hexdigest()}@no-id>"


def _references(letter: EmailMessage, headers: dict[str, str]) -> tuple[str, ...]:
    """Letters it answers, the nearest first; of a report, the letter it reports on as well."""
    told = f"{headers.get('references', '')} {headers.get('in-reply-to', '')}"
    inner = " ".join(
        str(part.get("message-id", "")) for part in _reported(letter) if part.get("message-id")
    )
    return tuple(dict.fromkeys(reversed(_ID.findall(f"{told} {inner}"))))


def _reported(letter: EmailMessage) -> Iterator[EmailMessage]:
    """The letters inside a report, whole or by their headers."""
    for part in letter.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage):
                yield inner[0]
        elif kind == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield message_from_bytes(payload, policy=policy.default)


def _bounced(letter: EmailMessage) -> str:
    """Why a letter was not delivered, in the server's words."""
    for part in letter.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else ():
            if not isinstance(block, Message):
                continue
            said = str(block.get("diagnostic-code") or block.get("status") or "")
            if said:
                return _("The letter was not delivered: %(words)s") % {
                    "words": " ".join(said.split())[:300]
                }
    return _("The letter was not delivered: %(words)s") % {"words": new_words(_text(letter))[:300]}


def _text(letter: EmailMessage) -> str:
    body = letter.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    content = _content(body)
    return plain(content) if body.get_content_type() == "text/html" else content


def _content(part: MIMEPart) -> str:
    """Text in the letters it names; in UTF-8 or Windows-1251 where it names none that is known."""
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError):
        payload = part.get_payload(decode=True)
        raw = payload if isinstance(payload, bytes) else b""
        try:
            return raw.decode()
        except UnicodeDecodeError:
            return raw.decode("windows-1251", errors="replace")


def _files(letter: EmailMessage) -> Iterator[Attached]:
    for number, part in enumerate(letter.iter_attachments(), start=1):
        if number > _FILES:
            return
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload and len(payload) <= _FILE_BYTES:
            name = part.get_filename() or _("file %(number)s") % {"number": number}
            yield Attached(" ".join(name.split()), part.get_content_type(), payload)


def _said_at(headers: dict[str, str]) -> datetime | None:
    try:
        moment = parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
