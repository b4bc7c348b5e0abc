"""What was agreed with one client instead of the promise of the school's method."""

from django.db import models
from django.db.models import F, Q

from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel
from provodnik.touches.desk.types import NewPromise


class ClientPromise(SchoolModel):
    """What a client was promised for one priority in [from_at, until_at) (R-057).

    What is null is promised by the method. The resolution is agreed whole: `is_working_time`
    says of both its terms whether they are working hours. An answer is promised in working time
    always. A promise is never changed: another takes its place, or it is dropped, and then
    `dropped_by` and `dropped_why` tell.

    Invariants, held by the database: one stands for a client and priority; it promises something;
    nothing is due in no time; the target does not come after the limit; it says why.
    """

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    priority = models.CharField(max_length=60)
    answer_minutes = models.IntegerField(null=True)
    resolve_minutes = models.IntegerField(null=True)
    limit_minutes = models.IntegerField(null=True)
    is_working_time = models.BooleanField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    by = SchoolForeignKey(Staff)
    reason = models.CharField(max_length=300)
    dropped_by = SchoolForeignKey(Staff, null=True)
    dropped_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_promise_a_client_and_priority",
                fields=["school", "client", "priority"],
                condition=Q(until_at=None),
            ),
            models.CheckConstraint(
                name="client_promise_promises",
                condition=Q(answer_minutes__gt=0) | Q(resolve_minutes__gt=0),
            ),
            models.CheckConstraint(
                name="client_promise_takes_time",
                condition=(Q(answer_minutes=None) | Q(answer_minutes__gt=0))
                & (
                    Q(resolve_minutes=None, limit_minutes=None)
                    | Q(resolve_minutes__gt=0, limit_minutes__gte=F("resolve_minutes"))
                ),
            ),
            models.CheckConstraint(name="client_promise_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="client_promise_ends_after_it_begins",
                condition=Q(until_at=None) | Q(until_at__gte=F("from_at")),
            ),
            models.CheckConstraint(
                name="client_promise_dropped_says_why",
                condition=Q(dropped_by=None, dropped_why="")
                | Q(dropped_by__isnull=False, until_at__isnull=False) & ~Q(dropped_why=""),
            ),
        ]
        indexes = [models.Index(fields=["school", "client", "-from_at"], name="promises_of_client")]

    @property
    def told(self) -> NewPromise:
        """What was agreed."""
        return NewPromise(
            self.priority,
            self.answer_minutes,
            self.resolve_minutes,
            self.limit_minutes,
            self.is_working_time,
        )
