"""Duties being handed over, step by step."""

from django.db import models
from django.db.models import Q

from provodnik.decisions.duties.types import Handing, StepKind
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel

_WORDS = 300


class Delegation(SchoolModel):
    """A key task passes from one colleague to another: by me, together, alone, accepted.

    `function` is a key of the method, or `title` says it in one's own words.

    Invariants, held by the database: it says what; from one to another; only what is done alone
    is accepted, by the one it was handed over to; the same passes between the two once.
    """

    function = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=_WORDS, blank=True)
    from_staff = SchoolForeignKey(Staff)
    to_staff = SchoolForeignKey(Staff)
    state = models.CharField(max_length=20, default=Handing.BY_ME.value)
    started_on = models.DateField()
    state_since = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = SchoolForeignKey(Staff, null=True)
    note = models.CharField(max_length=_WORDS, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="delegation_says_what", condition=~Q(function="", title="")
            ),
            models.CheckConstraint(
                name="delegation_is_to_another", condition=~Q(from_staff=models.F("to_staff"))
            ),
            models.CheckConstraint(
                name="delegation_state_is_known", condition=Q(state__in=values(Handing))
            ),
            models.CheckConstraint(
                name="only_what_is_done_alone_is_accepted",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(
                    state=Handing.ALONE.value,
                    accepted_at__isnull=False,
                    accepted_by=models.F("to_staff"),
                ),
            ),
            models.UniqueConstraint(
                name="duty_is_handed_over_once",
                fields=["school", "function", "title", "from_staff", "to_staff"],
            ),
        ]


class DelegationStep(SchoolModel):
    """A step that was made, by whom, with the reason of a step back."""

    delegation = SchoolForeignKey(Delegation, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = SchoolForeignKey(Staff, null=True)
    reason = models.CharField(max_length=_WORDS, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="delegation_step_is_known", condition=Q(kind__in=values(StepKind))
            )
        ]
        indexes = [models.Index(fields=["school", "delegation", "at"], name="steps_of_handing")]
