"""Interviews, what was said in them word for word, and the packs made of a month."""

from django.db import models
from django.db.models import Q

from provodnik.facts.catalog.models import Product
from provodnik.facts.people.audience.models import Audience
from provodnik.facts.people.models import Client, Pain
from provodnik.facts.sales.models import MarketingPack
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel
from provodnik.method.voice_words import InterviewGroup

# Shipped values, so that the migration does not follow our code.
_GROUPS = values(InterviewGroup)


class Interview(SchoolModel):
    """A talk with a client by the guide, planned until `held_on`.

    `answers` go by the keys of the method's guide; the portrait is that of `audience`.

    Invariants, held by the database: the group is known; what was called off was not held.
    """

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    group = models.CharField(max_length=20)
    product = SchoolForeignKey(Product, null=True)
    audience = SchoolForeignKey(Audience, null=True, on_delete=models.SET_NULL)
    interviewer = SchoolForeignKey(Staff, null=True)
    planned_on = models.DateField()
    held_on = models.DateField(null=True)
    dropped_at = models.DateTimeField(null=True)
    answers = models.JSONField(default=dict)
    notes = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="interview_group_is_known", condition=Q(group__in=_GROUPS)),
            models.CheckConstraint(
                name="interview_held_is_not_dropped",
                condition=Q(held_on__isnull=True) | Q(dropped_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["school", "-planned_on"], name="interviews_by_day"),
            models.Index(fields=["school", "-held_on"], name="interviews_held"),
        ]


class Quote(SchoolModel):
    """Words of a client in an interview; with a pain they are a mention of it.

    Invariant, held by the database: a quote says something.
    """

    interview = SchoolForeignKey(Interview, on_delete=models.CASCADE)
    text = models.CharField(max_length=1000)
    pain = SchoolForeignKey(Pain, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="quote_once_an_interview", fields=["school", "interview", "text"]
            ),
            models.CheckConstraint(name="quote_says_something", condition=~Q(text="")),
        ]
        indexes = [models.Index(fields=["school", "pain"], name="quotes_of_a_pain")]


class MonthPack(SchoolModel):
    """The pack that carried a month's pains and quotes to marketing; one a month."""

    month_on = models.DateField()
    pack = SchoolForeignKey(MarketingPack, on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="pack_once_a_month", fields=["school", "month_on"])
        ]
