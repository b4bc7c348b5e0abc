"""Works of students, their attempts and checks; skills; marks of graduates."""

from django.db import models
from django.db.models import Q

from provodnik.facts.catalog.models import Product
from provodnik.facts.learning.courses.models import Course, Lesson
from provodnik.facts.learning.homework.types import (
    HIGHEST,
    LOWEST,
    LookReason,
    Result,
    WorkState,
)
from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class Assignment(SchoolModel):
    """What a lesson asks for. `rubric` is a key of the method, empty: the method's first one.

    A practical one is given to single students and checked by experts only.
    """

    lesson = SchoolForeignKey(Lesson, on_delete=models.CASCADE)
    brief = models.TextField(blank=True)
    rubric = models.CharField(max_length=60, blank=True)
    is_practical = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="assignment_once_a_lesson", fields=["school", "lesson"])
        ]


class Skill(SchoolModel):
    """Something a student of a course is to be able to do."""

    course = SchoolForeignKey(Course, on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="skill_name_once_a_course", fields=["school", "course", "name"]
            )
        ]


class SkillLesson(SchoolModel):
    """The homework of a lesson trains a skill."""

    skill = SchoolForeignKey(Skill, on_delete=models.CASCADE)
    lesson = SchoolForeignKey(Lesson, on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="lesson_trains_a_skill_once", fields=["school", "skill", "lesson"]
            )
        ]


class Work(SchoolModel):
    """One student's homework of one lesson, and where it stands.

    `asked_at` and `due_at` are of the attempt that waits: a new attempt starts the clock anew.
    `holder` answers for the check: the curator of the group, the expert of a practical task.
    `checked_at` and `score_hundredths` are of the last check the student has seen.

    Invariants, held by the database: a work is one for a lesson and a student; it waits exactly
    while a check was asked for and not given; a claim has a person and a moment.
    """

    lesson = SchoolForeignKey(Lesson)
    client = SchoolForeignKey(Client)
    state = models.CharField(max_length=20)
    holder = SchoolForeignKey(Staff, null=True)
    assigned_by = SchoolForeignKey(Staff, null=True)
    assigned_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    claimed_by = SchoolForeignKey(Staff, null=True)
    claimed_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    score_hundredths = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="work_once_a_lesson_and_client", fields=["school", "lesson", "client"]
            ),
            models.CheckConstraint(
                name="work_state_is_known", condition=Q(state__in=values(WorkState))
            ),
            models.CheckConstraint(
                name="work_waits_since_it_was_asked",
                condition=Q(state=WorkState.WAITING.value, asked_at__isnull=False)
                | ~Q(state=WorkState.WAITING.value) & Q(asked_at=None, due_at=None),
            ),
            models.CheckConstraint(
                name="work_claim_has_person_and_moment",
                condition=Q(claimed_by=None, claimed_at=None)
                | Q(claimed_by__isnull=False, claimed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="works_waiting_by_due",
                fields=["school", "due_at", "id"],
                condition=Q(state=WorkState.WAITING.value),
            ),
            models.Index(name="works_of_client", fields=["school", "client"]),
        ]


class Attempt(SchoolModel):
    """What was handed in at one time. `file` is a path in the folder of files.

    `asked_at` is when a check was asked for, `due_at` by when it was due then.
    `external_id` names it in the file it was read from.
    """

    work = SchoolForeignKey(Work, on_delete=models.CASCADE)
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    link = models.CharField(max_length=1000, blank=True)
    file = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    submitted_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    external_id = models.CharField(max_length=200, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="attempt_number_once_a_work",
                fields=["school", "work", "number"],
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                name="attempt_read_once",
                fields=["school", "external_id"],
                condition=Q(external_id__isnull=False),
            ),
        ]


class Review(SchoolModel):
    """One person's check of an attempt: the first, or a second opinion.

    The student sees it once it is sent; before that it is the draft that waits for a second
    opinion. A second opinion is never sent. Old checks read from a file may have no score.

    Invariants, held by the database: one first and one second check of an attempt; a score
    lies between 1 and 5; what is sent says how it ended.
    """

    attempt = SchoolForeignKey(Attempt, on_delete=models.CASCADE)
    reviewer = SchoolForeignKey(Staff, null=True)
    is_second = models.BooleanField(default=False)
    result = models.CharField(max_length=20, blank=True)
    score_hundredths = models.PositiveSmallIntegerField(null=True)
    comment = models.TextField(blank=True)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="review_once_an_attempt", fields=["school", "attempt", "is_second"]
            ),
            models.CheckConstraint(
                name="review_score_between_one_and_five",
                condition=Q(score_hundredths=None)
                | Q(score_hundredths__gte=LOWEST * 100, score_hundredths__lte=HIGHEST * 100),
            ),
            models.CheckConstraint(
                name="sent_review_has_a_result",
                condition=Q(sent_at=None) | Q(is_second=False, result__in=values(Result)),
            ),
        ]
        indexes = [
            models.Index(
                name="reviews_sent",
                fields=["school", "sent_at"],
                condition=Q(sent_at__isnull=False),
            )
        ]


class Mark(SchoolModel):
    """A criterion's mark 1–5, with the title it had then: rubrics change, marks stay."""

    review = SchoolForeignKey(Review, on_delete=models.CASCADE)
    criterion = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    mark = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="mark_once_a_criterion", fields=["school", "review", "criterion"]
            ),
            models.CheckConstraint(
                name="mark_between_one_and_five",
                condition=Q(mark__gte=LOWEST, mark__lte=HIGHEST),
            ),
        ]


class SecondLook(SchoolModel):
    """An attempt two people judge: asked for by the first, or drawn into the sample.

    `difference` is the greatest of a criterion, in points; what was agreed about it is written.
    """

    attempt = SchoolForeignKey(Attempt, on_delete=models.CASCADE)
    reason = models.CharField(max_length=20)
    asked_by = SchoolForeignKey(Staff, null=True)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    difference = models.PositiveSmallIntegerField(null=True)
    agreed = models.CharField(max_length=500, blank=True)
    agreed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="second_look_once_an_attempt", fields=["school", "attempt"]
            ),
            models.CheckConstraint(
                name="second_look_reason_is_known", condition=Q(reason__in=values(LookReason))
            ),
            models.CheckConstraint(
                name="second_look_done_has_a_difference",
                condition=Q(done_at=None, difference=None)
                | Q(done_at__isnull=False, difference__isnull=False),
            ),
        ]


class Remark(SchoolModel):
    """Words kept to be said again, the often used ones first."""

    text = models.CharField(max_length=500)
    author = SchoolForeignKey(Staff, null=True)
    used = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="remark_once_a_school", fields=["school", "text"])
        ]


class GraduateMark(SchoolModel):
    """The mark 1–5 a student leaves a product with, given by an expert."""

    client = SchoolForeignKey(Client)
    product = SchoolForeignKey(Product)
    mark = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)
    assessor = SchoolForeignKey(Staff)
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="graduate_marked_once_a_product", fields=["school", "client", "product"]
            ),
            models.CheckConstraint(
                name="graduate_mark_between_one_and_five",
                condition=Q(mark__gte=LOWEST, mark__lte=HIGHEST),
            ),
        ]
