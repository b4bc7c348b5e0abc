"""Answers as a table: the same rows and words as the screen, a column a question."""

from collections.abc import Sequence
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from provodnik.touches.voice.surveys.queries import ResponseRow
from provodnik.touches.voice.surveys.types import HUNDREDTHS

type Table = tuple[Sequence[str], list[Sequence[object]]]


def table(rows: Sequence[ResponseRow], zone: ZoneInfo) -> Table:
    """One row a student; scores are numbers, words are text."""
    items = list(dict.fromkeys(one.item for row in rows for one in row.answers))
    header = [_("Answered at"), _("Student"), _("Product"), _("Stream"), _("Who answers"), *items]
    return header, [_row(row, items, zone) for row in rows]


def _row(row: ResponseRow, items: Sequence[str], zone: ZoneInfo) -> Sequence[object]:
    told: dict[str, object] = {}
    for one in row.answers:
        if one.value_hundredths is None:
            told[one.item] = one.text
        else:
            told[one.item] = float(Decimal(one.value_hundredths) / HUNDREDTHS)
    at = row.answered_at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    known = (at, row.client, row.product, row.cohort, row.responsible)
    return (*known, *(told.get(item, "") for item in items))
