"""Reading a mail box from where the last reading stopped."""

import imaplib
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from provodnik.connectors.email import imap
from provodnik.connectors.email.models import MailFolder
from provodnik.connectors.email.taking import take
from provodnik.connectors.email.types import MailBox
from provodnik.kernel import schools
from provodnik.kernel.accounts import services as accounts

# A mail box read for the first time begins with what comes from now on; one whose server numbers
# its letters anew is looked through this far back.
_LOOK_BACK = 500
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Place:
    """From which letter on to read."""

    uid_validity: int
    last_uid: int


def read_box(box: MailBox, *, school_id: int, now: datetime) -> int:
    """Take what is new in a mail box. Returns how many letters were new.

    Each letter commits together with the place after it: a process killed anywhere goes on with
    the same letter, which is known by its name. Not inside a transaction: it waits for a server.

    Raises:  OSError, imaplib.IMAP4.error: noted with the account as well
    """
    try:
        with imap.opened(box) as folder:
            taken = sum(_take_all(folder, box, school_id=school_id, now=now))
    except imap.TROUBLES as error:
        code, words = trouble_of(error)
        with schools.inside(school_id):
            accounts.note_trouble(box.account_id, code, words=words, now=now)
        raise
    with schools.inside(school_id):
        accounts.note_heard(box.account_id, now=now)
    return taken


def trouble_of(error: Exception) -> tuple[str, str]:
    """The code of a trouble with a server, and the server's words."""
    if isinstance(error, imap.NoFolder):
        return "no_folder", str(error)
    if isinstance(error, imaplib.IMAP4.abort | OSError):
        code = "no_such_server" if isinstance(error, socket.gaierror) else "no_connection"
        return code, str(error)[:300]
    return "wrong_password", str(error)[:300]


def _take_all(folder: imap.Folder, box: MailBox, *, school_id: int, now: datetime) -> Iterator[int]:
    with schools.inside(school_id):
        place = _place(folder.opened, box)
    for uid in folder.after(place.last_uid)[:_AT_ONCE]:
        found = folder.read(uid)
        with schools.inside(school_id):
            if found is not None:
                yield int(take(found.raw, box, is_whole=found.is_whole, now=now) is not None)
            _move(box, place.uid_validity, uid)


def _place(opened: imap.Opened, box: MailBox) -> Place:
    known = MailFolder.objects.filter(account_id=box.account_id, name=box.folder).first()
    if known is not None and known.uid_validity == opened.uid_validity:
        return Place(known.uid_validity, known.last_uid)
    back = _LOOK_BACK if known is not None else 0
    last_uid = max(0, opened.next_uid - 1 - back)
    _move(box, opened.uid_validity, last_uid)
    return Place(opened.uid_validity, last_uid)


def _move(box: MailBox, uid_validity: int, last_uid: int) -> None:
    MailFolder.objects.update_or_create(
        school_id=schools.current(),
        account_id=box.account_id,
        name=box.folder,
        defaults={"uid_validity": uid_validity, "last_uid": last_uid},
    )
