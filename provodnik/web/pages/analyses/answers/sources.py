"""Sources end to end: from the lead to the repeat purchase and the money, source by source."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from provodnik.kernel import schools
from provodnik.lake import services as lake
from provodnik.lake.reading import Question
from provodnik.method import queries as method
from provodnik.metrics.figures import Count, Money, Score, Share, Value
from provodnik.metrics.measurement import Measurement
from provodnik.web import formats
from provodnik.web.pages.analyses.answers.cells import (
    cut_note,
    language,
    nothing,
    number_href,
    people_href,
    share_cell,
)
from provodnik.web.pages.analyses.forms import SourcesForm
from provodnik.web.pages.analyses.types import Cell, Kind, Result, Table

METRIC = "source_ltv"
ROWS = 100
"""How many campaigns a page shows, those that brought most first."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: `keys` choose it (empty: the whole), `was` are its figures of the days before."""

    name: str
    keys: Mapping[str, str | None]
    figures: Mapping[str, Value]
    was: Mapping[str, Value] = field(default_factory=dict)

    def count(self, name: str) -> int:
        figure = self.figures.get(name)
        return figure.count if isinstance(figure, Count) else 0

    def kopecks(self, name: str) -> Fraction | None:
        """A sum, or a mean one; None where there is nobody to divide it by."""
        figure = self.figures.get(name)
        return figure.number if isinstance(figure, Money) else None

    @property
    def is_named(self) -> bool:
        return self.keys.get("source") is not None

    @property
    def is_comparable(self) -> bool:
        """Enough leads are old enough to judge the source by."""
        return self.is_named and not formats.is_little_data(self.count("of_age"))


def end_to_end(form: SourcesForm, query: str, *, now: datetime) -> Result:
    """Leads by source, how far they came and what they brought. One question to the lake, two
    where days before are set beside."""
    by, before = form.cleaned_data["by"], form.before()
    measured = _measured(form.days(), by, now)
    earlier = _measured(before, by, now) if before else None
    lines = _lines(measured, earlier)
    shown = [*lines[:ROWS], _whole(measured, earlier)] if lines else []
    columns = _columns(form, query, is_compared=earlier is not None)
    rows = tuple((_head(one, query), *(cell(one) for _head, cell in columns)) for one in shown)
    first = _("Campaign") if by == "campaign" else _("Source")
    return Result(
        sentence=_sentence(lines, shown),
        table=Table((first, *(head for head, _cell in columns)), rows),
        notes=(*_notes(lines), *cut_note(len(lines), ROWS)),
        lack=_lack(form, lines),
    )


def _measured(days: Question, by: str, now: datetime) -> Measurement:
    return lake.measure(
        METRIC,
        school_id=schools.current(),
        period_from=days.period_from,
        period_to=days.period_to,
        by=by,
        now=now,
    )


def _lines(measured: Measurement, earlier: Measurement | None) -> list[Line]:
    """Named rows by the money they brought, the unnamed last."""
    was = {tuple(row.dims.values()): row.figures for row in earlier.rows} if earlier else {}
    lines = [
        Line(_name(row.dims), row.dims, row.figures, was.get(tuple(row.dims.values()), {}))
        for row in measured.rows
    ]
    return sorted(
        lines, key=lambda one: (not one.is_named, -(one.kopecks("revenue") or 0), one.name)
    )


def _whole(measured: Measurement, earlier: Measurement | None) -> Line:
    return Line(_("All together"), {}, _figures(measured), _figures(earlier) if earlier else {})


def _figures(measured: Measurement) -> Mapping[str, Value]:
    return measured.value if isinstance(measured.value, Mapping) else {}


def _name(dims: Mapping[str, str | None]) -> str:
    key = dims.get("source")
    title = method.channels().lead_title(key) if key else _("source not told")
    if "campaign" not in dims:
        return title
    return f"{title} · {dims['campaign'] or _('no campaign')}"


type Column = tuple[str, Callable[[Line], Cell]]


def _columns(form: SourcesForm, query: str, *, is_compared: bool) -> list[Column]:
    days = _age_words()
    columns: list[Column] = [
        (_("Leads"), lambda one: _people(one, query, "leads", "lead")),
        (_("Buyers"), lambda one: _people(one, query, "buyers", "bought")),
        (_("Of leads"), lambda one: _share(one.figures, "buyer_share")),
        (_("Buyers again"), lambda one: _people(one, query, "returned", "returned")),
        (_("Of buyers"), lambda one: _share(one.figures, "returned_share")),
        (_("Revenue"), lambda one: _money(one.figures, "revenue", _rows_of(one, form, query))),
        (
            _("Repeat revenue of it"),
            lambda one: _money(
                one.figures, "repeat_revenue", _rows_of(one, form, query, "repeat_purchase")
            ),
        ),
        (_("A lead"), lambda one: _money(one.figures, "revenue_per_lead")),
        (
            _("A lead in its first %(days)s") % {"days": days},
            lambda one: _money(one.figures, "early_per_lead"),
        ),
        (_("Days to the first purchase"), lambda one: _days(one, "days_to_first")),
        (_("Days to the repeat one"), lambda one: _days(one, "days_to_repeat")),
    ]
    if is_compared:
        columns += [
            (_("Of leads, before"), lambda one: _share(one.was, "buyer_share")),
            (_("Of buyers, before"), lambda one: _share(one.was, "returned_share")),
            (_("A lead, before"), lambda one: _money(one.was, "revenue_per_lead")),
        ]
    return columns


def _head(one: Line, query: str) -> Cell:
    return Cell(one.name, one.name, _people_of(one, query, "lead"))


def _people(one: Line, query: str, figure: str, step: str) -> Cell:
    n = one.count(figure)
    return Cell(formats.integer(n, language()), n, _people_of(one, query, step))


def _people_of(one: Line, query: str, step: str) -> str:
    keys = {name: key or "" for name, key in one.keys.items()}
    return people_href(Kind.SOURCES, query, **keys, step=step)


def _rows_of(one: Line, form: SourcesForm, query: str, part: str = "") -> str:
    """Where a sum opens: to its entries; those of an unnamed row to the people who brought it."""
    if not all(one.keys.values()):
        return _people_of(one, query, "bought")
    keys = {name: key or "" for name, key in one.keys.items()}
    return number_href(METRIC, form.days(), **keys, **({"part": part} if part else {}))


def _share(figures: Mapping[str, Value], name: str) -> Cell:
    share = figures.get(name)
    if not isinstance(share, Share):
        return nothing()
    return share_cell(share.number, int(share.denominator))


def _money(figures: Mapping[str, Value], name: str, href: str = "") -> Cell:
    money = figures.get(name)
    if not isinstance(money, Money):
        return nothing()
    kopecks = round(money.number)
    return Cell(formats.money(kopecks, language()), kopecks / 100, href)


def _days(one: Line, name: str) -> Cell:
    days = one.figures.get(name)
    if not isinstance(days, Score):
        return nothing()
    return Cell(formats.number(days.number, language(), decimals=0), float(days.number))


def _sentence(lines: Sequence[Line], shown: Sequence[Line]) -> str:
    comparable = [one for one in lines if one.is_comparable]
    if len(comparable) > 1:
        best = max(comparable, key=lambda one: one.kopecks("early_per_lead") or Fraction(0))
        told = {
            "name": best.name,
            "money": formats.money(round(best.kopecks("early_per_lead") or 0), language()),
            "days": _age_words(),
        }
        return _("“%(name)s” brings most: %(money)s a lead in its first %(days)s") % told
    if not shown:
        return ""
    counts = {
        name: formats.integer(shown[-1].count(name), language())
        for name in ("leads", "buyers", "returned")
    }
    return _("Leads: %(leads)s, bought: %(buyers)s, bought again: %(returned)s") % counts


def _notes(lines: Sequence[Line]) -> tuple[str, ...]:
    notes = [
        _(
            "A lead belongs to the first source told about them; who closed the sale is told by"
            " its crediting. The days choose who came, money is counted to date, less refunds."
        ),
        _(
            "In the first %(days)s leads older than that are compared: an old source had more time"
            " to earn."
        )
        % {"days": _age_words()},
    ]
    few = [one.name for one in lines if one.is_named and not one.is_comparable]
    if few:
        notes.append(_("Too few people to judge by: %(names)s.") % {"names": ", ".join(few[:5])})
    return tuple(notes)


def _lack(form: SourcesForm, lines: Sequence[Line]) -> str:
    """What to bring in while no source is told; of chosen days nothing is demanded."""
    is_whole = form.days().is_whole
    if any(one.is_named for one in lines) or (not lines and not is_whole):
        return ""
    return _(
        "No source is told yet: load GetCourse's export of users with the columns of the date they"
        " were added, utm_source, utm_medium and utm_campaign."
    )


def _age_words() -> str:
    days = method.metric_words().sources.equal_age_days
    return formats.counted(days, _("day|days"), language())
