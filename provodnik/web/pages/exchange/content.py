"""What the page of the exchange shows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.sales.queries.exchange import (
    HandoffRow,
    LeadRow,
    NewClient,
    PackRow,
    RequestRow,
    clients_without_handoff,
    draft_pack,
    handoffs,
    leads,
    packs,
    requests,
)
from provodnik.facts.sales.types import NewPackItem, PackItemKind
from provodnik.facts.team.models import Staff
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.web import formats
from provodnik.web.access import has_right

_NEW_DAYS = 30
_MOST_NEW = 10


@dataclass(frozen=True, slots=True)
class ShownRequest:
    """A request with the titles of its departments."""

    row: RequestRow
    asks: str
    answers: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class Exchange:
    """Everything the template needs; lists of people hold those the member may see."""

    sentence: str
    requests: tuple[ShownRequest, ...]
    packs: tuple[PackRow, ...]
    draft: tuple[NewPackItem, ...]
    handoffs: tuple[HandoffRow, ...]
    untold: tuple[NewClient, ...]
    leads: tuple[LeadRow, ...]

    @property
    def pains(self) -> tuple[NewPackItem, ...]:
        return tuple(item for item in self.draft if item.kind is PackItemKind.PAIN)


def exchange(staff: Staff, *, now: datetime) -> Exchange:
    """A fixed number of queries. Who sees every student sees them here; others their own."""
    settings = method.launch_settings()
    sees_all = has_right(staff, Right.SEE_ALL_STUDENTS)
    sees_own = has_right(staff, Right.SEE_OWN_STUDENTS)
    shown = tuple(
        ShownRequest(
            row,
            settings.department(row.from_department),
            settings.department(row.to_department),
            row.is_late(now),
        )
        for row in requests()
    )
    told: list[HandoffRow] = []
    if sees_all or sees_own:
        told = handoffs(of_coordinator=None if sees_all else staff.pk)
    return Exchange(
        sentence=_sentence(shown, told),
        requests=shown,
        packs=tuple(packs()),
        draft=tuple(draft_pack(words=settings.pack_words, now=now)),
        handoffs=tuple(told),
        untold=tuple(
            clients_without_handoff(since=now - timedelta(days=_NEW_DAYS), limit=_MOST_NEW)
            if sees_all
            else ()
        ),
        leads=tuple(leads() if sees_all else ()),
    )


def _sentence(shown: tuple[ShownRequest, ...], told: list[HandoffRow]) -> str:
    """Broken promises first, then what waits, then calm."""
    language = (get_language() or "ru").split("-")[0]
    waiting = [one for one in shown if one.row.answered_at is None]
    if late := sum(one.is_late for one in waiting):
        words = formats.counted(late, _("question|questions"), language)
        return _("%(questions)s of other departments without an answer in time") % {
            "questions": words
        }
    if unread := sum(one.seen_at is None for one in told):
        words = formats.counted(unread, _("handoff|handoffs"), language)
        return _("%(handoffs)s of sales not read yet") % {"handoffs": words}
    if waiting:
        words = formats.counted(len(waiting), _("question|questions"), language)
        return _("%(questions)s wait for an answer, all in time") % {"questions": words}
    return _("Departments owe each other nothing")
