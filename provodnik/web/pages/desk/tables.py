"""The list of requests as rows of a file."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from provodnik.touches.desk.queries import TicketRow
from provodnik.touches.desk.rules import item_of
from provodnik.web.pages.desk import words


def table(rows: Sequence[TicketRow], zone_name: str) -> tuple[list[str], list[list[str]]]:
    """Heads and cells; moments by the school's clock."""
    zone = ZoneInfo(zone_name)
    heads = [
        *(_("Number"), _("Student"), _("Subject"), _("Channel"), _("Priority"), _("State")),
        *(_("Owner"), _("Opened"), _("First answer"), _("Answer by"), _("Resolve by")),
    ]
    return heads, [_cells(row, zone) for row in rows]


def _cells(row: TicketRow, zone: ZoneInfo) -> list[str]:
    moments = (row.opened_at, row.first_answered_at, row.answer_due_at, row.limit_due_at)
    return [
        *(item_of(row.number), row.client, row.subject, row.channel, row.priority.upper()),
        *(words.state_word(row.state), row.owner),
        *(_moment(at, zone) for at in moments),
    ]


def _moment(at: datetime | None, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else ""
