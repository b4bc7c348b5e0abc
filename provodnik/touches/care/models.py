"""Pages of students, what they asked for there, cases to send, the order courses are learned in."""

from django.db import models
from django.db.models import Q

from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel
from provodnik.touches.queue.models import Touch


class StudentPage(SchoolModel):
    """A student's page at `/my/<token>/`: whoever knows the token is taken for the student.

    The token begins with the school, so that the page is found before a school is known.

    Invariant, held by the database: a client has one page open at a time.
    """

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    token = models.CharField(max_length=40)
    issued_at = models.DateTimeField()
    issued_by = SchoolForeignKey(Staff, null=True)
    opened_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="page_token_once", fields=["school", "token"]),
            models.UniqueConstraint(
                name="page_open_once_a_client",
                fields=["school", "client"],
                condition=Q(revoked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"page:{self.pk}"


class Need(SchoolModel):
    """What a student needs here and now, or what hinders; what was found; whether it helped.

    `choice` is a choice of the method, `key` names the form it came by: sent twice, it is
    one request. The touch it made says who deals with it and how that ended.
    """

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    choice = models.CharField(max_length=60)
    text = models.CharField(max_length=500, blank=True)
    key = models.CharField(max_length=40)
    told_at = models.DateTimeField()
    told_to = SchoolForeignKey(Staff, null=True)
    touch = SchoolForeignKey(Touch, null=True, on_delete=models.SET_NULL)
    product = SchoolForeignKey(Product, null=True)
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = SchoolForeignKey(Staff, null=True)
    helped = models.BooleanField(null=True)
    rated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="need_is_told_once", fields=["school", "client", "key"]),
            models.CheckConstraint(
                name="need_rated_at_iff_rated",
                condition=Q(helped__isnull=True, rated_at__isnull=True)
                | Q(helped__isnull=False, rated_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["school", "client", "-told_at"], name="needs_of_client")]

    def __str__(self) -> str:
        return f"need:{self.pk}"


class Case(SchoolModel):
    """A recorded result or review of a client, copied narrow from the journal to be found by goal.

    `kind` is the kind of the entry `entry_id`; `text` what may be sent to another student.
    """

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    product = SchoolForeignKey(Product, null=True, on_delete=models.CASCADE)
    kind = models.CharField(max_length=30)
    text = models.TextField()
    happened_at = models.DateTimeField()
    entry_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="case_is_noted_once", fields=["school", "entry_id"])
        ]
        indexes = [models.Index(fields=["school", "-happened_at"], name="cases_by_moment")]


class CourseModule(SchoolModel):
    """A module of a product and its place, as those before have learned it. Rebuilt nightly."""

    product = SchoolForeignKey(Product, on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    position = models.IntegerField()
    learners = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="course_module_once", fields=["school", "product", "name"])
        ]
