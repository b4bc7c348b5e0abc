"""Encoding and delimiter of a CSV, decided from its first part."""

import codecs
import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from provodnik.kernel.imports.errors import FileUnreadable
from provodnik.kernel.imports.types import FileProblem

# A bad byte becomes a lone surrogate, so that one spoilt cell costs one row and not the file.
DECODE_ERRORS = "surrogateescape"
WINDOWS = "windows-1251"
_DELIMITERS = (";", ",", "\t")
_TITLES_FOR_CERTAINTY = 2
_SPOILT_LINES_SHARE = 0.01
_SURROGATES = re.compile("[\udc80-\udcff]")
# Excel's own hint, not a record of the table.
_SEPARATOR_HINT = re.compile(r'^\ufeff?"?sep=(.)"?\r?\n')

type IsTitle = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How to read a CSV. `skip_lines` is 1 after Excel's `sep=` line."""

    encoding: str
    delimiter: str
    skip_lines: int = 0


def dialect(head: bytes, *, whole: bool, chosen: str | None, is_title: IsTitle) -> Dialect:
    """Encoding by BOM, by the person's choice, else by trying; delimiter by known titles.

    `head` is the first part of the file, `whole` says that there is no more of it.

    Raises:  FileUnreadable: letters can't be read; `suggested` names the likely encoding
    """
    encoding = chosen or _encoding(head, whole=whole, is_title=is_title)
    text = _decode(head, encoding, whole=whole)
    if hint := _SEPARATOR_HINT.match(text):
        return Dialect(encoding, hint[1], skip_lines=1)
    return Dialect(encoding, _delimiter(text, is_title))


def readable(text: str) -> bool:
    """True when no byte of it had to be escaped."""
    return _SURROGATES.search(text) is None


def _encoding(head: bytes, *, whole: bool, is_title: IsTitle) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    text = _decode(head, "utf-8-sig", whole=whole)
    if readable(text):
        return "utf-8-sig"
    lines = text.splitlines()
    spoilt = sum(not readable(line) for line in lines)
    if readable(lines[0]) and spoilt <= len(lines) * _SPOILT_LINES_SHARE:
        return "utf-8-sig"
    return _windows(head, whole=whole, is_title=is_title)


def _windows(head: bytes, *, whole: bool, is_title: IsTitle) -> str:
    """Windows-1251 when its header proves it; otherwise a person decides."""
    text = _decode(head, WINDOWS, whole=whole)
    known = _known(_header(text, _delimiter(text, is_title)), is_title)
    non_latin = sum(not title.isascii() for title in known)
    if non_latin >= _TITLES_FOR_CERTAINTY:
        return WINDOWS
    letters = [c for c in text if ord(c) > 0x7F]  # noqa: PLR2004 (end of ASCII)
    cyrillic = sum("а" <= c.lower() <= "я" or c in "ёЁ«»№—–…" for c in letters)
    likely = cyrillic * 10 >= len(letters) * 9
    raise FileUnreadable(FileProblem.WRONG_ENCODING, suggested=WINDOWS if likely else "")


def _decode(head: bytes, encoding: str, *, whole: bool) -> str:
    decoder = codecs.getincrementaldecoder(encoding)(DECODE_ERRORS)
    return decoder.decode(head, final=whole)


def _delimiter(text: str, is_title: IsTitle) -> str:
    def score(delimiter: str) -> tuple[int, int]:
        header = _header(text, delimiter)
        return len(_known(header, is_title)), len(header)

    return max(_DELIMITERS, key=score)


def _known(header: list[str], is_title: IsTitle) -> list[str]:
    return [title for title in header if is_title(title)]


def _header(text: str, delimiter: str) -> list[str]:
    lines = islice(iter(text.lstrip("\r\n").splitlines(keepends=True)), 50)
    try:
        return next(csv.reader(lines, delimiter=delimiter), [])
    except csv.Error:
        return []
