"""Reviews and cases on their way to publication, and where each was used."""

from django.db import models
from django.db.models import Q

from provodnik.facts.catalog.models import Product
from provodnik.facts.learning.models import Cohort
from provodnik.facts.people.models import Client, Pain
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel
from provodnik.method.voice_words import CaseKind
from provodnik.touches.voice.cases.types import Origin, State


class Story(SchoolModel):
    """What a client told of us: a review, a film or a case, from the request to publication.

    The client's words are in `text`, the packaged result in the points, the path and the
    quote. `collector` is who collected it; `entry_id` is the journal entry that counts it.

    Invariants, held by the database: kind, origin and state are known; what is published has
    a consent that stands; a consent has its words, its giver and its day; asked for once a
    cohort; what was approved was not rejected.
    """

    client = SchoolForeignKey(Client)
    cohort = SchoolForeignKey(Cohort, null=True, on_delete=models.SET_NULL)
    product = SchoolForeignKey(Product, null=True)
    pain = SchoolForeignKey(Pain, null=True)
    kind = models.CharField(max_length=20)
    origin = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    point_a = models.TextField(blank=True)
    path = models.TextField(blank=True)
    point_b = models.TextField(blank=True)
    quote = models.TextField(blank=True)
    media = models.TextField(blank=True)
    collector = SchoolForeignKey(Staff, null=True)
    requested_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    reminders = models.IntegerField(default=0)
    received_at = models.DateTimeField(null=True)
    consent_text = models.TextField(blank=True)
    consent_by = models.CharField(max_length=200, blank=True)
    consent_on = models.DateField(null=True)
    consent_told_by = SchoolForeignKey(Staff, null=True)
    withdrawn_at = models.DateTimeField(null=True)
    edited_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(max_length=300, blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = SchoolForeignKey(Staff, null=True)
    rejected_at = models.DateTimeField(null=True)
    rejection = models.CharField(max_length=300, blank=True)
    entry_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="story_kind_is_known", condition=Q(kind__in=values(CaseKind))
            ),
            models.CheckConstraint(
                name="story_origin_is_known", condition=Q(origin__in=values(Origin))
            ),
            models.CheckConstraint(
                name="story_state_is_known", condition=Q(state__in=values(State))
            ),
            models.CheckConstraint(
                name="story_consent_is_whole",
                condition=Q(consent_on__isnull=True, consent_text="", consent_by="")
                | (Q(consent_on__isnull=False) & ~Q(consent_text="")),
            ),
            models.CheckConstraint(
                name="story_published_has_consent",
                condition=~Q(state=State.PUBLISHED.value)
                | Q(
                    consent_on__isnull=False,
                    withdrawn_at__isnull=True,
                    published_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="story_approved_was_not_rejected",
                condition=Q(approved_at__isnull=True) | Q(rejected_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="story_asked_once_a_cohort",
                fields=["school", "client", "cohort"],
                condition=Q(requested_at__isnull=False),
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(fields=["school", "state", "-created_at"], name="stories_by_state"),
            models.Index(fields=["school", "cohort"], name="stories_of_cohort"),
        ]


class StoryUse(SchoolModel):
    """A case was used: for what (a key of the method), where, on which day.

    `key` names what told it, so that one sending counts once.
    """

    story = SchoolForeignKey(Story, on_delete=models.CASCADE)
    purpose = models.CharField(max_length=60)
    place = models.CharField(max_length=300)
    used_on = models.DateField()
    told_by = SchoolForeignKey(Staff, null=True)
    told_at = models.DateTimeField()
    key = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="story_use_once",
                fields=["school", "story", "key"],
                condition=~Q(key=""),
            ),
            models.CheckConstraint(name="story_use_says_where", condition=~Q(place="")),
        ]
        indexes = [models.Index(fields=["school", "story", "-used_on"], name="uses_of_a_story")]
