"""Samples, checks, remarks, lists of work, the layer of review."""

from django.db import models
from django.db.models import F, Q

from provodnik.decisions.quality.types import Subject
from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel
from provodnik.method.quality_words import Artefact

_KEY = 60
_WORDS = 1000


class SampleDay(SchoolModel):
    """A day on which answers were drawn to be checked; `seed` draws the same ones again."""

    day = models.DateField()
    seed = models.CharField(max_length=40)
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="sample_once_a_day", fields=["school", "day"])]


class Drawn(SchoolModel):
    """An artefact to be checked: drawn with a day's sample, or taken by hand (no `sample`).

    `ref_id` is the message, the check of homework or the meeting. `staff` is whose work it is.
    """

    sample = SchoolForeignKey(SampleDay, null=True, on_delete=models.CASCADE)
    artefact = models.CharField(max_length=20)
    ref_id = models.BigIntegerField()
    staff = SchoolForeignKey(Staff)
    client = SchoolForeignKey(Client, null=True, on_delete=models.SET_NULL)
    drawn_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="artefact_drawn_once", fields=["school", "artefact", "ref_id"]
            ),
            models.CheckConstraint(
                name="drawn_artefact_is_known", condition=Q(artefact__in=values(Artefact))
            ),
        ]
        indexes = [models.Index(fields=["school", "sample"], name="drawn_of_a_sample")]


class Check(SchoolModel):
    """One person's check of an artefact by its checklist. Not rewritten.

    `marks` are by the keys of points, as the checklist was then. Invariants, held by the
    database: one check of an artefact by a person, one that is first; no more passed than
    applies.
    """

    drawn = SchoolForeignKey(Drawn, on_delete=models.CASCADE)
    checker = SchoolForeignKey(Staff)
    is_first = models.BooleanField()
    marks = models.JSONField()
    passed = models.PositiveIntegerField()
    applicable = models.PositiveIntegerField()
    passed_weight = models.PositiveIntegerField()
    applicable_weight = models.PositiveIntegerField()
    note = models.CharField(max_length=_WORDS, blank=True)
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="check_once_a_checker", fields=["school", "drawn", "checker"]
            ),
            models.UniqueConstraint(
                name="first_and_second_check_once", fields=["school", "drawn", "is_first"]
            ),
            models.CheckConstraint(
                name="check_passes_what_applies",
                condition=Q(passed__lte=F("applicable"))
                & Q(passed_weight__lte=F("applicable_weight")),
            ),
        ]
        indexes = [models.Index(fields=["school", "checked_at"], name="checks_by_moment")]


class Remark(SchoolModel):
    """What a checker told the author. The author agrees, or says why not.

    Invariant, held by the database: an answer has its moment; without agreement it has words.
    """

    check_made = SchoolForeignKey(Check, on_delete=models.CASCADE)
    staff = SchoolForeignKey(Staff)
    text = models.CharField(max_length=_WORDS)
    said_at = models.DateTimeField()
    answer = models.CharField(max_length=_WORDS, blank=True)
    is_agreed = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="remark_once_a_check", fields=["school", "check_made"]),
            models.CheckConstraint(
                name="answer_to_a_remark_is_whole",
                condition=Q(is_agreed__isnull=True, answered_at__isnull=True, answer="")
                | Q(is_agreed=True, answered_at__isnull=False)
                | (Q(is_agreed=False, answered_at__isnull=False) & ~Q(answer="")),
            ),
        ]
        indexes = [models.Index(fields=["school", "staff"], name="remarks_to_a_person")]


class ListUse(SchoolModel):
    """A list of work attached to a piece of work, `piece_id`. `key` names it in the method."""

    subject = models.CharField(max_length=20)
    piece_id = models.BigIntegerField()
    key = models.CharField(max_length=_KEY)
    attached_at = models.DateTimeField()
    attached_by = SchoolForeignKey(Staff, null=True)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="list_once_a_subject", fields=["school", "subject", "piece_id", "key"]
            ),
            models.CheckConstraint(
                name="list_subject_is_known", condition=Q(subject__in=values(Subject))
            ),
        ]


class Tick(SchoolModel):
    """A point of an attached list that somebody did."""

    use = SchoolForeignKey(ListUse, on_delete=models.CASCADE)
    point = models.CharField(max_length=_KEY)
    done_by = SchoolForeignKey(Staff, null=True)
    done_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="point_done_once", fields=["school", "use", "point"])
        ]


class ReviewLayer(SchoolModel):
    """A second pair of eyes for a kind of artefact, a person, or a person's artefacts of a kind.

    Invariants, held by the database: it is for something; one of a kind is on at a time.
    """

    artefact = models.CharField(max_length=20, blank=True)
    staff = SchoolForeignKey(Staff, null=True)
    on_at = models.DateTimeField()
    on_by = SchoolForeignKey(Staff, null=True)
    off_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="review_layer_on_once",
                fields=["school", "artefact", "staff"],
                condition=Q(off_at__isnull=True),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="review_layer_is_for_something",
                condition=~Q(artefact="") | Q(staff__isnull=False),
            ),
        ]


class ReviewAsk(SchoolModel):
    """An artefact shown to a second pair of eyes before it is sent. A returned one is asked anew.

    Invariants, held by the database: one waits at a time; a judgement has a person and a moment.
    """

    artefact = models.CharField(max_length=20)
    ref_id = models.BigIntegerField()
    author = SchoolForeignKey(Staff)
    asked_at = models.DateTimeField()
    is_approved = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = SchoolForeignKey(Staff, null=True)
    words = models.CharField(max_length=_WORDS, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="review_asked_once_at_a_time",
                fields=["school", "artefact", "ref_id"],
                condition=Q(decided_at__isnull=True),
            ),
            models.CheckConstraint(
                name="judgement_has_person_and_moment",
                condition=Q(is_approved__isnull=True, decided_at__isnull=True, decided_by=None)
                | Q(is_approved__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]
