"""Opening a programme and writing down its point A."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from provodnik.kernel import journal, schools
from provodnik.kernel.periods import Period
from provodnik.reports import figures, panels
from provodnik.reports.errors import ProgrammeIsOpen, ReasonIsMissing
from provodnik.reports.models import PointA, Programme
from provodnik.reports.types import Amount, ProgrammeRow


@transaction.atomic
def open_programme(*, starts_on: date, ends_on: date, actor: str, now: datetime) -> Programme:
    """Give the school its programme [starts_on, ends_on).

    Raises:  ProgrammeIsOpen: there is one already
             IntegrityError: it ends before it starts
    """
    if Programme.objects.filter(closed_at=None).exists():
        raise ProgrammeIsOpen
    programme = Programme.objects.create(
        school_id=schools.current(), starts_on=starts_on, ends_on=ends_on, opened_at=now
    )
    journal.record(
        "programme_opened",
        happened_at=now,
        actor=actor,
        attrs={"starts": starts_on.isoformat(), "ends": ends_on.isoformat()},
    )
    return programme


@transaction.atomic
def fix_point_a(*, by_id: int | None, actor: str, reason: str = "", now: datetime) -> int:
    """Write down every figure as it was before the open programme. Returns how many rows.

    The first time needs no reason; later the old values stay, marked as replaced, and
    the reason goes into the journal. What was entered by hand stays as it was told.

    Raises:  Programme.DoesNotExist, ReasonIsMissing
    """
    programme = Programme.objects.select_for_update().get(closed_at=None)
    fixed = PointA.objects.filter(programme=programme, replaced_at=None)
    old = dict(fixed.filter(told="").values_list("row", "amount"))
    if old and not reason.strip():
        raise ReasonIsMissing
    fixed.filter(told="").update(replaced_at=now)
    by_hand = set(fixed.values_list("row", flat=True))
    before = {
        **figures.before(Period(programme.starts_on, programme.ends_on), now=now),
        **_panels_before(programme, now),
    }
    rows = [
        PointA(
            school_id=schools.current(),
            programme=programme,
            row=row,
            amount=amount.amount,
            measured_on=programme.starts_on,
            fixed_at=now,
            fixed_by_id=by_id,
            reason=reason,
        )
        for row, amount in before.items()
        if amount.is_measured and row not in by_hand
    ]
    PointA.objects.bulk_create(rows)
    journal.record_many(
        [
            journal.Entry(
                "point_a_fixed",
                now,
                actor,
                item=row.row,
                attrs={"reason": reason, "value": str(row.amount), **_was(old, row.row)},
            )
            for row in rows
        ]
    )
    return len(rows)


def _was(old: Mapping[str, Decimal | None], row: str) -> dict[str, str]:
    return {"before": str(old[row])} if row in old else {}


def _panels_before(programme: Programme, now: datetime) -> dict[str, Amount]:
    """Rows of the panels that were counted already; what nobody counts is not written down."""
    opened = ProgrammeRow(programme.pk, programme.starts_on, programme.ends_on, None)
    return {
        row: Amount(figures.as_decimal(fact.amount), fact.n)
        for row, fact in panels.before(opened, now=now).items()
        if fact.is_counted and fact.amount is not None
    }


def open_row() -> ProgrammeRow | None:
    """The programme at work, if the school has one. Two queries."""
    programme = Programme.objects.filter(closed_at=None).first()
    if programme is None:
        return None
    fixed_at = (
        PointA.objects.filter(programme=programme, replaced_at=None)
        .order_by("-fixed_at")
        .values_list("fixed_at", flat=True)
        .first()
    )
    return ProgrammeRow(programme.pk, programme.starts_on, programme.ends_on, fixed_at)
