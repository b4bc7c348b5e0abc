"""The entries a line of a slip was counted from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from provodnik.decisions.pay.types import Line, Slip
from provodnik.facts.people.queries import names_of
from provodnik.facts.team.models import Staff
from provodnik.kernel import journal, schools
from provodnik.kernel.events import Unit
from provodnik.kernel.periods import month_of
from provodnik.lake import services as lake
from provodnik.lake.dims import NAMELESS
from provodnik.web import labels
from provodnik.web.client_access import openable
from provodnik.web.pages.pay import words

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Row:
    """An entry: who, what, when; kopecks of money entries, else None."""

    client: str
    client_href: str
    event: str
    item: str
    happened_at: datetime
    kopecks: int | None


@dataclass(frozen=True, slots=True)
class RowsPage:
    """The rows of a line, newest first, at most `SHOWN`; `count` is how many there are."""

    title: str
    note: str
    kopecks: int
    rows: Sequence[Row]
    count: int
    month: str


def rows_page(slip: Slip, line: Line, month_on: date, *, viewer: Staff, today: date) -> RowsPage:
    """What was counted. Reads the lake once and clients once; cards open to who may see them."""
    month = month_of(month_on)
    found = lake.evidence(
        line.metric,
        school_id=schools.current(),
        period_from=month.from_on,
        period_to=month.to_on,
        where={"staff": f"{NAMELESS}{slip.staff_id}"},
        limit=SHOWN,
    )
    ids = {row.client_id for row in found.rows if row.client_id}
    clients = names_of(ids)
    opens = openable(viewer, ids)
    rows = [
        Row(
            client=clients.get(row.client_id or 0, ""),
            client_href=_card(row.client_id, opens),
            event=labels.event(row.event),
            item=row.item or "",
            happened_at=row.happened_at,
            kopecks=row.value if _is_money(row.event) else None,
        )
        for row in found.rows
    ]
    return RowsPage(
        title=words.title(line),
        note=words.note(line),
        kopecks=line.amount_kopecks,
        rows=rows,
        count=found.count,
        month=words.month_words(month_on, today),
    )


def _is_money(event: str) -> bool:
    kind = journal.kinds().get(event)
    return kind is not None and kind.unit is Unit.KOPECKS


def _card(client_id: int | None, opens: Collection[int]) -> str:
    return reverse("students:show", args=[client_id]) if client_id in opens else ""
