"""What a file changed in the school's numbers: counted before it and after it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.kernel import schools
from provodnik.kernel.imports import services
from provodnik.kernel.imports.models import ImportRun
from provodnik.lake.services import measure
from provodnik.metrics.measurement import Measurement
from provodnik.web import formats
from provodnik.web.design.types import Amount, Figure, Metric, Unit

REVENUE, REPEAT = "base_revenue_share", "repeat_purchase_share"

type Counted = dict[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """A number before the file and after it."""

    metric: Metric
    was: Figure
    now: Figure
    note: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """`counted_at` is the moment up to which the numbers tell; None while they are counted."""

    rows: tuple[Change, ...]
    free: int
    counted_at: datetime | None


def count(*, now: datetime) -> Counted:
    """The numbers to compare, as plain values. Costs two questions to the lake."""
    revenue, repeat = _asked(REVENUE, now), _asked(REPEAT, now)
    return {
        "as_of": min(revenue.as_of, repeat.as_of).isoformat(),
        "revenue_kopecks": _kopecks(revenue.denominator),
        "repeat": repeat.numerator,
        "buyers": repeat.denominator,
    }


def changes(run: ImportRun, *, now: datetime) -> Changes:
    """Before and after. Until the lake has caught up with the run there is no «after» yet."""
    free = int(run.notes.get("free", 0))
    after = run.figures.get("after")
    if after is None:
        counted = count(now=now)
        if not _is_after(counted, run, now):
            return Changes((), free, None)
        after = counted
        services.note_figures(run.pk, after=after)
    before = run.figures.get("before") or {}
    rows = (_revenue(before, after), _repeat(before, after))
    return Changes(rows, free, datetime.fromisoformat(str(after["as_of"])))


def _asked(name: str, now: datetime) -> Measurement:
    return measure(name, school_id=schools.current(), now=now)


def _is_after(counted: Counted, run: ImportRun, now: datetime) -> bool:
    """Whether the lake was brought up after the run. One that never was tells «now»."""
    as_of = datetime.fromisoformat(str(counted["as_of"]))
    return run.finished_at is not None and run.finished_at <= as_of < now


def _revenue(before: Mapping[str, object], after: Mapping[str, object]) -> Change:
    name = _("Revenue of all time")
    return Change(
        Metric(REVENUE, name),
        _figure(_earned(before), Unit.KOPECKS, ""),
        _figure(_earned(after), Unit.KOPECKS, _opened(REVENUE)),
    )


def _repeat(before: Mapping[str, object], after: Mapping[str, object]) -> Change:
    return Change(
        Metric(REPEAT, _("Bought again")),
        _figure(_share(before), Unit.SHARE, ""),
        _figure(_share(after), Unit.SHARE, _opened(REPEAT)),
        note=_parts(after.get("repeat"), after.get("buyers")),
    )


def _parts(repeat: object, buyers: object) -> str:
    if not isinstance(repeat, int) or not isinstance(buyers, int) or not buyers:
        return ""
    language = (get_language() or "ru").split("-")[0]
    of = formats.counted(buyers, _("buyer of all|buyers of all"), language)
    return _("%(part)s of %(whole)s") % {"part": formats.integer(repeat, language), "whole": of}


def _figure(value: object, unit: Unit, href: str) -> Figure:
    amount: Amount | None = value if isinstance(value, int | Fraction) else None
    return Figure(amount=amount, unit=unit, href=href if amount is not None else "")


def _earned(counted: Mapping[str, object]) -> object:
    """Revenue in kopecks; none before the first buyer, when there was nothing to count."""
    return counted.get("revenue_kopecks") if counted.get("buyers") else None


def _share(counted: Mapping[str, object]) -> Fraction | None:
    repeat, buyers = counted.get("repeat"), counted.get("buyers")
    if isinstance(repeat, int) and isinstance(buyers, int) and buyers:
        return Fraction(repeat, buyers)
    return None


def _kopecks(roubles: object) -> int | None:
    return None if roubles is None else round(Fraction(str(roubles)) * 100)


def _opened(metric: str) -> str:
    return reverse("metrics:show", args=[metric])
