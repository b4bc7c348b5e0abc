"""Reads of audits: the list, one whole audit, and one made on the spot for a report."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Count, Q

from provodnik.facts.team.queries import names_of
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.method import queries as method
from provodnik.method.shapes.audit import Audit as Settings
from provodnik.method.shapes.audit import AuditCheck
from provodnik.method.words import fill
from provodnik.reports.audit import snapshot
from provodnik.reports.audit.judging import judge
from provodnik.reports.audit.models import Answer, Audit, Finding
from provodnik.reports.audit.probes.observing import keys, observe, window_of
from provodnik.reports.audit.rules import place, sentence_of, together, total_stake
from provodnik.reports.audit.services import answer_of, new_findings
from provodnik.reports.audit.types import (
    AdviceRow,
    AnsweredBy,
    AtStake,
    AuditHead,
    AuditPage,
    CheckRow,
    FindingRow,
    Verdict,
    Window,
)


def audit_heads(*, limit: int = 50) -> list[AuditHead]:
    """Audits of the school, newest first. Three queries."""
    audits = list(Audit.objects.order_by("-pk")[:limit])
    answers: dict[int, list[Answer]] = {audit.pk: [] for audit in audits}
    for answer in Answer.objects.filter(audit__in=audits):
        answers[answer.audit_id].append(answer)
    done = dict(
        Finding.objects.filter(audit__in=audits, withdrawn_at=None)
        .values_list("audit")
        .annotate(n=Count("pk", filter=Q(done_at__isnull=False)))
    )
    return [_head(audit, answers[audit.pk], done.get(audit.pk, 0)) for audit in audits]


def audit_page(audit_id: int) -> AuditPage:
    """One audit with its checklist, findings and self-check. A fixed number of queries.

    Raises:  Audit.DoesNotExist
    """
    audit = Audit.objects.get(pk=audit_id)
    findings = list(Finding.objects.filter(audit=audit, withdrawn_at=None))
    return _page(audit, list(Answer.objects.filter(audit=audit)), findings)


def audit_now(*, now: datetime) -> AuditPage:
    """An audit made on the spot and kept nowhere: data of now, what people answered last time."""
    settings = method.audit_settings()
    last = Audit.objects.order_by("-pk").first()
    zone = School.objects.values_list("timezone", flat=True).get(pk=schools.current())
    window = window_of(days=settings.window_days, now=now, zone=zone)
    audit = Audit(
        school_id=schools.current(),
        request=last.request if last else "",
        started_at=now,
        from_at=window.from_at,
        as_of=window.to_at,
        finished_at=now,
        pains=last.pains if last else {},
    )
    observed = observe(window)
    audit.figures = snapshot.figures(window, observed.scale, now=now)
    answers = {
        one.check: answer_of(audit, one, now=now) for one in judge(settings, observed)
    } | _told_by_people(last)
    failed = {key for key, one in answers.items() if one.verdict == Verdict.FAILED}
    found = new_findings(audit, settings, failed, now=now)
    return _page(audit, list(answers.values()), found)


def _told_by_people(last: Audit | None) -> dict[str, Answer]:
    if last is None:
        return {}
    told = Answer.objects.filter(audit=last, answered_by=AnsweredBy.PERSON.value)
    return {answer.check_key: answer for answer in told}


def _page(audit: Audit, answers: Sequence[Answer], findings: Sequence[Finding]) -> AuditPage:
    settings, by_check = method.audit_settings(), {one.check_key: one for one in answers}
    checks = tuple(_check(check, by_check.get(check.key)) for check in settings.checks)
    head = _head(audit, answers, sum(1 for one in findings if one.done_at))
    return AuditPage(
        head=head,
        school=School.objects.values_list("name", flat=True).get(pk=audit.school_id),
        window=_window(audit),
        sentence=_sentence(settings, head, findings),
        checks=checks,
        findings=_findings(settings, checks, findings),
        advices=_advices(settings, checks),
        groups=tuple((str(group.key), group.title) for group in settings.groups),
        pains=tuple((pain.title, pain.hint, audit.pains.get(pain.key)) for pain in settings.pains),
        effort=snapshot.effort_of(audit.figures),
        contribution=snapshot.contribution_of(audit.figures),
        scale=snapshot.scale_of(audit.figures),
    )


def _head(audit: Audit, answers: Iterable[Answer], done: int) -> AuditHead:
    told = list(answers)
    verdicts = [one.verdict for one in told]
    return AuditHead(
        audit_id=audit.pk or 0,
        started_at=audit.started_at,
        as_of=audit.as_of,
        finished_at=audit.finished_at,
        request=audit.request,
        passed=verdicts.count(Verdict.PASSED),
        failed=verdicts.count(Verdict.FAILED),
        unknown=verdicts.count(Verdict.UNKNOWN),
        stake_kopecks=total_stake(_stake(one) for one in told),
        done=done,
    )


def _window(audit: Audit) -> Window:
    zone = School.objects.values_list("timezone", flat=True).get(pk=audit.school_id)
    return Window(audit.from_at, audit.as_of, zone)


def _check(check: AuditCheck, answer: Answer | None) -> CheckRow:
    row = CheckRow(
        key=check.key,
        group=check.group,
        question=check.question,
        hint=check.hint,
        severity=str(check.severity),
        is_blind_spot=check.blind_spot,
        page=check.page or "",
        by_data=check.key in keys(),
    )
    if answer is None:
        return row
    return CheckRow(
        key=row.key,
        group=row.group,
        question=row.question,
        hint=row.hint,
        severity=row.severity,
        is_blind_spot=row.is_blind_spot,
        page=row.page,
        by_data=row.by_data,
        verdict=Verdict(answer.verdict),
        answered_by=AnsweredBy(answer.answered_by),
        evidence=answer.evidence,
        note=answer.note,
        stake=_stake(answer),
        answered_at=answer.answered_at,
    )


def _stake(answer: Answer) -> AtStake | None:
    """Money stands at stake only where the check failed."""
    if answer.stake_kopecks is None or answer.verdict != Verdict.FAILED:
        return None
    return AtStake(answer.stake_kopecks, answer.stake_kind, answer.stake_how)


def _findings(
    settings: Settings, checks: Sequence[CheckRow], findings: Sequence[Finding]
) -> tuple[FindingRow, ...]:
    """Urgent first, inside by money and then in the order of the checklist."""
    by_key = {check.key: check for check in checks}
    titles = {str(group.key): group.title for group in settings.groups}
    names = names_of({one.owner_id for one in findings if one.owner_id is not None})
    rows = [
        _finding(one, by_key[one.check_key], titles, names)
        for one in findings
        if one.check_key in by_key
    ]
    order = {check.key: number for number, check in enumerate(checks)}
    return tuple(
        sorted(
            rows,
            key=lambda row: (
                place(row.severity),
                -(row.stake.kopecks if row.stake else 0),
                order[row.check],
            ),
        )
    )


def _finding(
    found: Finding, check: CheckRow, titles: Mapping[str, str], names: Mapping[int, str]
) -> FindingRow:
    return FindingRow(
        finding_id=found.pk or 0,
        check=found.check_key,
        title=check.question,
        group=titles.get(check.group, ""),
        severity=found.severity,
        is_blind_spot=check.is_blind_spot,
        evidence=check.note or check.evidence,
        request=found.request,
        root=found.root,
        action=found.action,
        due_on=found.due_on,
        owner_id=found.owner_id,
        owner=names.get(found.owner_id or 0, ""),
        page=check.page,
        stake=check.stake,
        done_at=found.done_at,
        is_edited=found.edited_at is not None,
    )


def _advices(settings: Settings, checks: Sequence[CheckRow]) -> tuple[AdviceRow, ...]:
    """A line for each advice: yes, no or not known yet, with what shows it (R-026)."""
    by_key = {check.key: check for check in checks}
    rows = []
    for advice in settings.advices:
        its = [by_key[key] for key in advice.checks if key in by_key]
        evidence = tuple(one.note or one.evidence for one in its if one.note or one.evidence)
        rows.append(
            AdviceRow(
                text=advice.text,
                source=advice.source,
                verdict=together(one.verdict for one in its),
                evidence=evidence,
            )
        )
    return tuple(rows)


def _sentence(settings: Settings, head: AuditHead, findings: Sequence[Finding]) -> str:
    condition = sentence_of(
        passed=head.passed, failed=head.failed, stake_kopecks=head.stake_kopecks
    )
    values = {
        "passed": head.passed,
        "failed": head.failed,
        "checked": head.checked,
        "urgent": sum(1 for one in findings if one.severity == "urgent"),
        "stake_kopecks": head.stake_kopecks,
    }
    return fill(settings.sentence(condition).text, values)


def changes_since(audit_id: int) -> tuple[list[str], list[str]] | None:
    """(checks mended since the audit before, checks newly failed), None for the first one."""
    before = Audit.objects.filter(pk__lt=audit_id).order_by("-pk").first()
    if before is None:
        return None
    told = Answer.objects.filter(audit__in=[audit_id, before.pk])
    rows = list(told.values_list("audit_id", "check_key", "verdict"))
    then = {key: verdict for pk, key, verdict in rows if pk == before.pk}
    now = {key: verdict for pk, key, verdict in rows if pk == audit_id}
    mended = [key for key, one in now.items() if one == "passed" and then.get(key) == "failed"]
    failed = [key for key, one in now.items() if one == "failed" and then.get(key) == "passed"]
    words = {check.key: check.question for check in method.audit_settings().checks}
    return [words[key] for key in words if key in mended], [
        words[key] for key in words if key in failed
    ]


def finding_row(finding_id: int) -> tuple[int, FindingRow]:
    """(its audit, the finding as it stands).

    Raises:  Finding.DoesNotExist
    """
    found = Finding.objects.get(pk=finding_id, withdrawn_at=None)
    page = audit_page(found.audit_id)
    for row in page.findings:
        if row.finding_id == finding_id:
            return found.audit_id, row
    raise Finding.DoesNotExist(str(finding_id))
