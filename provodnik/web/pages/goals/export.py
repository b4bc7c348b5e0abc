"""The page of goals as a table: the same rows, figures and words as the screen."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from provodnik.web import formats
from provodnik.web.pages.goals.content import GoalLine, Page, language
from provodnik.web.pages.goals.success import Panel, table_text

type Table = tuple[Sequence[str], list[Sequence[object]]]


def table(page: Page, panels: Iterable[Panel]) -> Table:
    """Key results under their objectives, KPIs, then both panels."""
    header = (
        _("Part"),
        _("Figure"),
        _("Before it"),
        _("At present"),
        _("Window"),
        _("Aim"),
        _("Way"),
        _("State"),
        _("Source"),
    )
    rows: list[Sequence[object]] = []
    for card in page.objectives:
        rows += [_goal(card.row.title, line) for line in card.lines]
    rows += [_goal("KPI", line) for line in page.kpis]
    for panel in panels:
        rows += [
            (
                panel.title,
                line.metric.name,
                table_text(line.was),
                table_text(line.fact),
                line.metric.note,
                line.target,
                _way(line.way),
                line.state_words if line.target else "",
                line.was_note,
            )
            for line in panel.lines
        ]
    return header, rows


def _goal(part: str, line: GoalLine) -> Sequence[object]:
    return (
        part,
        line.title,
        table_text(line.start) if line.start else "",
        table_text(line.fact),
        line.window,
        line.target,
        _way(line.way),
        line.state_words,
        line.fact_note or line.source,
    )


def _way(way: Fraction | None) -> str:
    return "" if way is None else formats.share(way, language(), n=1)
