"""Slips of a month counted anew from grades, rates and figures. Each figure is asked once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from provodnik.decisions.pay import rules
from provodnik.decisions.pay.queries.grades import GradeRow
from provodnik.decisions.pay.types import Line, LineKind, Slip
from provodnik.kernel import schools
from provodnik.kernel.periods import Period
from provodnik.lake import services as lake
from provodnik.method.shapes.pay import Pay, PayKpi, PayPiece, PayScheme
from provodnik.metrics.definition import Unit
from provodnik.metrics.figures import Count, Money, Value
from provodnik.reports.counting import in_unit, picked

SALES = "repeat_sales"
_PERCENT = 100

type Figures = Mapping[str, Mapping[int, Mapping[str, Value]]]


@dataclass(frozen=True, slots=True)
class Owed:
    """Money of closed months that changed after they were closed. Kopecks, by member."""

    by_member: Mapping[int, int]


def figures_of(month: Period, scheme: Pay) -> Figures:
    """Every figure the rates name, of each member: one question to the lake a figure."""
    kpis, pieces = (row.metric for row in scheme.kpis), (row.metric for row in scheme.pieces)
    return {name: _of_members(name, month) for name in sorted({SALES, *kpis, *pieces})}


def sales_of(month: Period) -> Mapping[int, tuple[int, int]]:
    """Repeat sales credited to each member in a month, and what was given back. Kopecks."""
    told = _of_members(SALES, month)
    return {
        who: (_kopecks(row.get("gross")), _kopecks(row.get("refunds"))) for who, row in told.items()
    }


def slips(people: Sequence[GradeRow], scheme: Pay, figures: Figures, owed: Owed) -> list[Slip]:
    """A slip for everybody a scheme pays, in the order given."""
    return [
        _slip(person, kind, scheme, figures, owed)
        for person in people
        if (kind := scheme.scheme_of(person.role)) is not None
    ]


def bounds(scheme: Pay) -> rules.Bounds:
    """How little and how much of its plan a figure counts for."""
    return rules.Bounds(
        share_of_percent(scheme.floor_percent), share_of_percent(scheme.ceiling_percent)
    )


def _slip(person: GradeRow, kind: PayScheme, scheme: Pay, figures: Figures, owed: Owed) -> Slip:
    grade = scheme.grade(person.grade)
    base = (int(grade.base_rubles) if grade else 0) * rules.KOPECKS
    title = str(grade.title) if grade else ""
    lines = [Line(kind=LineKind.BASE, key=person.grade, title=title, amount_kopecks=base)]
    for kpi in scheme.kpis:
        if kpi.scheme == kind.key:
            lines.append(_kpi(person.staff_id, kpi, base, scheme, figures))
    for piece in scheme.pieces:
        if piece.scheme == kind.key:
            lines.append(_piece(person.staff_id, piece, figures))
    lines.extend(_sales(person.staff_id, kind, figures, owed))
    return Slip(
        staff_id=person.staff_id,
        name=person.name,
        role=person.role,
        grade=person.grade,
        grade_title=title,
        scheme=str(kind.key),
        lines=tuple(lines),
    )


def _kpi(staff_id: int, kpi: PayKpi, base: int, scheme: Pay, figures: Figures) -> Line:
    unit = Unit(str(kpi.unit))
    row = figures[str(kpi.metric)].get(staff_id, {})
    counted = in_unit(_told(figures, staff_id, kpi.metric, kpi.part), unit)
    plan = share_of_percent(kpi.plan) if unit is Unit.SHARE else Fraction(int(kpi.plan))
    weight = share_of_percent(kpi.weight_percent)
    is_less_better = str(kpi.direction) == "down"
    reached = rules.attained(counted.amount, plan, is_less_better=is_less_better, to=bounds(scheme))
    return Line(
        kind=LineKind.KPI,
        key=str(kpi.key),
        title=str(kpi.title),
        amount_kopecks=rules.moved(base, weight, reached),
        metric=str(kpi.metric),
        part=str(kpi.part or ""),
        unit=unit.value,
        value=counted.amount,
        plan=plan,
        n=counted.n if counted.n is not None else _n(row),
        rate=weight,
        of_kopecks=base,
        direction=str(kpi.direction),
    )


def _piece(staff_id: int, piece: PayPiece, figures: Figures) -> Line:
    counted = in_unit(_told(figures, staff_id, piece.metric, piece.part), Unit.COUNT)
    pieces = counted.amount or Fraction(0)
    rate = Fraction(int(piece.rubles))
    return Line(
        kind=LineKind.PIECE,
        key=str(piece.key),
        title=str(piece.title),
        amount_kopecks=rules.rounded(pieces * rate * rules.KOPECKS),
        metric=str(piece.metric),
        part=str(piece.part or ""),
        unit=Unit.COUNT.value,
        value=pieces,
        n=int(pieces),
        rate=rate,
    )


def _sales(staff_id: int, kind: PayScheme, figures: Figures, owed: Owed) -> Iterator[Line]:
    share = share_of_percent(kind.sales_percent)
    told = figures[SALES].get(staff_id, {})
    sums = {
        LineKind.REWARD: _kopecks(told.get("gross")),
        LineKind.REFUND: -_kopecks(told.get("refunds")),
        LineKind.CORRECTION: owed.by_member.get(staff_id, 0),
    }
    for line_kind, kopecks in sums.items():
        if kopecks == 0 and line_kind is not LineKind.REWARD:
            continue
        yield Line(
            kind=line_kind,
            key=SALES,
            title="",
            amount_kopecks=rules.share_of(kopecks, share),
            metric=SALES,
            part={LineKind.REWARD: "gross", LineKind.REFUND: "refunds"}.get(line_kind, ""),
            unit=Unit.MONEY.value,
            value=Fraction(kopecks),
            rate=share,
            of_kopecks=kopecks,
        )


def _of_members(name: str, month: Period) -> Mapping[int, Mapping[str, Value]]:
    return lake.of_members(
        name, school_id=schools.current(), period_from=month.from_on, period_to=month.to_on
    )


def _told(figures: Figures, staff_id: int, metric: str, part: str | None) -> Value:
    row = figures[str(metric)].get(staff_id)
    return None if row is None else picked(row if part else row.get("value"), str(part or ""))


def _n(row: Mapping[str, Value]) -> int | None:
    n = row.get("n")
    return int(n.number) if isinstance(n, Count) else None


def _kopecks(value: Value) -> int:
    return int(value.kopecks) if isinstance(value, Money) else 0


def share_of_percent(percent: float) -> Fraction:
    """5 → 1/20, by the digits that were typed."""
    return Fraction(str(percent)) / _PERCENT
