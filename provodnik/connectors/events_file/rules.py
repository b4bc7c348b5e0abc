"""What one row of the events file must be: its kind known, its needs filled, its value a number."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from provodnik.kernel.events import EventKind, Unit
from provodnik.kernel.imports.cells import plain_number, scaled
from provodnik.kernel.imports.types import BadCell, RejectCode

# What a kind needs → the column of the file that tells it.
_COLUMNS: Mapping[str, str] = {
    "client_id": "client",
    "staff_id": "staff",
    "product_id": "product",
    "item": "item",
    "channel": "channel",
    "value": "value",
}


def needed_columns(kind: EventKind) -> tuple[str, ...]:
    """Columns of the file without which an event of this kind makes no sense."""
    return tuple(sorted(_COLUMNS[need] for need in kind.needs))


def value_of(text: str, unit: Unit | None) -> int | None:
    """A number in the smallest unit of its kind. Money comes in roubles; empty is None.

    Raises:  BadCell: no number, below zero, or a part of something counted whole
    """
    if not text.strip():
        return None
    number = plain_number(text)
    if number < 0:
        raise BadCell(RejectCode.NEGATIVE, value=text.strip()[:40])
    if unit in {Unit.KOPECKS, Unit.HUNDREDTHS}:
        return scaled(number)
    if unit is Unit.SECONDS:
        return int(number.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if number != int(number):
        raise BadCell(RejectCode.BAD_NUMBER, value=text.strip()[:40])
    return int(number)
