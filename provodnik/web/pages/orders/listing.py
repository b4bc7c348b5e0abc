"""What the list of paid orders shows; its filters live in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.catalog.queries.finding import products_by_name
from provodnik.facts.sales.queries.order_list import PAGE, OrderFilter, OrderRow, order_page
from provodnik.facts.team.models import Staff
from provodnik.kernel.periods import Period
from provodnik.method.types import Right
from provodnik.web import formats
from provodnik.web.access import has_right
from provodnik.web.design.types import Column, Filter

_KEPT = ("product", "line", "days", "from", "to")
_PRODUCTS, _MOST_DAYS = 500, 10_000


@dataclass(frozen=True, slots=True)
class Line:
    """An order; the card of its buyer opens to who may see it."""

    order: OrderRow
    is_open: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """The page: its sentence, the orders, the filters that can be taken off."""

    sentence: str
    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    next_query: str
    sees_money: bool


def listing(staff: Staff, told: QueryDict, *, now: datetime) -> Listing:
    """A page of orders. Three queries, whatever their number."""
    page, days = _number(told, "page") or 1, _number(told, "days")
    which = OrderFilter(
        product_id=_number(told, "product"),
        line_id=_number(told, "line"),
        from_on=_day(told, "from"),
        to_on=_day(told, "to"),
        since_at=now - timedelta(days=min(days, _MOST_DAYS)) if days else None,
    )
    found = order_page(which, timezone=staff.school.timezone, skip=(page - 1) * PAGE)
    sees_money = has_right(staff, Right.SEE_MONEY)
    sees_all = has_right(staff, Right.SEE_ALL_STUDENTS)
    has_more = (page - 1) * PAGE + len(found.rows) < found.total
    return Listing(
        sentence=_sentence(found.total, found.net_kopecks if sees_money else None),
        lines=tuple(Line(row, sees_all or row.coordinator_id == staff.pk) for row in found.rows),
        columns=_columns(sees_money=sees_money),
        filters=_filters(told, which),
        next_query=_query(told, page=page + 1) if has_more else "",
        sees_money=sees_money,
    )


def _sentence(total: int, net_kopecks: int | None) -> str:
    orders = formats.counted(total, _("paid order|paid orders"), _language())
    if net_kopecks is None:
        return orders
    money = formats.money(net_kopecks, _language())
    return _("%(orders)s for %(money)s") % {"orders": orders, "money": money}


def _columns(*, sees_money: bool) -> tuple[Column, ...]:
    known = (Column(_("Buyer")), Column(_("Product")), Column(_("Order")), Column(_("Paid on")))
    return (*known, Column(_("Net of refunds"), is_number=True)) if sees_money else known


def _filters(told: QueryDict, which: OrderFilter) -> tuple[Filter, ...]:
    found = []
    if which.product_id is not None:
        names = {one.product_id: one.name for one in products_by_name("", limit=_PRODUCTS)}
        name = names.get(which.product_id, formats.UNDEFINED)
        found.append(Filter(name, _query(told, product="")))
    if which.line_id is not None:
        found.append(Filter(_("products of one plan"), _query(told, line="")))
    if which.since_at is not None:
        days = formats.counted(_number(told, "days") or 0, _("last day|last days"), _language())
        found.append(Filter(days, _query(told, days="")))
    if which.from_on and which.to_on and which.from_on < which.to_on:
        window = Period(which.from_on, which.to_on)
        days = formats.day_range(window.from_on, window.to_on, window.last_on, _language())
        found.append(Filter(days, _query(told, **{"from": "", "to": ""})))
    return tuple(found)


def _query(told: QueryDict, **changes: object) -> str:
    kept: Mapping[str, object] = {name: told.get(name, "") for name in _KEPT} | changes
    return f"?{urlencode({name: value for name, value in kept.items() if value})}"


def _number(told: QueryDict, name: str) -> int | None:
    text = told.get(name, "")
    return int(text) or None if text.isdecimal() else None


def _day(told: QueryDict, name: str) -> date | None:
    try:
        return date.fromisoformat(told.get(name, ""))
    except ValueError:
        return None


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
