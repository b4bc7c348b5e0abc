"""What departments hand over to each other: packs, requests, promises of a sale, warm leads."""

from django.db import models
from django.db.models import Q

from provodnik.facts.people.models import Client, Pain
from provodnik.facts.sales.models.launches import Launch
from provodnik.facts.team.models import Staff
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel

# Who did it and when are set together or not at all.
_BOTH = "{0}_at__isnull", "{0}_by__isnull"


def _paired(verb: str) -> Q:
    at, by = (name.format(verb) for name in _BOTH)
    return Q(**{at: True, by: True}) | Q(**{at: False, by: False})


class MarketingPack(SchoolModel):
    """Pains, words and cases of students gathered for marketing (R-444). Sent, then confirmed."""

    title = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    sent_by = SchoolForeignKey(Staff)
    received_at = models.DateTimeField(null=True)
    received_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="pack_received_at_iff_by_somebody", condition=_paired("received")
            )
        ]


class PackItem(SchoolModel):
    """One thing of a pack: a pain, a student's words or a case.

    `used_in` names the content marketing made of it: a post, a page, an offer.
    """

    pack = SchoolForeignKey(MarketingPack, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    pain = SchoolForeignKey(Pain, null=True)
    client = SchoolForeignKey(Client, null=True, on_delete=models.SET_NULL)
    text = models.TextField()
    heard = models.IntegerField(default=0)
    used_in = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["school", "pack"], name="items_of_pack")]


class DepartmentRequest(SchoolModel):
    """A question of one department to another, with an owner and a term (R-446)."""

    topic = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    from_department = models.CharField(max_length=60)
    to_department = models.CharField(max_length=60)
    owner = SchoolForeignKey(Staff, null=True)
    client = SchoolForeignKey(Client, null=True, on_delete=models.SET_NULL)
    asked_at = models.DateTimeField()
    asked_by = SchoolForeignKey(Staff)
    due_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="request_answered_at_iff_by_somebody", condition=_paired("answered")
            ),
            models.CheckConstraint(
                name="request_is_answered_in_words",
                condition=Q(answered_at__isnull=True) | ~Q(answer=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["school", "due_at"],
                name="open_requests",
                condition=Q(answered_at__isnull=True),
            )
        ]


class SalesHandoff(SchoolModel):
    """What sales promised a new client, and the context product needs to keep it (R-447)."""

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    promises = models.TextField(blank=True)
    context = models.TextField(blank=True)
    is_unclear = models.BooleanField(default=False)
    told_at = models.DateTimeField()
    told_by = SchoolForeignKey(Staff, null=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_handoff_a_client", fields=["school", "client"]),
            models.CheckConstraint(
                name="handoff_seen_at_iff_by_somebody", condition=_paired("seen")
            ),
            models.CheckConstraint(
                name="handoff_says_something", condition=~Q(promises="", context="")
            ),
        ]


class WarmLead(SchoolModel):
    """A person warmed by our product or service and handed over to sales. Taken by one seller."""

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    launch = SchoolForeignKey(Launch, null=True, on_delete=models.SET_NULL)
    reason = models.CharField(max_length=300)
    handed_at = models.DateTimeField()
    handed_by = SchoolForeignKey(Staff, null=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="lead_is_handed_over_once",
                fields=["school", "client", "launch"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="lead_taken_at_iff_by_somebody", condition=_paired("taken")
            ),
        ]
