"""The list of students as it stands on the screen, and the same as a table for a file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.catalog.queries.finding import ProductHit, products_by_name
from provodnik.facts.people.queries import (
    StudentRow,
    export_students,
    student_count,
    student_list,
)
from provodnik.facts.people.queries.activity import last_seen
from provodnik.facts.people.queries.pains import name_of_pain
from provodnik.facts.sales.queries.money import money_of_clients
from provodnik.facts.team.models import Staff
from provodnik.facts.team.queries import staff_list
from provodnik.facts.team.types import StaffRow
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.web import formats
from provodnik.web.access import has_right
from provodnik.web.design.types import Action, Column, Filter, View
from provodnik.web.pages.students.asking import BEFORE_STAGES, Asked, filter_of

_PRODUCTS, _EXPORTED_AT_ONCE = 500, 1000
_HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A student of the list, every figure in words already but money in kopecks."""

    client_id: int
    name: str
    href: str
    city: str
    stage: str
    coordinator: str
    score: str
    is_complaint: bool
    last_active_at: datetime | None
    revenue_kopecks: int


@dataclass(frozen=True, slots=True)
class Listing:
    """The page: its sentence, choices of the filters, the lines, where the next ones begin."""

    sentence: str
    asked: Asked
    total: int
    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    views: tuple[View, ...]
    filters: tuple[Filter, ...]
    stages: tuple[tuple[str, str], ...]
    products: tuple[ProductHit, ...]
    coordinators: tuple[StaffRow, ...]
    next_href: str
    export_href: str
    may_assign: bool
    sees_all: bool
    load_action: Action | None


def listing(staff: Staff, asked: Asked) -> Listing:
    """A page of the list. A fixed number of queries, whatever the number of students."""
    who = filter_of(asked, staff)
    page = student_list(who, sort=asked.sort, after=asked.after)
    total = student_count(who)
    products = tuple(products_by_name("", limit=_PRODUCTS))
    team = tuple(staff_list())
    may_export = has_right(staff, Right.EXPORT_ROWS)
    return Listing(
        sentence=_sentence(asked, total),
        asked=asked,
        total=total,
        lines=tuple(_lines(page.rows)),
        columns=_columns(),
        views=_views(asked) if has_right(staff, Right.SEE_ALL_STUDENTS) else (),
        filters=_filters(asked, products, team),
        stages=tuple((str(one.key), one.title) for one in method.lifecycle().stages),
        products=products,
        coordinators=tuple(one for one in team if Right.WORK_QUEUE in method.rights_of(one.role)),
        next_href=asked.query(after=page.next_place) if page.next_place else "",
        export_href=reverse("students:export") + asked.query() if may_export else "",
        may_assign=has_right(staff, Right.ASSIGN_COORDINATORS),
        sees_all=has_right(staff, Right.SEE_ALL_STUDENTS),
        load_action=_load_action(staff),
    )


def _load_action(staff: Staff) -> Action | None:
    if not has_right(staff, Right.IMPORT_DATA):
        return None
    return Action(_("Load data"), reverse("imports:list"), "upload")


def table(staff: Staff, asked: Asked) -> tuple[Sequence[str], Iterator[Sequence[object]]]:
    """The list as a file: the columns of the screen, every row the filters let through."""
    rows = export_students(filter_of(asked, staff), sort=asked.sort)
    return tuple(column.name for column in _columns()), _cells(rows)


def _cells(rows: Iterable[StudentRow]) -> Iterator[Sequence[object]]:
    for part in batched(rows, _EXPORTED_AT_ONCE, strict=False):
        for line in _lines(part):
            active = line.last_active_at
            yield (
                line.name,
                line.stage,
                line.coordinator,
                line.score,
                timezone.localdate(active).isoformat() if active else "",
                f"{line.revenue_kopecks / 100:.2f}".replace(".", ","),
            )


def _lines(rows: Sequence[StudentRow]) -> Iterator[Line]:
    client_ids = [row.client_id for row in rows]
    money, seen = money_of_clients(client_ids), last_seen(client_ids)
    titles = {str(one.key): one.title for one in method.lifecycle().stages}
    for row in rows:
        paid = money.get(row.client_id)
        yield Line(
            client_id=row.client_id,
            name=row.name,
            href=reverse("students:show", args=[row.client_id]),
            city=row.city,
            stage=titles.get(row.stage, "—"),
            coordinator=row.coordinator or "",
            score=score_words(row.last_csat),
            is_complaint=row.open_complaints > 0,
            last_active_at=max(
                filter(None, (row.last_active_at, seen.get(row.client_id))), default=None
            ),
            revenue_kopecks=paid.revenue_kopecks if paid else 0,
        )


def score_words(csat: int | None) -> str:
    """«5 из 5» from hundredths of a point; «—» where there was none."""
    if csat is None:
        return formats.UNDEFINED
    points = formats.number(csat / _HUNDREDTHS, _language(), decimals=0 if csat % 100 == 0 else 1)
    scale = method.offer_gates().dissatisfied.csat_scale
    return _("%(score)s of %(scale)s") % {"score": points, "scale": scale}


def _sentence(asked: Asked, total: int) -> str:
    people = formats.counted(total, _("student|students"), _language())
    if asked.nowhere:
        return _("%(people)s finished and went nowhere") % {"people": people}
    if asked.without:
        return _("%(people)s without a coordinator") % {"people": people}
    if not total and not asked.is_narrowed:
        return _("You lead no students yet") if asked.mine else _("No students yet")
    if asked.is_narrowed and not total:
        return _("Nobody was found")
    if asked.is_narrowed:
        return _("Found %(people)s") % {"people": people}
    return _("%(people)s are led by you") % {"people": people} if asked.mine else people


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Student")),
        Column(_("Stage")),
        Column(_("Coordinator"), is_wide_only=True),
        Column(_("Score"), is_wide_only=True),
        Column(_("Activity"), is_wide_only=True),
        Column(_("Revenue"), is_number=True),
    )


def _views(asked: Asked) -> tuple[View, ...]:
    everyone = not (asked.mine or asked.without or asked.nowhere)
    return (
        View(_("All students"), asked.query(**_VIEW), is_current=everyone),
        View(_("Mine"), asked.query(**{**_VIEW, "mine": True}), is_current=asked.mine),
        View(
            _("Without a coordinator"),
            asked.query(**{**_VIEW, "without": True}),
            is_current=asked.without,
        ),
        View(
            _("Went nowhere"),
            asked.query(**{**_VIEW, "nowhere": True}),
            is_current=asked.nowhere,
        ),
    )


_VIEW: dict[str, object] = {"mine": False, "without": False, "nowhere": False, "coordinator": None}


def _filters(
    asked: Asked, products: Sequence[ProductHit], team: Sequence[StaffRow]
) -> tuple[Filter, ...]:
    """What narrows the list, each with the way back."""
    stages = {str(one.key): one.title for one in method.lifecycle().stages}
    stages[BEFORE_STAGES] = _("Before the first stage")
    named = {one.product_id: one.name for one in products}
    people = {one.staff_id: one.name for one in team}
    chosen = (
        ("text", asked.text, f"«{asked.text}»"),
        ("stage", asked.stage, stages.get(asked.stage, asked.stage)),
        ("product", asked.product, named.get(asked.product or 0, "—")),
        ("coordinator", asked.coordinator, people.get(asked.coordinator or 0, "—")),
        ("pain", asked.pain, name_of_pain(asked.pain) if asked.pain else ""),
        ("complaint", asked.complaint, _("With an open complaint")),
        ("assigned", asked.assigned, _("With a coordinator")),
        ("audience", asked.audience, _("Of one target group")),
        ("warmed", asked.warmed, _("Warmed up in one month")),
    )
    empty: dict[str, object] = {
        **{"text": "", "stage": "", "product": None, "coordinator": None},
        **{"pain": None, "complaint": False, "assigned": False, "audience": None, "warmed": ""},
    }
    return tuple(
        Filter(words, asked.query(**{name: empty[name]})) for name, value, words in chosen if value
    )


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
