"""What people decided and agreed on the way through the stages."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class Mark(SchoolModel):
    """A person's word that a condition of a stage is met; `note` says by what."""

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    stage = models.CharField(max_length=60)
    criterion = models.CharField(max_length=60)
    note = models.CharField(max_length=500, blank=True)
    marked_at = models.DateTimeField()
    marked_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="condition_is_marked_once", fields=["school", "client", "stage", "criterion"]
            )
        ]


class StageMove(SchoolModel):
    """A move decided by a person, with the conditions it went past and the written reason.

    Invariant, held by the database: what is unmet is passed with a reason only.
    """

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    was = models.CharField(max_length=60, blank=True)
    stage = models.CharField(max_length=60)
    moved_at = models.DateTimeField()
    moved_by = SchoolForeignKey(Staff, null=True)
    unmet = ArrayField(models.CharField(max_length=300), default=list)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="unmet_conditions_are_passed_with_a_reason",
                condition=Q(unmet__len=0) | ~Q(reason=""),
            )
        ]
        indexes = [models.Index(fields=["school", "client", "-moved_at"], name="moves_of_client")]


class Handoff(SchoolModel):
    """One role passes a client to another on entering a stage; it waits until accepted.

    `giver` and `taker` are roles of the method; `taker_staff` is who is expected to accept.
    Invariant, held by the database: accepted by a person at a moment, or not at all.
    """

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    stage = models.CharField(max_length=60)
    key = models.CharField(max_length=60)
    giver = models.CharField(max_length=60)
    taker = models.CharField(max_length=60)
    what = models.CharField(max_length=300)
    giver_staff = SchoolForeignKey(Staff, null=True)
    taker_staff = SchoolForeignKey(Staff, null=True)
    made_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = SchoolForeignKey(Staff, null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="handoff_once_an_entry",
                fields=["school", "client", "stage", "key", "made_at"],
            ),
            models.CheckConstraint(
                name="handoff_accepted_by_iff_at",
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["school", "made_at"],
                name="handoffs_waiting",
                condition=Q(accepted_at__isnull=True),
            )
        ]


class Win(SchoolModel):
    """A confirmed win of a client: the hypothesis that proved right, with where it is seen."""

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    what = models.CharField(max_length=300)
    won_on = models.DateField()
    source = models.CharField(max_length=200)
    evidence = models.CharField(max_length=500)
    confirmed_at = models.DateTimeField()
    confirmed_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="win_once_a_client", fields=["school", "client", "what", "won_on"]
            )
        ]


class Growth(SchoolModel):
    """A relationship grew by one of the method's types, on the ground of a win."""

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    kind = models.CharField(max_length=60)
    what = models.CharField(max_length=300)
    win = SchoolForeignKey(Win)
    recorded_at = models.DateTimeField()
    recorded_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="expansion_once", fields=["school", "client", "kind", "what"]
            )
        ]


class Contact(SchoolModel):
    """A contact with somebody who has finished, planned for a day."""

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    key = models.CharField(max_length=60)
    completed_at = models.DateTimeField()
    due_on = models.DateField()
    made_at = models.DateTimeField(null=True)
    made_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="contact_once_a_completion",
                fields=["school", "client", "key", "completed_at"],
            )
        ]
        indexes = [
            models.Index(
                fields=["school", "due_on"],
                name="contacts_to_make",
                condition=Q(made_at__isnull=True),
            )
        ]


class Referral(SchoolModel):
    """A client recommended us: to whom, and who they became if they came."""

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    whom = models.CharField(max_length=200)
    came_as = SchoolForeignKey(Client, null=True, on_delete=models.SET_NULL)
    told_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="referral_once", fields=["school", "client", "whom", "told_on"]
            )
        ]
