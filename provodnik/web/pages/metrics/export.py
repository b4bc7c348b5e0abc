"""The rows of a number as a table for a spreadsheet."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from provodnik.lake.types import Evidence, EvidenceRow
from provodnik.web import labels
from provodnik.web.pages.metrics.content import amount_of


def rows_table(found: Evidence) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Header and rows; money in roubles, moments in the school's zone."""
    header = (
        _("When"),
        _("What"),
        _("Client"),
        _("Order or item"),
        _("Channel"),
        _("Part"),
        _("Sum or mark"),
    )
    return header, [
        (
            timezone.localtime(row.happened_at).strftime("%Y-%m-%d %H:%M"),
            labels.event(row.event),
            row.client or "",
            row.item or "",
            row.channel or "",
            labels.part(row.part),
            _amount(row),
        )
        for row in found.rows
    ]


def _amount(row: EvidenceRow) -> str:
    amount = amount_of(row)
    return "" if amount is None else f"{amount:.2f}".replace(".", ",")
