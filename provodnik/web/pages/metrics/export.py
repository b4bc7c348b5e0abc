"""The rows of a number as a table for a spreadsheet."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from provodnik.lake.types import Evidence, EvidenceRow
from provodnik.metrics.redefined import Redefined
from provodnik.web import labels
from provodnik.web.pages.metrics.content import amount_of


def rows_table(
    found: Evidence, changes: Sequence[Redefined] = ()
) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Header and rows; money in roubles, moments in the school's zone.

    Where the definition changed within the period, a column tells which version answered
    when each entry happened: a file kept since then was made by it.
    """
    header, rows = _plain(found)
    if not changes:
        return header, rows
    told = zip(found.rows, rows, strict=True)
    return (*header, _("Version of the formula")), [
        (*row, _version_at(one, changes)) for one, row in told
    ]


def _version_at(row: EvidenceRow, changes: Sequence[Redefined]) -> int:
    passed = [change.after for change in changes if change.at <= row.happened_at]
    return passed[-1] if passed else changes[0].before


def _plain(found: Evidence) -> tuple[Sequence[str], list[Sequence[object]]]:
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
