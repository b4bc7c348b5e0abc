"""The list as a table: the same rows and words as the screen."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from provodnik.web.pages.causes.content import CardLine, ListPage, PointLine

type Table = tuple[Sequence[str], list[Sequence[object]]]


def table(page: ListPage) -> Table:
    """Points without a card, then cards."""
    header = (
        _("Course"),
        _("Step"),
        _("Lost"),
        _("Of those at the step before"),
        _("State"),
        _("Cause"),
        _("Who answers"),
        _("Changed on"),
    )
    return header, [*map(_point, page.points), *map(_card, page.cards)]


def _point(line: PointLine) -> Sequence[object]:
    row = line.row
    told = (row.product, row.place.item, row.fall.lost, row.fall.before)
    return (*told, _("no card"), "", "", "")


def _card(line: CardLine) -> Sequence[object]:
    row = line.row
    return (
        row.product,
        row.place.item,
        row.fall.lost,
        row.fall.before,
        line.state,
        line.kinds,
        row.owner,
        row.changed_on.isoformat() if row.changed_on else "",
    )
