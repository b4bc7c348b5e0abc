"""What a row must be: a request, a message, or both; and what its words mean here. Pure."""

import re
from collections.abc import Callable, Mapping, Sequence

from provodnik.kernel.imports.types import BadCell, RejectCode

_PHONE = re.compile(r"\+?[\d\s()\-]{10,20}")
_ENDS = ("answered_at", "resolved_at", "closed_at")


def folded(word: str) -> str:
    """A word as it is looked up: small, without ё and spaces around."""
    return word.strip().casefold().replace("ё", "е")


def looked_up(known: Mapping[str, str], *, otherwise: str | None = None) -> Callable[[str], str]:
    """A parser of words by a table of folded ones; an empty cell stays empty.

    The result raises BadCell for an unknown word, unless `otherwise` stands for all of them.
    """

    def parse(text: str) -> str:
        if not text.strip():
            return ""
        found = known.get(folded(text), otherwise)
        if found is None:
            raise BadCell(RejectCode.UNKNOWN_VALUE, value=text.strip()[:40])
        return found

    return parse


def named(titles: Mapping[str, str], words: Mapping[str, str]) -> dict[str, str]:
    """Every way to say a key of the method: the key, its title, another desk's word for it."""
    ours = {folded(title): key for key, title in titles.items()}
    theirs = {folded(word): key for word, key in words.items() if key in titles}
    return {**theirs, **ours, **{folded(key): key for key in titles}}


def who(phone_of: Callable[[str], str | None]) -> Callable[[str], str]:
    """A parser of whatever names a client: an e-mail in small letters, a phone in E.164, a name."""

    def parse(text: str) -> str:
        text = text.strip()
        if len(text) > 200:  # noqa: PLR2004 (the longest name there is)
            raise BadCell(RejectCode.TOO_LONG, limit=200)
        if "@" in text:
            return text.lower()
        return (_PHONE.fullmatch(text) and phone_of(text)) or text

    return parse


def judge(names: Sequence[str], moment: Callable[[str], float]) -> Callable[[list[object]], None]:
    """Refuses rows that make no sense: an end before its beginning, a message without its moment.

    `names` are the columns of the row; `moment` makes a number of a parsed one.

    Raises (by the result):  BadCell
    """
    place = {name: at for at, name in enumerate(names)}

    def cell(row: list[object], name: str) -> str:
        return str(row[place[name]] or "") if name in place else ""

    def check(row: list[object]) -> None:
        opened = cell(row, "opened_at")
        for name in _ENDS:
            ended = cell(row, name)
            if opened and ended and moment(ended) < moment(opened):
                raise BadCell(RejectCode.BEFORE_START, target=name, value=ended[:16])
        side, said_at = cell(row, "side"), cell(row, "said_at")
        if said_at and not side:
            raise BadCell(RejectCode.EMPTY, target="side")
        if side and not said_at:
            raise BadCell(RejectCode.EMPTY, target="said_at")

    return check
