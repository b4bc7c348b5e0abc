"""Rows of a figure side by side: how sure each share is, and which differ from the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.sales.queries.launches import channel_names
from provodnik.kernel import schools
from provodnik.lake import services as lake
from provodnik.metrics.figures import Share
from provodnik.metrics.intervals import newcombe, wilson
from provodnik.metrics.measurement import Row
from provodnik.web import formats, labels
from provodnik.web.pages.analyses.forms import CompareForm
from provodnik.web.pages.analyses.types import Cell, Result, Table


@dataclass(frozen=True, slots=True)
class Compared:
    """A row: its share, the bounds it may truly have, and its difference from all the others.

    `key` is what the row prints of its dimension, None of entries that do not tell it.
    `differs` is +1 above the rest, -1 below, 0 where chance alone may explain it or there is
    nothing to compare with.
    """

    key: str | None
    name: str
    numerator: int
    denominator: int
    low: float
    high: float
    differs: int

    @property
    def share(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)


def comparison(form: CompareForm, *, now: datetime) -> Result:
    """A figure by its dimension, the highest share first. One question to the lake."""
    metric, by = form.cleaned_data["metric"], form.cleaned_data["by"]
    days = form.days()
    measured = lake.measure(
        metric,
        school_id=schools.current(),
        period_from=days.period_from,
        period_to=days.period_to,
        by=by,
        now=now,
    )
    names = channel_names() if by == "channel" else {}
    found = compared(measured.rows, by, names)
    href = _Opening(metric, by, form)
    rows = tuple(_cells(one, href.to(one.key)) for one in found)
    return Result(
        sentence=_sentence(found),
        table=Table(
            (
                labels.dimension(by),
                _("Share"),
                _("May truly be"),
                _("Of how many"),
                _("Beside the others"),
            ),
            rows,
        ),
        notes=_notes(found),
    )


def compared(rows: Sequence[Row], by: str, names: Mapping[str, str]) -> list[Compared]:
    """Rows that have a share, each against the sum of the others."""
    shares = [
        (row.dims[by], share)
        for row in rows
        if isinstance(share := row.figures.get("value"), Share) and share.denominator > 0
    ]
    whole = (
        sum(int(share.numerator) for _key, share in shares),
        sum(int(share.denominator) for _key, share in shares),
    )
    found = [
        _compared((key, names.get(key, key) if key else _("not told")), share, whole)
        for key, share in shares
    ]
    return sorted(found, key=lambda one: (-one.share, one.name))


def _compared(called: tuple[str | None, str], share: Share, whole: tuple[int, int]) -> Compared:
    part, of = int(share.numerator), int(share.denominator)
    low, high = wilson(part / of, of)
    others, others_of = whole[0] - part, whole[1] - of
    differs = 0
    if others_of > 0:
        least, most = newcombe(part / of, of, others / others_of, others_of)
        differs = (least > 0) - (most < 0)
    return Compared(*called, part, of, low, high, differs)


def _cells(one: Compared, href: str) -> tuple[Cell, ...]:
    language = _lang()
    bounds = formats.span(
        formats.share(Fraction(one.low), language), formats.share(Fraction(one.high), language)
    )
    verdict = {1: _("higher"), -1: _("lower"), 0: _("within chance")}[one.differs]
    return (
        Cell(one.name, one.name),
        Cell(formats.share(one.share, language, n=one.denominator), float(one.share), href),
        Cell(bounds, bounds),
        Cell(formats.integer(one.denominator, language), one.denominator),
        Cell(verdict, verdict),
    )


def _sentence(found: Sequence[Compared]) -> str:
    different = [one for one in found if one.differs]
    if len(found) <= 1:
        return _("There is nothing to compare with yet")
    if not different:
        return _("The differences are within chance: it is too early to conclude")
    best = max(different, key=lambda one: (one.differs, one.share))
    share = formats.share(best.share, _lang(), n=best.denominator)
    told = {"name": best.name, "share": share}
    if best.differs > 0:
        return _("“%(name)s” is above the others: %(share)s") % told
    return _("“%(name)s” is below the others: %(share)s") % told


def _notes(found: Sequence[Compared]) -> tuple[str, ...]:
    few = [one.name for one in found if formats.is_little_data(one.denominator)]
    notes = [_("Bounds and conclusions hold 95 times of a hundred.")]
    if few:
        notes.append(_("Too few people to judge by: %(names)s.") % {"names": ", ".join(few[:5])})
    return tuple(notes)


@dataclass(frozen=True, slots=True)
class _Opening:
    """Where a row of the comparison opens: the number of that row alone, told or not."""

    metric: str
    by: str
    form: CompareForm

    def to(self, key: str | None) -> str:
        """The address; an empty key asks for the entries that tell none."""
        days = self.form.days()
        told = {"from": days.period_from, "to": days.period_to}
        query = {key: day.isoformat() for key, day in told.items() if day}
        address = reverse("metrics:show", args=[self.metric])
        return f"{address}?{urlencode({**query, self.by: key or ''})}"


def _lang() -> str:
    return (get_language() or "ru").split("-")[0]
