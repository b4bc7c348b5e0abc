"""Courses, their versions, modules and lessons.

A lesson and a module are stable: their `key` is the journal's `item` and `attrs.module`. A version
puts lessons in order; a published version never changes, so its completion can be compared.
"""

from django.db import models
from django.db.models import F, Q

from provodnik.facts.catalog.models import Product
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class Course(SchoolModel):
    """What a product teaches.

    `standard` counts the times the whole course was set to be recorded anew, 0 is the first
    recording; the one going on began on `standard_started_on`.
    """

    product = SchoolForeignKey(Product, on_delete=models.CASCADE)
    standard = models.PositiveSmallIntegerField(default=0)
    standard_started_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="product_has_one_course", fields=["school", "product"])
        ]


class CourseVersion(SchoolModel):
    """An order of lessons. A draft until published; a course has one draft at most.

    `note` says what was changed and what for. Students who got access from `starts_at` on, the
    midnight of the school before publishing, start with it: a period of days chooses them.
    """

    course = SchoolForeignKey(Course, on_delete=models.CASCADE)
    number = models.PositiveIntegerField()
    note = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    starts_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="course_version_number_once", fields=["school", "course", "number"]
            ),
            models.UniqueConstraint(
                name="course_has_one_draft",
                fields=["school", "course"],
                condition=Q(published_at=None),
            ),
            models.CheckConstraint(
                name="course_versions_count_from_one", condition=Q(number__gt=0)
            ),
            models.CheckConstraint(
                name="published_course_version_starts",
                condition=Q(published_at=None, starts_at=None)
                | Q(published_at__isnull=False, starts_at__lte=F("published_at")),
            ),
        ]


class Module(SchoolModel):
    """A checkpoint of a course; `key` is what the journal calls it."""

    course = SchoolForeignKey(Course, on_delete=models.CASCADE)
    key = models.CharField(max_length=200)
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="module_key_once_a_course", fields=["school", "course", "key"]
            )
        ]


class Lesson(SchoolModel):
    """A lesson of a course; `key` is the `item` of the journal.

    `mark` is a key of the method's marks of the content audit. A planned lesson was found missing
    by the audit and is still to be made, by `due_on`.
    """

    course = SchoolForeignKey(Course, on_delete=models.CASCADE)
    key = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    mark = models.CharField(max_length=40, blank=True)
    is_planned = models.BooleanField(default=False)
    due_on = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="lesson_key_once_a_course", fields=["school", "course", "key"]
            )
        ]


class Placement(SchoolModel):
    """A lesson's place in a version, counted from 1 through the whole course.

    Required lessons make up a student's progress. Homework can be required of such alone.
    """

    version = SchoolForeignKey(CourseVersion, on_delete=models.CASCADE)
    module = SchoolForeignKey(Module)
    lesson = SchoolForeignKey(Lesson)
    position = models.PositiveIntegerField()
    is_required = models.BooleanField(default=True)
    is_required_homework = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="lesson_once_a_version", fields=["school", "version", "lesson"]
            ),
            models.UniqueConstraint(
                name="place_once_a_version",
                fields=["school", "version", "position"],
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(name="places_count_from_one", condition=Q(position__gt=0)),
            models.CheckConstraint(
                name="required_homework_makes_a_lesson_required",
                condition=Q(is_required=True) | Q(is_required_homework=False),
            ),
        ]


class Recording(SchoolModel):
    """A lesson was recorded anew for the `standard` of its course."""

    lesson = SchoolForeignKey(Lesson, on_delete=models.CASCADE)
    standard = models.PositiveSmallIntegerField()
    recorded_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="lesson_recorded_once_a_standard", fields=["school", "lesson", "standard"]
            ),
            models.CheckConstraint(
                name="standards_are_counted_from_one", condition=Q(standard__gt=0)
            ),
        ]
