"""The board as it stands on the screen: what the address asks, columns, choices, words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from provodnik.facts.people.lifecycle import queries
from provodnik.facts.people.lifecycle.queries import BoardFilter, Card, Column
from provodnik.facts.people.types import ClientKind
from provodnik.facts.team.models import Staff
from provodnik.facts.team.queries import staff_list
from provodnik.facts.team.types import StaffRow
from provodnik.kernel.gates import Refused, Verdict
from provodnik.method import queries as method
from provodnik.method.rules import refusal
from provodnik.method.types import Right
from provodnik.web.access import has_right
from provodnik.web.design.types import GateReason, View
from provodnik.web.pages.stages.forms import KINDS


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: the filter, one stage, which page of it."""

    who: BoardFilter
    stage: str
    page: int

    def query(self, *, stage: str | None = None, page: int = 0) -> str:
        """The address of this board with another stage or page."""
        named = {
            "stage": self.stage if stage is None else stage,
            "kind": self.who.kind.value if self.who.kind else "",
            "coordinator": self.who.coordinator_id or "",
            "q": self.who.text,
            "waiting": "1" if self.who.waiting else "",
            "page": page or "",
        }
        filled = {name: value for name, value in named.items() if value}
        return f"?{urlencode(filled)}" if filled else "?"


@dataclass(frozen=True, slots=True)
class Board:
    """The page: every stage in short, or one stage as a list."""

    asked: Asked
    columns: tuple[Column, ...]
    stage: Column | None
    cards: tuple[Card, ...]
    views: tuple[View, ...]
    kinds: tuple[tuple[str, str], ...]
    coordinators: tuple[StaffRow, ...]
    total: int
    waiting: int
    next_href: str
    export_href: str
    may_move: bool
    may_pass: bool
    may_add: bool
    sees_grid: bool


def asked_of(query: QueryDict, staff: Staff) -> Asked:
    """The address read; who sees only their own students gets their own board."""
    kind, coordinator = query.get("kind", ""), query.get("coordinator", "")
    sees_all = has_right(staff, Right.SEE_ALL_STUDENTS)
    own = staff.pk if not sees_all else int(coordinator) if coordinator.isdecimal() else None
    stage, page = query.get("stage", ""), query.get("page", "")
    known = {str(one.key) for one in method.lifecycle().stages}
    return Asked(
        BoardFilter(
            kind=ClientKind(kind) if kind in set(ClientKind) else None,
            coordinator_id=own,
            text=query.get("q", "").strip(),
            waiting=query.get("waiting") == "1",
        ),
        stage=stage if stage in known else "",
        page=int(page) if page.isdecimal() else 0,
    )


def board(staff: Staff, asked: Asked) -> Board:
    """The board of the address. A fixed number of queries, whatever the number of clients."""
    columns = tuple(queries.board(asked.who))
    stage = next((one for one in columns if one.key == asked.stage), None)
    offset = asked.page * queries.PAGE
    cards = tuple(queries.column(asked.who, asked.stage, offset=offset)) if stage else ()
    more = stage is not None and stage.count > offset + len(cards)
    may_export = has_right(staff, Right.EXPORT_ROWS)
    sees_all = has_right(staff, Right.SEE_ALL_STUDENTS)
    return Board(
        asked=asked,
        columns=columns,
        stage=stage,
        cards=cards,
        views=_views(asked, columns),
        kinds=tuple((kind.value, str(words)) for kind, words in KINDS.items()),
        coordinators=_coordinators() if sees_all else (),
        total=sum(one.count for one in columns),
        waiting=queries.handoff_count(taker=staff),
        next_href=asked.query(page=asked.page + 1) if more else "",
        export_href=reverse("stages:export") + asked.query() if may_export else "",
        may_move=has_right(staff, Right.EDIT_STUDENTS),
        may_pass=has_right(staff, Right.MAKE_EXCEPTIONS),
        may_add=has_right(staff, Right.EDIT_STUDENTS) and sees_all,
        sees_grid=has_right(staff, Right.SEE_METHOD),
    )


def table(asked: Asked) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """The board as a file: what is on the screen, every row."""
    titles = {str(one.key): one.title for one in method.lifecycle().stages}
    header = (_("Stage"), _("Name"), _("With whom"), _("At the stage since"), _("Coordinator"))
    rows = queries.export(asked.who, asked.stage or None)
    return header, (
        (
            titles.get(row.stage, row.stage),
            row.name,
            str(KINDS[ClientKind(row.kind)]),
            _day(row.entered_at),
            row.coordinator or "",
        )
        for row in rows
    )


def gate_reasons(verdict: Verdict | Refused) -> tuple[GateReason, ...]:
    """A gate's reasons in the school's words."""
    gates = method.gates()
    said = [refusal(gates, reason) for reason in verdict.reasons]
    return tuple(GateReason(text=f"{one.title}. {one.missing}", why=one.why) for one in said)


def may_be_passed(verdict: Verdict) -> bool:
    """Whether a written reason opens the gate."""
    gates = method.gates()
    return all(refusal(gates, reason).may_pass for reason in verdict.reasons)


def stage_titles() -> dict[str, str]:
    """Stages by key."""
    return {str(one.key): one.title for one in method.lifecycle().stages}


def role_titles() -> dict[str, str]:
    """Roles by key."""
    return {str(one.key): one.title for one in method.roles().roles}


def _views(asked: Asked, columns: Sequence[Column]) -> tuple[View, ...]:
    every = View(_("All stages"), asked.query(stage=""), is_current=not asked.stage)
    return (
        every,
        *(
            View(one.title, asked.query(stage=one.key), one.count, one.key == asked.stage)
            for one in columns
        ),
    )


def _coordinators() -> tuple[StaffRow, ...]:
    return tuple(one for one in staff_list() if Right.WORK_QUEUE in method.rights_of(one.role))


def _day(at: datetime | None) -> str:
    return "" if at is None else timezone.localtime(at).date().isoformat()
