"""Items of feedback on their way to a decision and an answer; requests before a cycle."""

from django.db import models
from django.db.models import Q

from provodnik.facts.catalog.models import Product
from provodnik.facts.learning.models import Cohort
from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel
from provodnik.touches.queue.models import Touch
from provodnik.touches.voice.feedback.types import Decision, Sentiment, Source


class FeedbackRequest(SchoolModel):
    """A cohort was asked before the next cycle and promised an update by a day (R-232).

    `text` is the script as it was sent; `update` is what was told back. Once a cycle.

    Invariant, held by the database: an update has its moment.
    """

    cohort = SchoolForeignKey(Cohort, on_delete=models.CASCADE)
    cycle_on = models.DateField()
    text = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = SchoolForeignKey(Staff, null=True)
    promised_on = models.DateField()
    asked = models.IntegerField()
    update = models.TextField(blank=True)
    updated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="feedback_asked_once_a_cycle", fields=["school", "cohort", "cycle_on"]
            ),
            models.CheckConstraint(
                name="feedback_update_has_its_moment",
                condition=Q(update="", updated_at__isnull=True)
                | (~Q(update="") & Q(updated_at__isnull=False)),
            ),
        ]


class Feedback(SchoolModel):
    """What a client said about us, what it is about, what was decided and told back.

    `topic` is a key of the method, empty until somebody sorted it; `entry_id` is the journal
    entry it was taken from, at most one item each. A reply is a touch: the client was told
    when that was made; without a client there is nobody to tell.

    Invariants, held by the database: a decision has its words, owner and moment; nothing is
    done without a decision and, where a client is known, without a reply.
    """

    client = SchoolForeignKey(Client, null=True)
    source = models.CharField(max_length=20)
    reference = models.CharField(max_length=200, blank=True)
    entry_id = models.BigIntegerField(null=True)
    request = SchoolForeignKey(FeedbackRequest, null=True, on_delete=models.SET_NULL)
    text = models.TextField()
    said_at = models.DateTimeField()
    topic = models.CharField(max_length=60, blank=True)
    sentiment = models.CharField(max_length=20, blank=True)
    product = SchoolForeignKey(Product, null=True)
    decision = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=500, blank=True)
    owner = SchoolForeignKey(Staff, null=True)
    due_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True)
    touch = SchoolForeignKey(Touch, null=True, on_delete=models.SET_NULL)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="feedback_of_an_entry_once", fields=["school", "entry_id"]
            ),
            models.CheckConstraint(
                name="feedback_source_is_known", condition=Q(source__in=values(Source))
            ),
            models.CheckConstraint(
                name="feedback_sentiment_is_known",
                condition=Q(sentiment="") | Q(sentiment__in=values(Sentiment)),
            ),
            models.CheckConstraint(
                name="feedback_decision_has_words_owner_and_moment",
                condition=Q(decision="", words="", decided_at__isnull=True)
                | (
                    Q(decision__in=values(Decision), decided_at__isnull=False)
                    & Q(owner__isnull=False)
                    & ~Q(words="")
                ),
            ),
            models.CheckConstraint(
                name="feedback_done_was_decided_and_told",
                condition=Q(done_at__isnull=True)
                | (~Q(decision="") & (Q(client__isnull=True) | ~Q(reply=""))),
            ),
        ]
        indexes = [
            models.Index(fields=["school", "-said_at"], name="feedback_by_moment"),
            models.Index(
                fields=["school", "said_at"],
                name="feedback_undecided",
                condition=Q(decision=""),
            ),
        ]
