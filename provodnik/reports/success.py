"""Figures of success: a baseline by hand, a target for ninety days, notes of what was changed."""

from datetime import date, datetime, timedelta

from django.db import transaction

from provodnik.kernel import journal, schools
from provodnik.method import queries as method
from provodnik.metrics import told
from provodnik.reports.errors import NotComparable, ReasonIsMissing, SourceIsMissing, UnknownRow
from provodnik.reports.models import ChangeNote, PointA, Programme, SuccessTarget
from provodnik.reports.types import ToldPoint


@transaction.atomic
def tell_point_a(point: ToldPoint, *, by_id: int | None, actor: str, now: datetime) -> PointA:
    """Write down by hand what a figure was before the open programme: «~85%», «24 ч».

    A fixed figure changes only with a reason; the old one stays, marked as replaced, and
    the journal keeps both values.

    Raises:  Programme.DoesNotExist; UnknownRow; SourceIsMissing; NotComparable;
             ReasonIsMissing: there is one already
    """
    _known(point.row)
    if not point.source.strip():
        raise SourceIsMissing
    _checked(point.value)
    programme = Programme.objects.select_for_update().get(closed_at=None)
    fixed = PointA.objects.filter(programme=programme, row=point.row, replaced_at=None)
    before, reason = fixed.first(), point.reason.strip()
    if before is not None and not reason:
        raise ReasonIsMissing
    fixed.update(replaced_at=now)
    after = PointA.objects.create(
        school_id=schools.current(),
        programme=programme,
        row=point.row,
        told=point.value.strip(),
        source=point.source.strip(),
        measured_on=point.measured_on,
        fixed_at=now,
        fixed_by_id=by_id,
        reason=reason,
    )
    attrs = {"reason": reason, "value": after.told, "source": after.source}
    attrs |= {"before": before.told or str(before.amount)} if before else {}
    journal.record("point_a_fixed", happened_at=now, actor=actor, item=point.row, attrs=attrs)
    return after


@transaction.atomic
def set_target(
    row: str,
    target: str,
    *,
    due_on: date | None = None,
    by_id: int | None,
    actor: str,
    now: datetime,
) -> None:
    """Say where a figure should be; empty words drop the target. The same one changes nothing.

    Without a day it is for the method's ninety days from the baseline, or from the
    programme's first day where nothing was fixed.

    Raises:  Programme.DoesNotExist; UnknownRow; NotComparable
    """
    _known(row)
    words = target.strip()
    if words and _checked(words).low is None:
        raise NotComparable(target)
    programme = Programme.objects.select_for_update().get(closed_at=None)
    targets = SuccessTarget.objects.filter(programme=programme, row=row, replaced_at=None)
    before = targets.first()
    due = due_on or _due(programme, row)
    if (before.target if before else "") == words and (not before or before.due_on == due):
        return
    targets.update(replaced_at=now)
    if words:
        SuccessTarget.objects.create(
            school_id=schools.current(),
            programme=programme,
            row=row,
            target=words,
            due_on=due,
            set_at=now,
            set_by_id=by_id,
        )
    attrs = {"before": before.target if before else "", "target": words, "due": due.isoformat()}
    journal.record("success_target_set", happened_at=now, actor=actor, item=row, attrs=attrs)


@transaction.atomic
def note_change(
    on_date: date, text: str, *, by_id: int | None, actor: str, now: datetime
) -> ChangeNote:
    """Write down what the department changed on a day.

    Raises:  IntegrityError: nothing is said
    """
    note = ChangeNote.objects.create(
        school_id=schools.current(),
        on_date=on_date,
        text=text.strip(),
        noted_at=now,
        noted_by_id=by_id,
    )
    attrs = {"on": on_date.isoformat(), "text": note.text}
    journal.record("change_noted", happened_at=now, actor=actor, item=str(note.pk), attrs=attrs)
    return note


@transaction.atomic
def drop_note(note_id: int, *, actor: str, now: datetime) -> None:
    """Withdraw a note; `restore_note` takes that back.

    Raises:  ChangeNote.DoesNotExist
    """
    _turn(note_id, "change_note_dropped", dropped_at=now, actor=actor, now=now)


@transaction.atomic
def restore_note(note_id: int, *, actor: str, now: datetime) -> None:
    """Bring a withdrawn note back.

    Raises:  ChangeNote.DoesNotExist
    """
    _turn(note_id, "change_note_restored", dropped_at=None, actor=actor, now=now)


def _turn(
    note_id: int, event: str, *, dropped_at: datetime | None, actor: str, now: datetime
) -> None:
    note = ChangeNote.objects.select_for_update().get(pk=note_id)
    if (note.dropped_at is None) == (dropped_at is None):
        return
    note.dropped_at = dropped_at
    note.save(update_fields=["dropped_at"])
    journal.record(event, happened_at=now, actor=actor, item=str(note_id))


def _known(row: str) -> None:
    rows = method.metric_words().point_rows
    if method.goal_settings().panel_row(row) is None and row not in {one.key for one in rows}:
        raise UnknownRow(row)


def _checked(value: str) -> told.Told:
    try:
        return told.read(value)
    except told.NotAValue:
        raise NotComparable(value) from None


def _due(programme: Programme, row: str) -> date:
    fixed = PointA.objects.filter(programme=programme, row=row, replaced_at=None).first()
    begins = fixed.measured_on if fixed else programme.starts_on
    return begins + timedelta(days=int(method.goal_settings().target_days))
