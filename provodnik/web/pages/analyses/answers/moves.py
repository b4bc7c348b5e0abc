"""What is bought after what, and how soon."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from provodnik.facts.catalog.queries.products import names_of
from provodnik.lake import analyses
from provodnik.lake.analyses import Move
from provodnik.web import formats
from provodnik.web.pages.analyses.answers.cells import (
    cut_note,
    language,
    nothing,
    part_of,
    people_href,
    plain,
    share_cell,
)
from provodnik.web.pages.analyses.forms import SliceForm
from provodnik.web.pages.analyses.types import Cell, Kind, Result, Table

MOVES = 100
"""How many pairs a page shows, the most frequent first."""


def what_after_what(form: SliceForm, query: str) -> Result:
    """Pairs of products bought one after another, with the lag. One question to the lake."""
    moves = [move for move in analyses.bought_next(form.looked()) if _is_wanted(move, form)]
    names = names_of({one for move in moves for one in (move.product_id, move.next_id) if one})
    went = [move for move in moves if move.next_id is not None]
    rows = tuple(_move_cells(move, names, query) for move in moves[:MOVES])
    heads = (
        _("Bought first"),
        _("Then"),
        _("How many people"),
        _("Of those who bought"),
        _("Money"),
        _("Median lag, days"),
    )
    return Result(
        _move_sentence(went, names), Table(heads, rows), notes=cut_note(len(moves), MOVES)
    )


def _move_sentence(went: Sequence[Move], names: Mapping[int, str]) -> str:
    if not went:
        return _("Nobody has bought a second product yet")
    best = went[0]
    told = {
        "first": _name(best.product_id, names),
        "next": _name(best.next_id, names),
        "people": formats.counted(best.clients, _("person|people"), language()),
    }
    return _("Most often after “%(first)s” comes “%(next)s”: %(people)s") % told


def _move_cells(move: Move, names: Mapping[int, str], query: str) -> tuple[Cell, ...]:
    href = people_href(Kind.MOVES, query, after=move.product_id or "", next=move.next_id or "")
    is_move = move.next_id is not None
    after = _name(move.next_id, names) if is_move else _("nothing yet")
    days = move.median_days if is_move else None
    money = formats.money(move.kopecks, language())
    return (
        plain(_name(move.product_id, names)),
        plain(after),
        Cell(formats.integer(move.clients, language()), move.clients, href),
        share_cell(part_of(move.clients, move.of_clients), move.of_clients),
        Cell(money, move.kopecks / 100) if is_move else nothing(),
        Cell(formats.integer(round(days), language()), round(days, 1))
        if days is not None
        else nothing(),
    )


def _is_wanted(move: Move, form: SliceForm) -> bool:
    """Moves are sliced by the product that is left; other sides of the slice choose clients."""
    product = form.cleaned_data["product"]
    return not product or move.product_id == int(product)


def _name(product_id: int | None, names: Mapping[int, str]) -> str:
    return names.get(product_id, f"#{product_id}") if product_id else _("no product")
