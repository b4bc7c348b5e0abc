"""Everything that may change an audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from provodnik.facts.team.models import Staff
from provodnik.kernel import journal, schools
from provodnik.kernel.models import School
from provodnik.kernel.periods import local_date
from provodnik.method import queries as method
from provodnik.method.shapes.audit import Audit as Settings
from provodnik.reports.audit import snapshot
from provodnik.reports.audit.errors import AuditIsFinished, AuditIsOpen, UnknownCheck
from provodnik.reports.audit.judging import Judged, judge
from provodnik.reports.audit.models import Answer, Audit, Finding
from provodnik.reports.audit.probes.observing import observe, window_of
from provodnik.reports.audit.rules import total_stake
from provodnik.reports.audit.types import AnsweredBy, AtStake, Verdict, Window

_ANSWERED = ["verdict", "data_verdict", "answered_by", "answered_at", "evidence", "values"]
_STAKE = ["stake_kopecks", "stake_kind", "stake_how"]


@dataclass(frozen=True, slots=True)
class Was:
    """An answer before it was changed, for an undo."""

    verdict: Verdict
    note: str
    by_person: bool


@dataclass(frozen=True, slots=True)
class FindingFields:
    """What a person writes about a finding."""

    request: str
    root: str
    severity: str
    action: str
    due_on: date
    owner_id: int | None


def start(
    *, request: str, pains: Mapping[str, bool], by_id: int | None, actor: str, now: datetime
) -> Audit:
    """Open an audit and let data answer what it can. Unanswered questions wait for people.

    Raises:  AuditIsOpen: one is open already
    """
    settings = method.audit_settings()
    window = _window(settings, now=now)
    try:
        with transaction.atomic():
            audit = Audit.objects.create(
                school_id=schools.current(),
                request=request.strip(),
                started_at=now,
                started_by_id=by_id,
                from_at=window.from_at,
                as_of=window.to_at,
                pains=dict(pains),
            )
    except IntegrityError as taken:
        raise AuditIsOpen from taken
    with transaction.atomic():
        attrs = {"audit": audit.pk, "request": audit.request}
        journal.record("audit_started", happened_at=now, actor=actor, attrs=attrs)
        _look(audit, settings, window, now=now)
    return audit


@transaction.atomic
def look_again(audit_id: int, *, now: datetime) -> None:
    """Let data answer anew: after an import, say. What people answered stays.

    Raises:  Audit.DoesNotExist, AuditIsFinished
    """
    audit = _open(audit_id)
    settings = method.audit_settings()
    window = _window(settings, now=now)
    audit.from_at, audit.as_of = window.from_at, window.to_at
    audit.save(update_fields=["from_at", "as_of"])
    _look(audit, settings, window, now=now)


@transaction.atomic
def answer(  # noqa: PLR0913 (who, what and when of one answer)
    audit_id: int,
    check: str,
    verdict: Verdict | None,
    *,
    note: str = "",
    by_id: int | None,
    actor: str,
    now: datetime,
) -> Was:
    """Write down a person's answer; None gives the word back to the data. Returns what was.

    Raises:  Audit.DoesNotExist, AuditIsFinished, UnknownCheck
    """
    audit = _open(audit_id)
    found = Answer.objects.select_for_update().filter(audit=audit, check_key=check).first()
    if found is None:
        raise UnknownCheck(check)
    was = Was(Verdict(found.verdict), found.note, found.answered_by == AnsweredBy.PERSON)
    by = AnsweredBy.DATA if verdict is None else AnsweredBy.PERSON
    found.verdict = found.data_verdict if verdict is None else verdict.value
    found.answered_by, found.answered_at = by.value, now
    found.staff_id, found.note = (None, "") if verdict is None else (by_id, note.strip())
    found.save()
    _sync_findings(audit, method.audit_settings(), now=now)
    journal.record(
        "audit_answered",
        happened_at=now,
        actor=actor,
        item=check,
        attrs={"audit": audit.pk, "verdict": found.verdict, "was": was.verdict.value},
    )
    return was


@transaction.atomic
def tell_pains(audit_id: int, pains: Mapping[str, bool], *, request: str) -> None:
    """The owner's four answers and what was asked for. Raises AuditIsFinished."""
    audit = _open(audit_id)
    audit.pains, audit.request = dict(pains), request.strip()
    audit.save(update_fields=["pains", "request"])


@transaction.atomic
def finish(audit_id: int, *, actor: str, now: datetime) -> Audit:
    """Close an audit: from now on its answers are a dated document, its actions go on.

    Raises:  Audit.DoesNotExist, AuditIsFinished
    """
    audit = _open(audit_id)
    audit.finished_at = now
    audit.save(update_fields=["finished_at"])
    verdicts = Answer.objects.filter(audit=audit).values_list("verdict", flat=True)
    told = list(verdicts)
    failed, passed = told.count(Verdict.FAILED), told.count(Verdict.PASSED)
    journal.record(
        "audit_finished",
        happened_at=now,
        actor=actor,
        value=total_stake(_stakes(audit)),
        attrs={"audit": audit.pk, "failed": failed, "checked": failed + passed},
    )
    return audit


@transaction.atomic
def change_finding(finding_id: int, fields: FindingFields, *, actor: str, now: datetime) -> None:
    """Another root, owner, day or action: also after the audit is finished.

    Raises:  Finding.DoesNotExist
    """
    found = Finding.objects.select_for_update().get(pk=finding_id, withdrawn_at=None)
    found.request, found.root = fields.request.strip(), fields.root.strip()
    found.severity, found.action = fields.severity, fields.action.strip()
    found.due_on, found.owner_id = fields.due_on, fields.owner_id
    found.edited_at = now
    found.save()
    _tell(found, "finding_changed", actor=actor, now=now)


@transaction.atomic
def set_done(finding_id: int, *, done: bool, actor: str, now: datetime) -> None:
    """The action was done, or is taken up again. Raises Finding.DoesNotExist."""
    found = Finding.objects.select_for_update().get(pk=finding_id, withdrawn_at=None)
    found.done_at = now if done else None
    found.save(update_fields=["done_at"])
    _tell(found, "finding_done", actor=actor, now=now, done=done)


def _tell(found: Finding, event: str, *, actor: str, now: datetime, **more: bool) -> None:
    attrs = {"audit": found.audit_id, "finding": found.pk, **more}
    journal.record(event, happened_at=now, actor=actor, item=found.check_key, attrs=attrs)


def _open(audit_id: int) -> Audit:
    audit = Audit.objects.select_for_update().get(pk=audit_id)
    if audit.finished_at is not None:
        raise AuditIsFinished(str(audit_id))
    return audit


def _window(settings: Settings, *, now: datetime) -> Window:
    zone = School.objects.values_list("timezone", flat=True).get(pk=schools.current())
    return window_of(days=settings.window_days, now=now, zone=zone)


def _look(audit: Audit, settings: Settings, window: Window, *, now: datetime) -> None:
    observed = observe(window)
    by_people = set(
        Answer.objects.filter(audit=audit, answered_by=AnsweredBy.PERSON.value).values_list(
            "check_key", flat=True
        )
    )
    judged = judge(settings, observed)
    _write(audit, [one for one in judged if one.check not in by_people], now=now)
    audit.figures = snapshot.figures(window, observed.scale, now=now)
    audit.save(update_fields=["figures"])
    _sync_findings(audit, settings, now=now)


def _write(audit: Audit, judged: Sequence[Judged], *, now: datetime) -> None:
    Answer.objects.bulk_create(
        [answer_of(audit, one, now=now) for one in judged],
        update_conflicts=True,
        unique_fields=["school", "audit", "check_key"],
        update_fields=[*_ANSWERED, *_STAKE],
    )


def answer_of(audit: Audit, one: Judged, *, now: datetime) -> Answer:
    """What data says about a check, as a row not yet written."""
    return Answer(
        school_id=audit.school_id,
        audit=audit,
        check_key=one.check,
        verdict=one.verdict.value,
        data_verdict=one.verdict.value,
        answered_by=AnsweredBy.DATA.value,
        answered_at=now,
        evidence=one.evidence,
        values=dict(one.values),
        stake_kopecks=one.stake.kopecks if one.stake else None,
        stake_kind=one.stake.kind if one.stake else "",
        stake_how=one.stake.how if one.stake else "",
    )


def _sync_findings(audit: Audit, settings: Settings, *, now: datetime) -> None:
    """Every failed check has a finding; of the others none stands."""
    failed = set(
        Answer.objects.filter(audit=audit, verdict=Verdict.FAILED.value).values_list(
            "check_key", flat=True
        )
    )
    Finding.objects.filter(audit=audit, withdrawn_at=None).exclude(check_key__in=failed).update(
        withdrawn_at=now
    )
    Finding.objects.filter(audit=audit, check_key__in=failed).update(withdrawn_at=None)
    known = set(Finding.objects.filter(audit=audit).values_list("check_key", flat=True))
    Finding.objects.bulk_create(new_findings(audit, settings, failed - known, now=now))


def new_findings(
    audit: Audit, settings: Settings, failed: set[str], *, now: datetime
) -> list[Finding]:
    """Findings as the method words them, not yet written: owner by role, term by its days."""
    if not failed:
        return []
    zone = School.objects.values_list("timezone", flat=True).get(pk=audit.school_id)
    today = local_date(now, ZoneInfo(zone))
    working = Staff.objects.filter(left_on=None).order_by("-pk")
    owners = dict(working.values_list("role", "pk"))
    return [
        Finding(
            school_id=audit.school_id,
            audit=audit,
            check_key=check.key,
            request=check.request,
            root=check.root,
            severity=str(check.severity),
            action=check.action,
            due_on=today + timedelta(days=check.action_days),
            owner_id=owners.get(str(check.owner)),
            found_at=now,
        )
        for check in settings.checks
        if check.key in failed
    ]


def _stakes(audit: Audit) -> list[AtStake]:
    rows = Answer.objects.filter(
        audit=audit, verdict=Verdict.FAILED.value, stake_kopecks__isnull=False
    )
    return [AtStake(int(row.stake_kopecks or 0), row.stake_kind, row.stake_how) for row in rows]
