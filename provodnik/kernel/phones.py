"""Phones as one form, E.164: «8 (916) 123-45-67» → «+79161234567»."""

import re
from collections.abc import Iterator

from phonenumbers import (
    NumberParseException,
    PhoneNumberFormat,
    format_number,
    is_valid_number,
    parse,
)

_LONGEST = 250  # the library reads no further either
_SEVERAL = re.compile(r"[,;/|\n]|\s+(?:или|и)\s+")
# A full international number; 8 and 0 in front are how a country is left, not its code.
_PLUS_LEFT_OUT = re.compile(r"[1-79][0-9]{10,14}")
# A number column of a spreadsheet, exported as text.
_SPREADSHEET_TAIL = re.compile(r"\.0+$")


def e164(text: str, *, region: str = "RU") -> str | None:
    """The first phone in a cell in E.164, without its extension; None when there is none.

    Forgiving: brackets, dashes and dots, 8 or +7 or bare 7, the plus of another country left out,
    several phones in one cell. `region` is the country meant where the number names none.
    """
    for part in _SEVERAL.split(text[:_LONGEST]):
        for candidate in _candidates(part.strip()):
            if phone := _valid(candidate, region):
                return phone
    return None


def _candidates(part: str) -> Iterator[str]:
    part = _SPREADSHEET_TAIL.sub("", part.lstrip("'"))
    yield part
    if _PLUS_LEFT_OUT.fullmatch(re.sub(r"\D", "", part)) and part[:1].isdigit():
        yield f"+{part}"


def _valid(candidate: str, region: str) -> str | None:
    try:
        number = parse(candidate, region)
    except NumberParseException:
        return None
    if not is_valid_number(number):
        return None
    return format_number(number, PhoneNumberFormat.E164)
