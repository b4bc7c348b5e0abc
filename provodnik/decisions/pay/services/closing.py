"""Closing a month of pay: its lines are kept, and the journal learns what everybody got."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from provodnik.decisions.pay.errors import GradesMissing, MonthGoesOn, MonthIsClosed
from provodnik.decisions.pay.models import PayLine, PaySheet
from provodnik.decisions.pay.queries.months import basis_of, opened
from provodnik.decisions.pay.queries.schemes import scheme_for
from provodnik.decisions.pay.types import Sheet, Slip
from provodnik.facts.team.rules import staff_actor
from provodnik.kernel import journal, schools
from provodnik.kernel.periods import local_date, month_of, start_of_day
from provodnik.kernel.schools.services import working_calendar


@transaction.atomic
def close_month(month_on: date, *, by: int, now: datetime) -> Sheet:
    """Freeze a month. What changes in it later, the next month makes up for.

    The journal gets one `pay_approved` a person, dated by the month's last second: pay belongs
    to the month it was earned in, whenever somebody found time to close it.

    Raises:  MonthGoesOn; MonthIsClosed; GradesMissing
    """
    month, zone = month_of(month_on), working_calendar().zone
    if local_date(now, zone) < month.to_on:
        raise MonthGoesOn(month_on)
    if kept := PaySheet.objects.filter(month_on=month_on).first():
        raise MonthIsClosed(month_on, local_date(kept.closed_at, zone))
    scheme = scheme_for(month_on)
    counted = opened(month_on, scheme)
    if counted.ungraded:
        raise GradesMissing(counted.ungraded)
    closed = PaySheet.objects.create(
        school_id=schools.current(),
        month_on=month_on,
        closed_at=now,
        closed_by_id=by,
        scheme=scheme.model_dump(mode="json"),
    )
    _keep(closed, counted.slips)
    earned_at = start_of_day(month.to_on, zone) - timedelta(seconds=1)
    _tell(counted.slips, month_on, earned_at=earned_at, actor=staff_actor(by), now=now)
    return counted


def _keep(closed: PaySheet, slips: Sequence[Slip]) -> None:
    lines = [
        PayLine(
            school_id=closed.school_id,
            sheet=closed,
            staff_id=slip.staff_id,
            position=position,
            kind=line.kind.value,
            key=line.key,
            title=line.title,
            grade=slip.grade,
            amount_kopecks=line.amount_kopecks,
            basis=basis_of(line),
        )
        for slip in slips
        for position, line in enumerate(slip.lines)
    ]
    PayLine.objects.bulk_create(lines, batch_size=1000)


def _tell(
    slips: Sequence[Slip], month_on: date, *, earned_at: datetime, actor: str, now: datetime
) -> None:
    month = f"{month_on:%Y-%m}"
    approved = [
        journal.Entry(
            event="pay_approved",
            happened_at=earned_at,
            actor=actor,
            staff_id=slip.staff_id,
            item=month,
            value=slip.total_kopecks,
            external_id=f"pay:{month}:{slip.staff_id}",
        )
        for slip in slips
    ]
    journal.record_many(approved)
    journal.record("pay_month_closed", happened_at=now, actor=actor, item=month)
