"""What is noted about requests: wrong channels, conflicts, contradictions, producer calls."""

from django.db import models
from django.db.models import F, Q

from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel
from provodnik.touches.desk.models.answers import ApprovedAnswer
from provodnik.touches.desk.models.tickets import Message, Ticket


class WrongChannel(SchoolModel):
    """A client's message that came by the wrong channel; `channel` is where it belongs."""

    message = SchoolForeignKey(Message, on_delete=models.CASCADE)
    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    channel = models.CharField(max_length=40)
    marked_at = models.DateTimeField()
    marked_by = SchoolForeignKey(Staff)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="wrong_channel_once", fields=["school", "message"])
        ]
        indexes = [models.Index(fields=["school", "client"], name="wrong_channels_of_client")]


class WindowAgreement(SchoolModel):
    """A client agreed to come through the one window; the last one is in force."""

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    agreed_at = models.DateTimeField()
    noted_by = SchoolForeignKey(Staff)

    class Meta:
        indexes = [
            models.Index(
                fields=["school", "client", "-agreed_at"], name="window_agreements_of_client"
            )
        ]


class ClientAbsence(SchoolModel):
    """A client cannot be asked or approve anything in [from_at, to_at): the resolution waits."""

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    noted_by = SchoolForeignKey(Staff)

    class Meta:
        constraints = [
            models.CheckConstraint(name="client_absence_lasts", condition=Q(to_at__gt=F("from_at")))
        ]
        indexes = [models.Index(fields=["school", "client", "from_at"], name="absences_of_client")]


class Presence(SchoolModel):
    """Who has a ticket open, and when they last wrote in its answer. A row a person and ticket."""

    ticket = SchoolForeignKey(Ticket, on_delete=models.CASCADE)
    staff = SchoolForeignKey(Staff, on_delete=models.CASCADE)
    seen_at = models.DateTimeField()
    wrote_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="presence_once", fields=["school", "ticket", "staff"])
        ]


class ProducerCall(SchoolModel):
    """A request that had to go to the producer, and why (R-010)."""

    ticket = SchoolForeignKey(Ticket, on_delete=models.CASCADE)
    why = models.CharField(max_length=300)
    called_at = models.DateTimeField()
    called_by = SchoolForeignKey(Staff)

    class Meta:
        constraints = [models.CheckConstraint(name="producer_call_says_why", condition=~Q(why=""))]
        indexes = [models.Index(fields=["school", "called_at"], name="producer_calls_by_time")]


class Contradiction(SchoolModel):
    """An answer that says something else than was approved or said before (R-135).

    Invariant, held by the database: a closed report says what became of it.
    """

    message = SchoolForeignKey(Message, on_delete=models.CASCADE)
    answer = SchoolForeignKey(ApprovedAnswer, null=True)
    words = models.CharField(max_length=500)
    reported_at = models.DateTimeField()
    reported_by = SchoolForeignKey(Staff)
    closed_at = models.DateTimeField(null=True)
    closed_by = SchoolForeignKey(Staff, null=True)
    outcome = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="contradiction_says_what", condition=~Q(words="")),
            models.CheckConstraint(
                name="contradiction_closed_with_outcome",
                condition=Q(closed_at=None, outcome="")
                | Q(closed_at__isnull=False) & ~Q(outcome=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["school", "reported_at"],
                name="open_contradictions",
                condition=Q(closed_at=None),
            )
        ]


class Conflict(SchoolModel):
    """A conflict with a client: whether it was expected, and whether we had warned earlier.

    Invariants, held by the database: it says what happened; how only of a warning.
    """

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    ticket = SchoolForeignKey(Ticket, null=True)
    happened_at = models.DateTimeField()
    words = models.TextField()
    is_expected = models.BooleanField()
    was_warned = models.BooleanField()
    warned_how = models.CharField(max_length=300, blank=True)
    noted_at = models.DateTimeField()
    noted_by = SchoolForeignKey(Staff)

    class Meta:
        constraints = [
            models.CheckConstraint(name="conflict_says_what", condition=~Q(words="")),
            models.CheckConstraint(
                name="conflict_says_how_only_if_warned",
                condition=Q(was_warned=True) | Q(warned_how=""),
            ),
        ]
        indexes = [models.Index(fields=["school", "-happened_at"], name="conflicts_by_time")]
