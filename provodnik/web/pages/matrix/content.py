"""What the matrix shows: the sentence, the tabs, the rows and the same rows as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.catalog.queries.matrix import MatrixRow, MatrixView, counts, found, matrix
from provodnik.facts.sales.queries.products import bought_since
from provodnik.kernel.gates import Refused
from provodnik.method import queries as method
from provodnik.method.rules import refusal
from provodnik.web import formats
from provodnik.web.design.types import Column, Filter, View
from provodnik.web.pages.matrix.forms import STATUSES

BOUGHT = timedelta(days=90)
_SORTS = {
    "name": lambda row: row.name.casefold(),
    "price": lambda row: row.price_kopecks or 0,
    "margin": lambda row: row.margin_share or 0,
}


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table with its words."""

    row: MatrixRow
    kind: str
    status: str
    bought: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix as asked for."""

    sentence: str
    views: tuple[View, ...]
    kinds: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    view: str
    kind: str
    text: str
    query: str
    filters: tuple[Filter, ...]
    is_empty: bool


def show_matrix(asked: QueryDict, *, now: datetime) -> Matrix:
    """The matrix with its filters, all of which live in the address. Two queries."""
    rows = matrix()
    view = _view(asked.get("view", ""))
    kind, text = asked.get("kind", ""), asked.get("q", "").strip()
    chosen = _sorted(found(rows, view=view, kind=kind, text=text), asked.get("sort", ""))
    sold = bought_since(now - BOUGHT)
    totals = counts(rows)
    titles = {one.key: one.short for one in method.product_kinds().kinds}
    return Matrix(
        sentence=_sentence(totals),
        views=_views(totals, view),
        kinds=tuple(titles.items()),
        columns=_columns(),
        lines=tuple(
            Line(
                row,
                titles.get(row.kind, row.kind),
                str(STATUSES.get(row.status, row.status)),
                sold.get(row.product_id, 0),
            )
            for row in chosen
        ),
        view=view.value,
        kind=kind,
        text=text,
        query=asked.urlencode(),
        filters=_filters(asked, titles),
        is_empty=not rows,
    )


def table(shown: Matrix) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Exactly the rows of the screen for a spreadsheet."""
    header = (
        _("Product"),
        _("Kind"),
        _("Price, RUB"),
        _("Margin, %"),
        _("Pain"),
        _("Next"),
        _("Bought in 90 days"),
        _("Owner"),
        _("Status"),
    )
    return header, [
        (
            line.row.name,
            line.kind,
            _decimal(line.row.price_kopecks, Fraction(1, 100)),
            _decimal(line.row.margin_share, Fraction(100)),
            ", ".join(line.row.pains),
            ", ".join(line.row.next),
            line.bought,
            line.row.owner,
            line.status,
        )
        for line in shown.lines
    ]


def words_of(refused: Refused) -> list[str]:
    """What was refused, in the school's words."""
    gates = method.gates()
    said = [refusal(gates, reason) for reason in refused.reasons]
    return [f"{one.title}. {one.missing} {one.why}" for one in said]


def _decimal(value: float | None, scale: Fraction) -> str:
    return "—" if value is None else f"{float(value * scale):.2f}".replace(".", ",")


def _view(asked: str) -> MatrixView:
    try:
        return MatrixView(asked)
    except ValueError:
        return MatrixView.ALL


def _sorted(rows: list[MatrixRow], asked: str) -> list[MatrixRow]:
    key = _SORTS.get(asked.removeprefix("-"))
    return sorted(rows, key=key, reverse=asked.startswith("-")) if key else rows


def _sentence(totals: dict[MatrixView, int]) -> str:
    products = _counted(totals[MatrixView.ALL], _("product|products"))
    ends = totals[MatrixView.DEAD_ENDS]
    if ends:
        text = _("%(products)s, %(n)s without a next step")
        return text % {"products": products, "n": ends}
    return _("%(products)s, each leads on") % {"products": products}


def _views(totals: dict[MatrixView, int], current: MatrixView) -> tuple[View, ...]:
    names = {
        MatrixView.ALL: _("All"),
        MatrixView.ACTIVE: _("Active"),
        MatrixView.SLEEPING: _("Asleep"),
        MatrixView.DEAD_ENDS: _("Dead ends"),
        MatrixView.NO_OWNER: _("No owner"),
        MatrixView.UNSORTED: _("No data"),
        MatrixView.RETIRED: _("Retired"),
    }
    return tuple(
        View(name, f"?view={view.value}", totals[view], is_current=view is current)
        for view, name in names.items()
        if totals[view] or view in {MatrixView.ALL, current, MatrixView.DEAD_ENDS}
    )


def _filters(asked: QueryDict, titles: dict[str, str]) -> tuple[Filter, ...]:
    shown = {"q": asked.get("q", "").strip(), "kind": titles.get(asked.get("kind", ""), "")}
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
        Column(_("Margin"), "margin", is_number=True, is_wide_only=True),
        Column(_("Pain"), is_wide_only=True),
        Column(_("Next")),
        Column(_("In 90 days"), is_number=True, is_wide_only=True),
        Column(_("Owner"), is_wide_only=True),
    )


def _counted(n: int, forms: str) -> str:
    return formats.counted(n, forms, (get_language() or "ru").split("-")[0])
