"""What the page of sending shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from provodnik.facts.people.queries.cards import names_of as client_names
from provodnik.facts.team.models import Staff
from provodnik.facts.team.queries import names_of as staff_names
from provodnik.kernel.outbox import queries
from provodnik.kernel.outbox.queries import Row, Wanted
from provodnik.kernel.outbox.rules import kind_of, number_of
from provodnik.kernel.outbox.types import State
from provodnik.method import queries as method
from provodnik.touches.desk.queries.sent import AnsweredTicket, tickets_of_messages
from provodnik.web.client_access import openable
from provodnik.web.design.types import Tone, View
from provodnik.web.outbox_access import seen_staff_id
from provodnik.web.pages.outbox import words

_TEXT_LENGTH = 160
_DESK = "desk_message"
# What stands behind each tab, in the order of what needs a person first.
TABS: Mapping[str, tuple[State, ...]] = {
    "unclear": (State.UNCERTAIN,),
    "refused": (State.REFUSED,),
    "waiting": (State.QUEUED, State.CLAIMED),
    "arrived": (State.ACCEPTED,),
    "dropped": (State.CANCELLED, State.EXPIRED),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    tab: str = ""
    mine: bool = False
    page: int = 1

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        tab, page = query.get("state", ""), query.get("page", "")
        known = tab if tab in TABS else ""
        return cls(known, query.get("mine") == "1", int(page) if page.isdecimal() else 1)

    def href(self, **changed: str) -> str:
        told = {"state": self.tab, "mine": "1" if self.mine else "", **changed}
        query = urlencode({key: value for key, value in told.items() if value})
        return f"{reverse('outbox:list')}?{query}" if query else reverse("outbox:list")


@dataclass(frozen=True, slots=True)
class Line:
    """A message, with names instead of numbers."""

    row: Row
    text: str
    client: str
    may_open: bool
    owner: str
    channel: str
    ticket: AnsweredTicket | None
    state: str
    tone: Tone
    icon: str
    why: str

    @property
    def is_unclear(self) -> bool:
        return self.row.state is State.UNCERTAIN

    @property
    def is_undecided(self) -> bool:
        return self.row.state in (State.UNCERTAIN, State.REFUSED)


@dataclass(frozen=True, slots=True)
class SendingPage:
    """The list of one tab."""

    sentence: str
    asked: Asked
    tabs: Sequence[View]
    owners: Sequence[View]
    lines: Sequence[Line]
    next_href: str
    is_empty: bool


def sending_page(staff: Staff, asked: Asked) -> SendingPage:
    """Seven queries, whatever the number of messages."""
    own = staff.pk if asked.mine else seen_staff_id(staff)
    counts = queries.counts(staff_id=own)
    is_empty = not any(counts.values())
    asked = asked if asked.tab else Asked(_first(counts), asked.mine, asked.page)
    most = method.sending_settings().most_shown
    wanted = Wanted(TABS[asked.tab], staff_id=own)
    rows = queries.messages(wanted, limit=most + 1, offset=(asked.page - 1) * most)
    return SendingPage(
        sentence=words.sentence(asked.tab, _count(asked.tab, counts), is_empty=is_empty),
        asked=asked,
        tabs=_tabs(asked, counts),
        owners=_owners(staff, asked),
        lines=_lines(staff, rows[:most]),
        next_href=asked.href(page=str(asked.page + 1)) if len(rows) > most else "",
        is_empty=is_empty,
    )


def _first(counts: Mapping[State, int]) -> str:
    """The first tab that has something."""
    filled = (tab for tab in TABS if _count(tab, counts))
    return next(filled, "unclear")


def _tabs(asked: Asked, counts: Mapping[State, int]) -> list[View]:
    names = {
        "unclear": _("Without a clear answer"),
        "refused": _("Did not arrive"),
        "waiting": _("Waiting to go"),
        "arrived": _("Arrived"),
        "dropped": _("Taken back"),
    }
    return [
        View(
            names[tab],
            asked.href(state=tab),
            count=_count(tab, counts),
            is_current=tab == asked.tab,
        )
        for tab in TABS
    ]


def _count(tab: str, counts: Mapping[State, int]) -> int:
    return sum(counts[state] for state in TABS[tab])


def _owners(staff: Staff, asked: Asked) -> list[View]:
    if seen_staff_id(staff) is not None:
        return []
    return [
        View(_("Everybody's"), asked.href(mine=""), is_current=not asked.mine),
        View(_("Mine"), asked.href(mine="1"), is_current=asked.mine),
    ]


def _lines(staff: Staff, rows: Sequence[Row]) -> list[Line]:
    client_ids = _numbers(row.client_id for row in rows)
    clients, openable_ids = client_names(client_ids), openable(staff, client_ids)
    owners = staff_names(_numbers(row.staff_id for row in rows))
    answers = [number_of(row.about) for row in rows if kind_of(row.about) == _DESK]
    tickets = tickets_of_messages(_numbers(answers))
    sending = method.sending_settings()
    return [
        Line(
            row=row,
            text=_text(row),
            client=clients.get(row.client_id or 0, row.recipient),
            may_open=row.client_id in openable_ids,
            owner=owners.get(row.staff_id or 0, ""),
            channel=sending.channel(row.channel).title,
            ticket=tickets.get(number_of(row.about) or 0) if kind_of(row.about) == _DESK else None,
            state=words.state(row),
            tone=words.TONES[row.state],
            icon=words.ICONS[row.state],
            why=words.why(row),
        )
        for row in rows
    ]


def _text(row: Row) -> str:
    text = " ".join(str(row.body.get("text") or row.body.get("subject") or "").split())
    return text if len(text) <= _TEXT_LENGTH else f"{text[:_TEXT_LENGTH].rstrip()}…"


def _numbers(found: Iterable[int | None]) -> set[int]:
    return {one for one in found if one is not None}
