"""Cutting off what a writer only quotes, so that a thread shows what is new. Pure.

A rule of our own, on purpose: the libraries for it know the heads of quotations of a dozen
languages by long tables, and we show the whole letter wherever nothing new would be left.
"""

import re

_WRITES = r"(?:wrote|писал\(?а?\)?|написал\(?а?\)?|пишет)"
_HEADS = re.compile(
    rf"""
    ^\s*(?:
      -{{2,}}\s*(?:original\ message|исходное\ сообщение|пересылаемое\ сообщение|
                 пересланное\ сообщение|forwarded\ message)\s*-{{2,}}
    | (?:on|в|вт|ср|чт|пт|сб|вс|пн)\b.{{6,160}}{_WRITES}\s*:
    | \d{{1,2}}[.\s]\S{{2,10}}[.\s]\s?\d{{4}}.{{0,160}}(?:{_WRITES}|<\S+@\S+>)\s*:
    | .{{0,120}}<[^<>\s]+@[^<>\s]+>\s*{_WRITES}?\s*:
    | _{{10,}}
    )\s*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_FIELD = re.compile(r"^\s*\**(?:from|от|от\ кого)\s*:\**\s*\S", re.IGNORECASE)
_NEXT_FIELD = re.compile(
    r"^\s*\**(?:sent|date|to|subject|отправлено|дата|кому|тема)\s*:\**", re.IGNORECASE
)
_SIGNATURE = re.compile(r"^(?:--|—)\s*$")
_PHONE_SIGNATURE = re.compile(r"^\s*(?:отправлено (?:с|из)|sent from)\s.{1,60}$", re.IGNORECASE)


def new_words(text: str) -> str:
    """The text without the letter it answers, without quoted lines and the signature.

    Where nothing is left (somebody answered inside the quotation, or only forwarded), the whole
    text: losing words is worse than showing them twice.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept: list[str] = []
    at = 0
    while at < len(lines):
        head = _head_length(lines, at)
        rest = lines[at + head :]
        # With marked quotations an answer may stand below or between them.
        if (head and not any(_is_quoted(line) for line in rest)) or _SIGNATURE.match(lines[at]):
            break
        if not head and not _is_quoted(lines[at]) and not _PHONE_SIGNATURE.match(lines[at]):
            kept.append(lines[at])
        at += head or 1
    return _tidied(kept) or _tidied(lines)


def _head_length(lines: list[str], at: int) -> int:
    """How many lines from here on say that a quotation follows; 0: none."""
    line = lines[at]
    if _HEADS.match(line):
        return 1
    coming = [later for later in lines[at + 1 : at + 4] if later.strip()]
    if line.rstrip().endswith(":") and coming and _is_quoted(coming[0]):
        return 1
    if _FIELD.match(line) and any(_NEXT_FIELD.match(later) for later in coming):
        return 1
    # A long head is broken in two by the writer's program.
    after = lines[at + 1].strip() if at + 1 < len(lines) else ""
    is_broken = (
        bool(line.strip()) and after.endswith(":") and not line.rstrip().endswith((".", "?"))
    )
    return 2 if is_broken and _HEADS.match(f"{line.rstrip()} {after}") else 0


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _tidied(lines: list[str]) -> str:
    text = "\n".join(line.rstrip() for line in lines).strip()
    return re.sub(r"\n{3,}", "\n\n", text)
