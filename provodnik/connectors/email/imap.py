"""Letters in: what a folder holds that was not read yet."""

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from provodnik.connectors.email.mailbox import TIMEOUT_SECONDS
from provodnik.connectors.email.types import MailBox, Security

# Larger letters are read by their headers alone: their text would fill the memory.
LARGEST_BYTES = 30 * 1024 * 1024
type ImapTrouble = OSError | imaplib.IMAP4.error
TROUBLES = (OSError, imaplib.IMAP4.error)


class NoFolder(imaplib.IMAP4.error):
    """The mail box has no such folder."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A folder: the validity of its numbers, and the number its next letter will get."""

    uid_validity: int
    next_uid: int


@dataclass(frozen=True, slots=True)
class Found:
    """A letter as the server keeps it. `is_whole` false: only its headers, it is too large."""

    uid: int
    raw: bytes = field(repr=False)
    is_whole: bool


class Folder:
    """One folder opened for reading: nothing in it is changed, no letter is marked as seen."""

    def __init__(self, server: imaplib.IMAP4, name: str) -> None:
        self._server = server
        status, _ = server.select(_quoted(name), readonly=True)
        if status != "OK":
            raise NoFolder(name)
        self.opened = Opened(self._number("UIDVALIDITY", 0), self._number("UIDNEXT", 0))

    def after(self, uid: int) -> list[int]:
        """Numbers of the letters after this one, ascending."""
        status, data = self._server.uid("SEARCH", f"UID {uid + 1}:*")
        self._must(status, data)
        # «n:*» always holds the last letter, even where it lies before n.
        return sorted(number for number in map(int, (data[0] or b"").split()) if number > uid)

    def read(self, uid: int) -> Found | None:
        """One letter; None: it was deleted meanwhile."""
        size = self._fetch(uid, "(RFC822.SIZE)")
        if size is None:
            return None
        is_whole = _size(size[0]) <= LARGEST_BYTES
        got = self._fetch(uid, "(BODY.PEEK[])" if is_whole else "(BODY.PEEK[HEADER])")
        return None if got is None else Found(uid, got[1], is_whole)

    def _fetch(self, uid: int, what: str) -> tuple[bytes, bytes] | None:
        status, data = self._server.uid("FETCH", str(uid), what)
        self._must(status, data)
        for part in data:
            if isinstance(part, tuple):
                return part[0], part[1]
            if isinstance(part, bytes) and b"RFC822.SIZE" in part:
                return part, b""
        return None

    def _number(self, name: str, otherwise: int) -> int:
        _, data = self._server.response(name)
        found = data[-1] if data else None
        return int(found) if isinstance(found, bytes) and found.isdigit() else otherwise

    @staticmethod
    def _must(status: str, data: object) -> None:
        if status != "OK":
            raise imaplib.IMAP4.error(str(data)[:200])


@contextmanager
def opened(box: MailBox) -> Iterator[Folder]:
    """The folder of a mail box that is read.

    Raises:  OSError, imaplib.IMAP4.error: no server, a wrong password, no such folder
    """
    server = _connected(box)
    try:
        yield Folder(server, box.folder)
    finally:
        try:
            server.logout()
        except TROUBLES:
            server.shutdown()


def _connected(box: MailBox) -> imaplib.IMAP4:
    assert box.imap is not None
    host, port, security = box.imap.host, box.imap.port, box.imap.security
    server: imaplib.IMAP4
    if security is Security.TLS:
        context = ssl.create_default_context()
        server = imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=TIMEOUT_SECONDS)
    else:
        server = imaplib.IMAP4(host, port, timeout=TIMEOUT_SECONDS)
    try:
        if security is Security.STARTTLS:
            server.starttls(ssl.create_default_context())
        server.login(box.user, box.password)
    except BaseException:
        server.shutdown()
        raise
    return server


def _size(line: bytes) -> int:
    words = line.replace(b"(", b" ").replace(b")", b" ").split()
    return int(words[words.index(b"RFC822.SIZE") + 1]) if b"RFC822.SIZE" in words else 0


def _quoted(name: str) -> str:
    """A folder's name as the protocol wants it: in modified UTF-7, in quotation marks."""
    parts, run = [], ""
    for sign in f"{name}\0":
        if " " <= sign <= "~" or sign == "\0":
            if run:
                coded = run.encode("utf-7")[1:].rstrip(b"-").replace(b"/", b",").decode()
                parts.append(f"&{coded}-")
                run = ""
            parts.append("&-" if sign == "&" else "" if sign == "\0" else sign)
        else:
            run += sign
    text = "".join(parts).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'
