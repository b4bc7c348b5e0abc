"""What one row of answers must be: marks that stand on their scale, of a known figure."""

from collections.abc import Mapping

from provodnik.kernel.imports.cells import plain_number, scaled
from provodnik.kernel.imports.types import BadCell, RejectCode

TOPS: Mapping[str, int] = {"nps": 10, "csat": 5, "csi": 5}
_LOWEST: Mapping[str, int] = {"nps": 0, "csat": 1, "csi": 1}
_HUNDRED = 100
_TEXT = 2000


def mark(text: str, measure: str, top: int) -> int:
    """A mark in hundredths of a point.

    Raises:  BadCell: no number, or one outside its scale
    """
    value = scaled(plain_number(text.replace(",", ".")))
    if not _LOWEST[measure] * _HUNDRED <= value <= top * _HUNDRED:
        raise BadCell(RejectCode.UNKNOWN_VALUE, value=text.strip()[:40])
    return value


def measure_of(text: str) -> str:
    """The figure an answer goes into, as a person writes it.

    Raises:  BadCell: nothing, or none of ours
    """
    told = text.strip().casefold()
    if not told:
        raise BadCell(RejectCode.EMPTY)
    if told not in TOPS:
        raise BadCell(RejectCode.UNKNOWN_VALUE, value=text.strip()[:40])
    return told


def whole(text: str, default: int) -> int:
    """A whole number above zero, or what is usual. Raises BadCell."""
    if not text.strip():
        return default
    number = plain_number(text)
    if number != int(number) or number < 1:
        raise BadCell(RejectCode.BAD_NUMBER, value=text.strip()[:40])
    return int(number)


def words(text: str) -> str:
    """What somebody wrote. Raises BadCell."""
    told = text.strip()
    if len(told) > _TEXT:
        raise BadCell(RejectCode.TOO_LONG, limit=_TEXT)
    return told
