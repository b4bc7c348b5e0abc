"""What the matrix shows: the sentence, the tabs, the rows and the same rows as a file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.sales.queries.matrix import (
    CSV_HEADER,
    Matrix,
    MatrixFilter,
    MatrixRow,
    Tab,
    csv_rows,
    matrix,
)
from provodnik.kernel.gates import Refused
from provodnik.method import queries as method
from provodnik.method.rules import refusal
from provodnik.web import formats
from provodnik.web.design.types import Column, Filter, View
from provodnik.web.pages.matrix.forms import STATUSES, Choices, pain_choices, people

_SORTS: dict[str, Callable[[MatrixRow], str | float]] = {
    "name": lambda row: row.name.casefold(),
    "price": lambda row: row.price_kopecks or 0,
    "cost": lambda row: row.cost_kopecks or 0,
    "margin": lambda row: row.margin_share or 0,
    "sold": lambda row: row.sold,
}
_DECIMALS = {"price", "cost", "margin_percent"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that changes in place: whose, which field, its name and what stands there."""

    id: int
    field: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table with its words and the cells that change in place."""

    row: MatrixRow
    kind: str
    status: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter of the list: its name in the address, its words, what there is, what is chosen."""

    name: str
    label: str
    every: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Shown:
    """The matrix as asked for."""

    sentence: str
    views: tuple[View, ...]
    choices: tuple[Choice, ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    matrix: Matrix
    view: str
    text: str
    query: str
    filters: tuple[Filter, ...]
    sleeping_days: int

    @property
    def ready_to_launch(self) -> int:
        """Of the rows shown, how many sleep with their content ready."""
        return sum(line.row.is_sleeping and line.row.has_content for line in self.lines)

    @property
    def is_empty(self) -> bool:
        return not self.matrix.counts[Tab.ALL]


def show_matrix(asked: QueryDict, *, now: datetime) -> Shown:
    """The matrix with its filters, all of which live in the address. Three queries."""
    tab, text = _tab(asked.get("view", "")), asked.get("q", "").strip()
    titles = {one.key: one.short for one in method.product_kinds().kinds}
    found = matrix(_filter(asked, tab, text), now=now)
    found = replace(found, rows=_sorted(found.rows, asked.get("sort", "")))
    choices = _choices(asked, list(titles.items()))
    return Shown(
        sentence=_sentence(found.counts),
        views=_views(found.counts, tab),
        choices=choices,
        columns=_columns(),
        lines=tuple(line_of(row, titles) for row in found.rows),
        matrix=found,
        view=tab.value,
        text=text,
        query=asked.urlencode(),
        filters=_filters(asked, choices),
        sleeping_days=method.signal_settings().product_sleeping.after_days,
    )


def line_of(row: MatrixRow, titles: dict[str, str]) -> Line:
    """A row with the words of its kind and status. `titles` are kinds by key."""
    kind, status = titles.get(row.kind, row.kind), str(STATUSES.get(row.status, row.status))
    language = (get_language() or "ru").split("-")[0]

    def sum_of(kopecks: int | None) -> str:
        return formats.UNDEFINED if kopecks is None else formats.money(kopecks, language)

    texts = {
        "kind": (_("Kind"), kind or formats.UNDEFINED),
        "status": (_("Status"), status),
        "price": (_("Price"), sum_of(row.price_kopecks)),
        "cost": (_("Unit cost"), sum_of(row.cost_kopecks)),
        "owner": (_("Owner"), row.owner or _("nobody")),
    }
    cells = {name: Cell(row.product_id, name, *words) for name, words in texts.items()}
    return Line(row, kind, status, cells)


def table(shown: Shown) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Exactly the rows of the screen for a spreadsheet, in the reader's words."""
    names = {
        "name": _("Product"),
        "kind": _("Kind"),
        "status": _("Status"),
        "price": _("Price, RUB"),
        "cost": _("Cost, RUB"),
        "margin_percent": _("Margin, %"),
        "economics_confirmed": _("Economics confirmed"),
        "audience": _("Who it is for"),
        "pains": _("Pain"),
        "prerequisite": _("Needed before it"),
        "next": _("Next"),
        "cross": _("Goes together with"),
        "sold_90_days": _("Bought in 90 days"),
        "revised_on": _("Decided on"),
        "content_ready": _("Content ready"),
        "term_days": _("Term, days"),
        "owner": _("Owner"),
    }
    titles = {one.key: one.short for one in method.product_kinds().kinds}
    rows = [
        [_said(name, value, titles) for name, value in zip(CSV_HEADER, row, strict=True)]
        for row in csv_rows(shown.matrix)
    ]
    return [names[name] for name in CSV_HEADER], list[Sequence[object]](rows)


def _said(name: str, value: str, titles: dict[str, str]) -> str:
    """A field of the file as a person reads it."""
    if name == "kind":
        return titles.get(value, value)
    if name == "status":
        return str(STATUSES.get(value, value))
    if name in {"economics_confirmed", "content_ready"}:
        return _("yes") if value == "1" else _("no")
    return value.replace(".", ",") if name in _DECIMALS else value


def words_of(refused: Refused) -> list[str]:
    """What was refused, in the school's words."""
    gates = method.gates()
    said = [refusal(gates, reason) for reason in refused.reasons]
    return [f"{one.title}. {one.missing} {one.why}" for one in said]


def _tab(asked: str) -> Tab:
    try:
        return Tab(asked)
    except ValueError:
        return Tab.ALL


def _filter(asked: QueryDict, tab: Tab, text: str) -> MatrixFilter:
    pain, owner = asked.get("pain", ""), asked.get("owner", "")
    return MatrixFilter(
        tab,
        kind=asked.get("kind") or None,
        pain_id=int(pain) if pain.isdecimal() else None,
        owner_id=int(owner) if owner.isdecimal() else None,
        text=text,
    )


def _choices(asked: QueryDict, kinds: Choices) -> tuple[Choice, ...]:
    def choice(name: str, label: str, every: str, options: Iterable[tuple[str, str]]) -> Choice:
        known = tuple((key, words) for key, words in options if key)
        return Choice(name, label, every, known, asked.get(name, ""))

    return (
        choice("kind", _("Kind"), _("All kinds"), kinds),
        choice("pain", _("Pain"), _("All pains"), pain_choices()),
        choice("owner", _("Owner"), _("All owners"), people()),
    )


def _sorted(rows: tuple[MatrixRow, ...], asked: str) -> tuple[MatrixRow, ...]:
    key = _SORTS.get(asked.removeprefix("-"))
    return tuple(sorted(rows, key=key, reverse=asked.startswith("-"))) if key else rows


def _sentence(totals: dict[Tab, int]) -> str:
    products = _counted(totals[Tab.ALL], _("product|products"))
    ends = totals[Tab.DEAD_ENDS]
    if ends:
        text = _("%(products)s, %(n)s without a next step")
        return text % {"products": products, "n": ends}
    return _("%(products)s, each leads on") % {"products": products}


def _views(totals: dict[Tab, int], current: Tab) -> tuple[View, ...]:
    names = {
        Tab.ALL: _("All"),
        Tab.ACTIVE: _("Active"),
        Tab.SLEEPING: _("Asleep"),
        Tab.DEAD_ENDS: _("Dead ends"),
        Tab.ORPHANS: _("Orphans"),
        Tab.UNREVISED: _("Not decided"),
        Tab.WITHOUT_OWNER: _("No owner"),
        Tab.NO_DATA: _("No data"),
        Tab.RETIRED: _("Retired"),
    }
    return tuple(
        View(name, f"?view={tab.value}", totals[tab], is_current=tab is current)
        for tab, name in names.items()
        if totals[tab] or tab in {Tab.ALL, current, Tab.DEAD_ENDS, Tab.ORPHANS}
    )


def _filters(asked: QueryDict, choices: tuple[Choice, ...]) -> tuple[Filter, ...]:
    shown = {"q": asked.get("q", "").strip()}
    shown |= {one.name: dict(one.options).get(one.chosen, "") for one in choices}
    filters = []
    for name, words in shown.items():
        rest = asked.copy()
        rest.pop(name, None)
        if words:
            filters.append(Filter(words, f"?{rest.urlencode()}"))
    return tuple(filters)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Product"), "name"),
        Column(_("Price"), "price", is_number=True),
        Column(_("Unit cost"), "cost", is_number=True, is_wide_only=True),
        Column(_("Margin"), "margin", is_number=True, is_wide_only=True),
        Column(_("Pain"), is_wide_only=True),
        Column(_("Next")),
        Column(_("In 90 days"), "sold", is_number=True, is_wide_only=True),
        Column(_("Owner"), is_wide_only=True),
    )


def _counted(n: int, forms: str) -> str:
    return formats.counted(n, forms, (get_language() or "ru").split("-")[0])
