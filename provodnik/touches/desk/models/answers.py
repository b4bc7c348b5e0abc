"""Answers the department agreed on, version by version."""

from django.db import models
from django.db.models import Q

from provodnik.facts.team.models import Staff
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class ApprovedAnswer(SchoolModel):
    """What everybody answers to a question; its words are in its versions.

    Invariant, held by the database: one title is one answer while it is in use.
    """

    title = models.CharField(max_length=120)
    topic = models.CharField(max_length=60)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="approved_answer_titled_once",
                fields=["school", "title"],
                condition=Q(retired_at=None),
            )
        ]


class AnswerVersion(SchoolModel):
    """The words of an approved answer from a moment on; the greatest number is in force."""

    answer = SchoolForeignKey(ApprovedAnswer, on_delete=models.CASCADE)
    number = models.IntegerField()
    text = models.TextField()
    approved_at = models.DateTimeField()
    approved_by = SchoolForeignKey(Staff)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="answer_version_once", fields=["school", "answer", "number"]
            ),
            models.CheckConstraint(name="answer_version_has_words", condition=~Q(text="")),
        ]
