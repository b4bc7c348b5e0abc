"""Accesses and what happened to each."""

from django.db import models
from django.db.models import Q

from provodnik.facts.people.accesses.types import StepKind
from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel

_WORDS = 200


class AccessGrant(SchoolModel):
    """Somebody was let into something: a system, a chat, a client's data.

    `kind` is a key of the method, `words` say it in one's own words or name the account;
    `about_client` is whose data it opens.

    Invariants, held by the database: it says what; one holder, a colleague or a client; the
    same is open to one holder once; revoked has its moment.
    """

    kind = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=_WORDS, blank=True)
    holder_staff = SchoolForeignKey(Staff, null=True)
    holder_client = SchoolForeignKey(Client, null=True)
    about_client = SchoolForeignKey(Client, null=True)
    granted_at = models.DateTimeField()
    granted_by = SchoolForeignKey(Staff, null=True)
    review_on = models.DateField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = SchoolForeignKey(Staff, null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = SchoolForeignKey(Staff, null=True)
    reason = models.CharField(max_length=_WORDS, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="access_says_what", condition=~Q(kind="", words="")),
            models.CheckConstraint(
                name="access_has_one_holder",
                condition=Q(holder_staff__isnull=False, holder_client=None)
                | Q(holder_staff=None, holder_client__isnull=False),
            ),
            models.CheckConstraint(
                name="access_is_revoked_at_a_moment",
                condition=Q(revoked_at__isnull=False) | Q(revoked_by=None, reason=""),
            ),
            models.UniqueConstraint(
                name="access_is_open_once",
                fields=[
                    *("school", "kind", "words", "holder_staff", "holder_client"),
                    "about_client",
                ],
                condition=Q(revoked_at=None),
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(
                fields=["school", "review_on"],
                name="open_accesses_by_review",
                condition=Q(revoked_at=None),
            ),
            models.Index(
                fields=["school", "holder_client"],
                name="open_accesses_of_client",
                condition=Q(revoked_at=None, holder_client__isnull=False),
            ),
            models.Index(
                fields=["school", "about_client"],
                name="open_accesses_about_client",
                condition=Q(revoked_at=None, about_client__isnull=False),
            ),
        ]


class AccessStep(SchoolModel):
    """What happened to an access, and the day of the next look set by it."""

    grant = SchoolForeignKey(AccessGrant, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = SchoolForeignKey(Staff, null=True)
    note = models.CharField(max_length=_WORDS, blank=True)
    review_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="access_step_is_known", condition=Q(kind__in=values(StepKind))
            )
        ]
        indexes = [models.Index(fields=["school", "grant", "at"], name="steps_of_an_access")]
