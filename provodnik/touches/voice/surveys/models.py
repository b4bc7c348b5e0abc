"""Surveys with their versions, waves, invitations, answers and what is done about low ones."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from provodnik.facts.catalog.models import Product
from provodnik.facts.learning.models import Cohort
from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel
from provodnik.method.survey_words import AnswerKind, AskAbout, AskMoment, Measure, NotAskedReason
from provodnik.touches.queue.models import Touch
from provodnik.touches.voice.surveys.types import Source


class Survey(SchoolModel):
    """Something students are asked again and again: when, about what, who answers for it.

    `form` is the key of the method's ready form it grew from. It asks by itself while
    `started_at` is set.

    Invariants, held by the database: names differ; the moment is known; a rhythm belongs to a
    monthly survey and to no other.
    """

    name = models.CharField(max_length=200)
    form = models.CharField(max_length=60, blank=True)
    moment = models.CharField(max_length=20)
    responsible = models.CharField(max_length=30)
    product = SchoolForeignKey(Product, null=True)
    every_months = models.SmallIntegerField(null=True)
    day_of_month = models.SmallIntegerField(null=True)
    started_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="survey_name_once", fields=["school", "name"]),
            models.CheckConstraint(
                name="survey_moment_is_known", condition=Q(moment__in=values(AskMoment))
            ),
            models.CheckConstraint(
                name="survey_responsible_is_known", condition=Q(responsible__in=values(AskAbout))
            ),
            models.CheckConstraint(
                name="survey_rhythm_iff_monthly",
                condition=Q(
                    moment="month", every_months__gte=1, day_of_month__gte=1, day_of_month__lte=28
                )
                | ~Q(moment="month") & Q(every_months=None, day_of_month=None),
            ),
        ]

    def __str__(self) -> str:
        return f"survey:{self.pk}"


class Version(SchoolModel):
    """The questions of a survey at one time. Published, it never changes; one draft at most."""

    survey = SchoolForeignKey(Survey, on_delete=models.CASCADE)
    number = models.IntegerField()
    intro = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="version_number_once", fields=["school", "survey", "number"]
            ),
            models.UniqueConstraint(
                name="one_draft_a_survey",
                fields=["school", "survey"],
                condition=Q(published_at=None),
            ),
        ]


class Question(SchoolModel):
    """A question of one version. `item` names it in the journal, version after version."""

    version = SchoolForeignKey(Version, on_delete=models.CASCADE)
    position = models.IntegerField()
    item = models.CharField(max_length=200)
    text = models.CharField(max_length=500)
    kind = models.CharField(max_length=20)
    measure = models.CharField(max_length=10)
    weight = models.IntegerField(default=1)
    low = models.CharField(max_length=80, blank=True)
    high = models.CharField(max_length=80, blank=True)
    choices = ArrayField(models.CharField(max_length=200), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="question_item_once", fields=["school", "version", "item"]
            ),
            models.CheckConstraint(
                name="question_kind_is_known", condition=Q(kind__in=values(AnswerKind))
            ),
            models.CheckConstraint(
                name="question_fits_its_measure",
                condition=Q(measure="none")
                | Q(measure="nps", kind="scale_10")
                | Q(measure="csat", kind="scale_5")
                | Q(measure="csi", kind__in=("scale_5", "scale_10")),
            ),
            models.CheckConstraint(name="question_weighs", condition=Q(weight__gte=1)),
        ]


class Wave(SchoolModel):
    """One round of a survey over many students. `for_on` is the day it belongs to."""

    survey = SchoolForeignKey(Survey, on_delete=models.CASCADE)
    version = SchoolForeignKey(Version)
    for_on = models.DateField()
    cohort = SchoolForeignKey(Cohort, null=True)
    product = SchoolForeignKey(Product, null=True)
    started_at = models.DateTimeField()
    started_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="wave_is_begun_once",
                fields=["school", "survey", "for_on", "cohort", "product"],
                nulls_distinct=False,
            )
        ]


class Invitation(SchoolModel):
    """One student asked once, at `/s/<token>`: whoever knows the token answers for the student.

    `occurrence` names the reason: asked twice about it, there is one invitation. `responsible`
    is who answered for the matter at that moment. Until `sent_at` it waits for `send_at`, or,
    `is_by_hand`, for a colleague to pass the link on. `message` is the outbox's.

    Invariants, held by the database: one a reason; one address.
    """

    survey = SchoolForeignKey(Survey)
    version = SchoolForeignKey(Version)
    wave = SchoolForeignKey(Wave, null=True)
    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    product = SchoolForeignKey(Product, null=True)
    cohort = SchoolForeignKey(Cohort, null=True)
    responsible = SchoolForeignKey(Staff, null=True)
    token = models.CharField(max_length=40)
    occurrence = models.CharField(max_length=120)
    about = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=40, blank=True)
    is_by_hand = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    send_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    reminders = models.SmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="invitation_token_once", fields=["school", "token"]),
            models.UniqueConstraint(
                name="invited_once_a_reason", fields=["school", "survey", "client", "occurrence"]
            ),
        ]
        indexes = [
            models.Index(fields=["school", "client", "-asked_at"], name="invitations_of_client"),
            models.Index(fields=["school", "survey", "-asked_at"], name="invitations_of_survey"),
            models.Index(
                fields=["school", "send_at"],
                name="invitations_to_send",
                condition=Q(sent_at=None, cancelled_at=None),
            ),
            models.Index(
                fields=["school", "sent_at"],
                name="invitations_awaited",
                condition=Q(sent_at__isnull=False, answered_at=None, cancelled_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"invitation:{self.pk}"


class NotAsked(SchoolModel):
    """A student who was not asked, and why. Kept once a reason to ask."""

    survey = SchoolForeignKey(Survey, on_delete=models.CASCADE)
    wave = SchoolForeignKey(Wave, null=True, on_delete=models.CASCADE)
    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    occurrence = models.CharField(max_length=120)
    reason = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="not_asked_once_a_reason", fields=["school", "survey", "client", "occurrence"]
            ),
            models.CheckConstraint(
                name="not_asked_reason_is_known", condition=Q(reason__in=values(NotAskedReason))
            ),
        ]
        indexes = [
            models.Index(fields=["school", "client", "-at"], name="not_asked_of_client"),
            models.Index(fields=["school", "survey", "-at"], name="not_asked_of_survey"),
        ]


class Response(SchoolModel):
    """What one student answered. `keys` are the forms that made it: one sent again adds nothing.

    `version` is null and `external_id` set for one that came in a file.

    Invariants, held by the database: one an invitation; one a row of a file.
    """

    survey = SchoolForeignKey(Survey)
    version = SchoolForeignKey(Version, null=True)
    wave = SchoolForeignKey(Wave, null=True)
    invitation = SchoolForeignKey(Invitation, null=True, on_delete=models.CASCADE)
    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    product = SchoolForeignKey(Product, null=True)
    cohort = SchoolForeignKey(Cohort, null=True)
    responsible = SchoolForeignKey(Staff, null=True)
    source = models.CharField(max_length=10, default=Source.PAGE.value)
    external_id = models.CharField(max_length=150, null=True)
    keys = ArrayField(models.CharField(max_length=40), default=list)
    is_low = models.BooleanField(default=False)
    answered_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_response_an_invitation", fields=["school", "invitation"]
            ),
            models.UniqueConstraint(
                name="response_comes_once",
                fields=["school", "external_id"],
                condition=Q(external_id__isnull=False),
            ),
            models.CheckConstraint(
                name="response_source_is_known", condition=Q(source__in=values(Source))
            ),
        ]
        indexes = [
            models.Index(fields=["school", "survey", "-answered_at"], name="responses_of_survey"),
            models.Index(fields=["school", "client", "-answered_at"], name="responses_of_client"),
        ]

    def __str__(self) -> str:
        return f"response:{self.pk}"


class Answer(SchoolModel):
    """The answer to one question: a score in hundredths of a point, or words.

    `entry_id` is the journal entry of a score. Invariant, held by the database: a question is
    answered once in a response; a score has its scale.
    """

    response = SchoolForeignKey(Response, on_delete=models.CASCADE)
    position = models.IntegerField(default=0)
    item = models.CharField(max_length=200)
    measure = models.CharField(max_length=10)
    value_hundredths = models.IntegerField(null=True)
    top = models.IntegerField(null=True)
    weight = models.IntegerField(default=1)
    text = models.TextField(blank=True)
    is_low = models.BooleanField(default=False)
    entry_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="question_answered_once", fields=["school", "response", "item"]
            ),
            models.CheckConstraint(
                name="score_has_its_scale",
                condition=Q(value_hundredths=None) | Q(top__isnull=False),
            ),
            models.CheckConstraint(
                name="answer_measure_is_known", condition=Q(measure__in=values(Measure))
            ),
        ]


class Concern(SchoolModel):
    """A low score to settle: the student is told what was done.

    Invariants, held by the database: one a response; settled has words, a person, a moment.
    """

    response = SchoolForeignKey(Response, on_delete=models.CASCADE)
    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    responsible = SchoolForeignKey(Staff, null=True)
    touch = SchoolForeignKey(Touch, null=True, on_delete=models.SET_NULL)
    opened_at = models.DateTimeField()
    told = models.CharField(max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_concern_a_response", fields=["school", "response"]),
            models.CheckConstraint(
                name="concern_settled_iff_told",
                condition=Q(settled_at=None, told="")
                | Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(told=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["school", "opened_at"],
                name="open_concerns",
                condition=Q(settled_at=None),
            ),
            models.Index(
                fields=["school", "client"], name="concerns_of_client", condition=Q(settled_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"concern:{self.pk}"
