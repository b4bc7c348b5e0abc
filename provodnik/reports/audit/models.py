"""An audit, its answers, its findings; and the launch of repeat sales as a project."""

from django.db import models
from django.db.models import Q

from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel
from provodnik.method.types import Severity
from provodnik.reports.audit.types import AnsweredBy, Verdict


class Audit(SchoolModel):
    """One look at the whole department: [from_at, as_of) by data, the rest by questions.

    `pains` are the owner's answers by key of the method; `figures` what the report prints
    beside the checks (effort, contribution, assumptions), kept as they were then.

    Invariant, held by the database: a school has one open audit at a time.
    """

    request = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField()
    started_by = SchoolForeignKey(Staff, null=True)
    from_at = models.DateTimeField()
    as_of = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    pains = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_audit_a_school",
                fields=["school"],
                condition=Q(finished_at__isnull=True),
            )
        ]


class Answer(SchoolModel):
    """What is known about one item of the checklist.

    `evidence` is what data said that day in words, `values` the figures in it, `data_verdict`
    its verdict; a person may decide otherwise and says why in `note`. Money at stake comes
    with the sentence that tells how it was counted.
    """

    audit = SchoolForeignKey(Audit, on_delete=models.CASCADE)
    check_key = models.CharField(max_length=60)
    verdict = models.CharField(max_length=20)
    data_verdict = models.CharField(max_length=20)
    answered_by = models.CharField(max_length=20)
    answered_at = models.DateTimeField()
    staff = SchoolForeignKey(Staff, null=True)
    evidence = models.CharField(max_length=600, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    values = models.JSONField(default=dict)
    stake_kopecks = models.BigIntegerField(null=True)
    stake_kind = models.CharField(max_length=20, blank=True)
    stake_how = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="audit_check_is_answered_once", fields=["school", "audit", "check_key"]
            ),
            models.CheckConstraint(
                name="audit_verdict_is_known", condition=Q(verdict__in=values(Verdict))
            ),
            models.CheckConstraint(
                name="audit_answer_has_an_author", condition=Q(answered_by__in=values(AnsweredBy))
            ),
        ]


class Finding(SchoolModel):
    """A failed check with its request, root, action, owner and day (R-019, R-023).

    Withdrawn when the check turns out to be passed after all; its words are kept for an undo.
    """

    audit = SchoolForeignKey(Audit, on_delete=models.CASCADE)
    check_key = models.CharField(max_length=60)
    request = models.CharField(max_length=500)
    root = models.CharField(max_length=1000)
    severity = models.CharField(max_length=20)
    action = models.CharField(max_length=500)
    due_on = models.DateField()
    owner = SchoolForeignKey(Staff, null=True)
    found_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="audit_check_is_found_once", fields=["school", "audit", "check_key"]
            ),
            models.CheckConstraint(
                name="finding_severity_is_known", condition=Q(severity__in=values(Severity))
            ),
        ]


class RepeatLaunch(SchoolModel):
    """The launch of repeat sales: a project of the school with its start date (R-030)."""

    starts_on = models.DateField()
    started_at = models.DateTimeField()
    started_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_launch_of_repeat_sales", fields=["school"])
        ]
