"""Who wrote a letter: a person, a machine in their stead, or a mail server. Pure.

By RFC 3834 (Auto-Submitted), RFC 3464 (delivery reports) and the headers programs set besides.
"""

from collections.abc import Mapping

from provodnik.connectors.email.types import LetterKind

_BULK = frozenset({"bulk", "auto_reply", "auto-reply", "junk", "list"})
_AUTO_HEADERS = ("x-autoreply", "x-autorespond", "x-auto-reply", "x-autoresponder")
_SERVERS = ("mailer-daemon@", "postmaster@")
_ABSENT = (
    *("автоответ", "автоматический ответ", "я в отпуске", "нет на месте"),
    *("automatic reply", "auto-reply", "autoreply", "out of office"),
)


def kind_of(headers: Mapping[str, str], *, address: str, subject: str, report: str) -> LetterKind:
    """The kind of a letter from another.

    `headers` are by small names; `address` is the sender's; `report` is the kind of a
    multipart/report, else empty. An empty return path belongs to what nobody may answer.
    """
    sender = address.lower()
    is_server = sender.startswith(_SERVERS) or not sender
    if report == "delivery-status" or (is_server and headers.get("return-path", "<>") == "<>"):
        return LetterKind.BOUNCE
    submitted = headers.get("auto-submitted", "no").split(";")[0].strip().lower()
    is_auto = (
        submitted not in {"no", ""}
        or headers.get("precedence", "").strip().lower() in _BULK
        or any(name in headers for name in _AUTO_HEADERS)
        or headers.get("x-auto-response-suppress", "").strip().lower() in {"all", "oof, autoreply"}
        or headers.get("return-path", "").strip() == "<>"
        or subject.strip().lower().startswith(_ABSENT)
    )
    return LetterKind.AUTO if is_auto else LetterKind.PERSON
