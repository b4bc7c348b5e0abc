"""The rows of a number as a table for a spreadsheet."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from provodnik.lake.types import Evidence
from provodnik.web import labels
from provodnik.web.pages.metrics.content import MONEY


def rows_table(found: Evidence) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Header and rows; money in roubles, moments in the school's zone."""
    header = (
        _("When"),
        _("What"),
        _("Client"),
        _("Order or item"),
        _("Channel"),
        _("Part"),
        _("Sum"),
    )
    return header, [
        (
            timezone.localtime(row.happened_at).strftime("%Y-%m-%d %H:%M"),
            labels.event(row.event),
            row.client or "",
            row.item or "",
            row.channel or "",
            labels.part(row.part),
            _roubles(row.event, row.value),
        )
        for row in found.rows
    ]


def _roubles(event: str, value: int | None) -> str:
    if value is None or event not in MONEY:
        return ""
    return f"{value / 100:.2f}".replace(".", ",")
