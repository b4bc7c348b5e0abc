"""A month of pay: counted anew while it is open, read as it was once it is closed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Sum

from provodnik.decisions.pay.models import PayLine, PaySheet
from provodnik.decisions.pay.queries import counting
from provodnik.decisions.pay.queries.counting import Figures, Owed
from provodnik.decisions.pay.queries.grades import GradeRow, grade_rows
from provodnik.decisions.pay.queries.schemes import scheme_for
from provodnik.decisions.pay.types import Line, LineKind, Sheet, Slip
from provodnik.kernel.periods import month_of
from provodnik.lake import services as lake
from provodnik.method.shapes.pay import Pay

_SALES_KINDS = (LineKind.REWARD.value, LineKind.REFUND.value, LineKind.CORRECTION.value)
_FRACTIONS = ("value", "plan", "rate")
_PLAIN = ("metric", "part", "unit", "n", "of_kopecks", "direction")


def sheet(month_on: date) -> Sheet:
    """The team's month. Its queries don't grow with the team."""
    closed = PaySheet.objects.select_related("closed_by").filter(month_on=month_on).first()
    return opened(month_on, scheme_for(month_on)) if closed is None else _kept(closed)


@dataclass(frozen=True, slots=True)
class Known:
    """What a month's slips are counted from, whatever the rates."""

    people: Sequence[GradeRow]
    figures: Figures
    owed: Owed

    def slips(self, scheme: Pay) -> list[Slip]:
        return counting.slips(self.people, scheme, self.figures, self.owed)


def known_of(month_on: date, scheme: Pay) -> Known:
    """People, figures and corrections of a month; `scheme` names the figures."""
    month = month_of(month_on)
    with lake.together():
        figures = counting.figures_of(month, scheme)
        return Known(grade_rows(month), figures, owed_by(month_on, scheme))


def opened(month_on: date, scheme: Pay) -> Sheet:
    """A month counted anew by some rates. Also of a closed one: what it would come to."""
    slips = known_of(month_on, scheme).slips(scheme)
    names = [slip.name for slip in slips if scheme.grade(slip.grade) is None]
    return Sheet(month_on=month_on, slips=slips, ungraded=names)


def own_slip(staff_id: int, month_on: date) -> Slip | None:
    """One person's slip; None where no scheme pays them."""
    return sheet(month_on).slip_of(staff_id)


def closed_months() -> list[date]:
    """Months that were closed, newest first. One query."""
    return list(PaySheet.objects.order_by("-month_on").values_list("month_on", flat=True))


def incomes(staff_id: int) -> list[tuple[date, int]]:
    """What a person was paid in each closed month, kopecks, oldest first. One query."""
    lines = PayLine.objects.filter(staff_id=staff_id).values("sheet__month_on")
    sums = lines.annotate(kopecks=Sum("amount_kopecks")).order_by("sheet__month_on")
    return [(row["sheet__month_on"], row["kopecks"]) for row in sums]


def owed_by(month_on: date, scheme: Pay) -> Owed:
    """How far sales of closed months have moved since: what this month makes up for.

    What earlier months already made up for is taken off, so that nothing is paid twice.
    """
    asked = int(scheme.corrections_months)
    earlier = PaySheet.objects.filter(month_on__lt=month_on).order_by("-month_on")[:asked]
    sheets = {closed.pk: closed.month_on for closed in earlier}
    if not sheets:
        return Owed({})
    kept = _kept_money(sheets)
    moved: defaultdict[int, int] = defaultdict(int)
    for first_on in sheets.values():
        for staff_id, (gross, refunds) in counting.sales_of(month_of(first_on)).items():
            moved[staff_id] += gross - refunds
    for staff_id, kopecks in kept.items():
        moved[staff_id] -= kopecks
    return Owed({staff_id: kopecks for staff_id, kopecks in moved.items() if kopecks})


def _kept_money(sheets: Mapping[int, date]) -> Mapping[int, int]:
    """The money of sales that closed slips were counted from, by member. One query."""
    lines = PayLine.objects.filter(sheet__in=sheets, kind__in=_SALES_KINDS)
    sums: defaultdict[int, int] = defaultdict(int)
    for staff_id, basis in lines.values_list("staff_id", "basis"):
        sums[staff_id] += basis.get("of_kopecks") or 0
    return sums


def basis_of(line: Line) -> dict[str, str | int | None]:
    """What a line was counted from, as a closed month keeps it."""
    fractions = {name: getattr(line, name) for name in _FRACTIONS}
    return {
        **{name: getattr(line, name) for name in _PLAIN},
        **{name: None if told is None else str(told) for name, told in fractions.items()},
    }


def _kept(closed: PaySheet) -> Sheet:
    lines = PayLine.objects.select_related("staff").filter(sheet=closed)
    scheme = Pay.model_validate(closed.scheme, strict=False)
    by_member: defaultdict[int, list[PayLine]] = defaultdict(list)
    for line in lines.order_by("staff__sort_key", "staff_id", "position"):
        by_member[line.staff_id].append(line)
    return Sheet(
        month_on=closed.month_on,
        slips=[_slip(rows, scheme) for rows in by_member.values()],
        closed_at=closed.closed_at,
        closed_by=closed.closed_by.name if closed.closed_by else "",
    )


def _slip(rows: Sequence[PayLine], scheme: Pay) -> Slip:
    first = rows[0]
    grade, kind = scheme.grade(first.grade), scheme.scheme_of(first.staff.role)
    return Slip(
        staff_id=first.staff_id,
        name=first.staff.name,
        role=first.staff.role,
        grade=first.grade,
        grade_title=str(grade.title) if grade else "",
        scheme=str(kind.key) if kind else "",
        lines=tuple(_line(row) for row in rows),
    )


def _line(row: PayLine) -> Line:
    told = row.basis
    fractions = {name: None if told[name] is None else Fraction(told[name]) for name in _FRACTIONS}
    return Line(
        kind=LineKind(row.kind),
        key=row.key,
        title=row.title,
        amount_kopecks=row.amount_kopecks,
        metric=told["metric"],
        part=told["part"],
        unit=told["unit"],
        n=told["n"],
        of_kopecks=told["of_kopecks"],
        direction=told["direction"],
        **fractions,
    )
