"""From the text of a cell to a value, remembering what was seen: exports repeat themselves."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from provodnik.kernel.imports.types import BadCell, RejectCode
from provodnik.kernel.money import MoneyError, parse_kopecks
from provodnik.kernel.phones import e164

_REMEMBERED = 200_000
_YEARS = range(1900, 2101)
_RUSSIAN_DATE = re.compile(
    r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?", re.ASCII
)
_LOOSE_ISO_DATE = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII
)
_SHEET_DAYS = re.compile(r"\d{5}(?:\.\d+)?", re.ASCII)
_SHEET_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 (days of a spreadsheet have no zone)
_NO_DATE = ("", "0000-00-00", "0000-00-00 00:00:00")

# The usual spelling of the usual phone: the library would take fifty times as long.
_RUSSIAN_MOBILE = re.compile(
    r"(?:\+7|8|7)[ -]?\(?9(\d{2})\)?[ -]?(\d{3})[ -]?(\d{2})[ -]?(\d{2})", re.ASCII
)
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_FAST_DIGITS = 14
_MONEY_CODES = {
    "ambiguous": RejectCode.AMBIGUOUS_MONEY,
    "other_currency": RejectCode.OTHER_CURRENCY,
}


class Remembered[T](dict[str, T]):
    """A parser that remembers its answers. `parse` raises BadCell; refusals are not kept."""

    def __init__(self, parse: Callable[[str], T]) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, text: str) -> T:
        if len(self) >= _REMEMBERED:
            self.clear()
        value = self[text] = self._parse(text)
        return value


def moments(zone: ZoneInfo, *, iso_only: bool = False) -> Remembered[str | None]:
    """Text → ISO 8601 with an offset, for COPY. Without a zone it is the school's wall clock.

    Known: ISO 8601, «2021-07-11 2:00», «11.07.2021 2:00», either without time, days of a
    spreadsheet; with `iso_only` the first alone. Empty and zero dates are None.
    """

    def parse(text: str) -> str | None:
        text = text.strip()
        if text in _NO_DATE:
            return None
        try:
            moment = datetime.fromisoformat(text) if iso_only else _moment(text)
            if moment.year not in _YEARS:
                raise ValueError
            return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()
        except (ValueError, OverflowError):
            raise BadCell(RejectCode.BAD_DATE, value=text[:40]) from None

    return Remembered(parse)


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        if found := _LOOSE_ISO_DATE.fullmatch(text):
            year, month, day, *clock = found.groups("0")
        elif found := _RUSSIAN_DATE.fullmatch(text):
            day, month, year, *clock = found.groups("0")
        elif _SHEET_DAYS.fullmatch(text):
            seconds = round(float(text) * 86_400)
            return _SHEET_EPOCH + timedelta(seconds=seconds)
        else:
            raise
        hour, minute, second = map(int, clock)
        return datetime(int(year), int(month), int(day), hour, minute, second)  # noqa: DTZ001 (the caller adds the school's zone)


def money(currency: str = "RUB") -> Remembered[int | None]:
    """Text with any spelling of a sum → kopecks, by `kernel.money`. Empty is None."""

    def parse(text: str) -> int | None:
        if text.isascii() and text.isdigit() and len(text) < _FAST_DIGITS:
            return int(text) * 100
        try:
            return parse_kopecks(text, currency=currency) if text.strip() else None
        except MoneyError as error:
            code = _MONEY_CODES.get(error.code, RejectCode.BAD_MONEY)
            raise BadCell(code, value=text.strip()[:40], currency=currency) from None

    return Remembered(parse)


def phones() -> Remembered[str | None]:
    """Text → the first phone in E.164, or None. Never refuses: a phone identifies nobody."""

    def parse(text: str) -> str | None:
        if found := _RUSSIAN_MOBILE.fullmatch(text):
            return "+79" + "".join(found.groups())
        return e164(text) if text.strip() else None

    return Remembered(parse)


def scaled(number: Decimal) -> int:
    """Hundredths of a number, halves away from zero."""
    return int((number * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def plain_number(text: str) -> Decimal:
    """A number with a dot and nothing else. Raises BadCell."""
    bare = text.strip()
    if not _PLAIN.fullmatch(bare) or len(bare) > 30:  # noqa: PLR2004 (longer is no sum on earth)
        raise BadCell(RejectCode.BAD_NUMBER, value=bare[:40])
    return Decimal(bare)


def short(limit: int) -> Callable[[str], str]:
    """Trimmed text of at most `limit` characters. The result raises BadCell."""

    def parse(text: str) -> str:
        text = text.strip()
        if len(text) > limit:
            raise BadCell(RejectCode.TOO_LONG, limit=limit)
        return text

    return parse
