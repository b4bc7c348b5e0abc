"""Touches: one contact with a reason, a script, an owner, a due window and an outcome."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from provodnik.facts.catalog.models import PathStep, Product
from provodnik.facts.people.models import Client, Goal
from provodnik.facts.sales.models import Offer, TrackedLink
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel
from provodnik.touches.queue.types import Outcome, TouchKind, TouchState


class Touch(SchoolModel):
    """One contact, planned once per step, client and occurrence.

    `reason` is the finished sentence shown to the owner; `stake_kopecks` orders the
    day; `occurrence` names what made it due (a journal entry, an order, a follow-up);
    `closed_reason` says why it was cancelled: an offer paused by dissatisfaction comes back.
    `script_step` is the step of the script a talk got to, «none» for one without it;
    `mood` is the client's, 1 to 5; `missed_at` is when a touch nobody made was counted as
    missed: it stays open, so that nobody is lost.

    Invariants, held by the database: planned once per origin and occurrence; a made
    touch has a moment and an outcome; a refusal is linked to an objection.
    """

    client = SchoolForeignKey(Client)
    owner = SchoolForeignKey(Staff, null=True)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default=TouchState.PLANNED.value)
    reason = models.CharField(max_length=500)
    step = SchoolForeignKey(PathStep, null=True, on_delete=models.SET_NULL)
    origin = models.CharField(max_length=60)
    occurrence = models.CharField(max_length=120)
    product = SchoolForeignKey(Product, null=True)
    goal = SchoolForeignKey(Goal, null=True, on_delete=models.SET_NULL)
    script = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=80, blank=True)
    stake_kopecks = models.BigIntegerField(default=0)
    planned_at = models.DateTimeField()
    due_from = models.DateTimeField()
    due_at = models.DateTimeField()
    attempt = models.IntegerField(default=1)
    follows = SchoolForeignKey("self", null=True, on_delete=models.SET_NULL)
    offer = SchoolForeignKey(Offer, null=True, on_delete=models.SET_NULL)
    link = SchoolForeignKey(TrackedLink, null=True, on_delete=models.SET_NULL)
    claimed_by = SchoolForeignKey(Staff, null=True)
    claimed_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    made_by = SchoolForeignKey(Staff, null=True)
    outcome = models.CharField(max_length=20, blank=True)
    objection = models.CharField(max_length=60, blank=True)
    not_before_on = models.DateField(null=True)
    note = models.TextField(blank=True)
    script_step = models.CharField(max_length=60, blank=True, db_default="")
    mood = models.SmallIntegerField(null=True)
    missed_at = models.DateTimeField(null=True)
    closed_reason = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="touch_is_planned_once",
                fields=["school", "origin", "client", "occurrence"],
            ),
            models.CheckConstraint(
                name="touch_kind_is_known", condition=Q(kind__in=values(TouchKind))
            ),
            models.CheckConstraint(
                name="touch_state_is_known", condition=Q(state__in=values(TouchState))
            ),
            models.CheckConstraint(
                name="touch_outcome_iff_made",
                condition=(
                    Q(state="made", made_at__isnull=False, outcome__in=values(Outcome))
                    | (~Q(state="made") & Q(made_at__isnull=True, outcome=""))
                ),
            ),
            models.CheckConstraint(
                name="touch_refusal_has_objection", condition=~Q(outcome="refused", objection="")
            ),
            models.CheckConstraint(
                name="touch_mood_is_one_to_five",
                condition=Q(mood=None) | Q(mood__gte=1, mood__lte=5),
            ),
        ]
        indexes = [
            models.Index(
                fields=["school", "owner", "due_from"],
                # The day is ordered and counted without a look into the table.
                include=["due_at", "kind", "stake_kopecks", "id"],
                name="open_touches_of_owner",
                condition=Q(state="planned"),
            ),
            models.Index(fields=["school", "client", "-due_at"], name="touches_of_client"),
            models.Index(
                fields=["school", "owner", "made_at"],
                name="made_touches_of_owner",
                condition=Q(state="made"),
            ),
            models.Index(
                fields=["school", "made_at"],
                name="touches_made",
                condition=Q(state="made"),
            ),
        ]

    def __str__(self) -> str:
        return f"touch:{self.pk}"


class Moment(SchoolModel):
    """Something a step of the path may wait for: a module finished, a graduation, a goal.

    Copied narrow from the journal when it happens, so that planning never reads the
    journal through. Happening again changes nothing: `occurrence` names it once a client.
    """

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    trigger = models.CharField(max_length=40)
    product = SchoolForeignKey(Product, null=True, on_delete=models.CASCADE)
    item = models.CharField(max_length=200, blank=True)
    occurrence = models.CharField(max_length=120)
    happened_at = models.DateTimeField()
    entry_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="moment_is_noted_once", fields=["school", "client", "occurrence"]
            )
        ]
        indexes = [
            models.Index(fields=["school", "trigger", "happened_at"], name="moments_of_trigger"),
        ]


class Agreement(SchoolModel):
    """What was agreed with a client about the next sale, ahead of it (R-092).

    Either what, from which day and on what conditions, or `not_now`: why it is too early.
    A later talk about the same touch writes over it; the journal keeps every wording.
    """

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    touch = SchoolForeignKey(Touch, on_delete=models.CASCADE)
    what = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(null=True)
    conditions = models.TextField(blank=True)
    not_now = models.TextField(blank=True)
    agreed_at = models.DateTimeField()
    agreed_by = SchoolForeignKey(Staff)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_agreement_a_touch", fields=["school", "touch"]),
            models.CheckConstraint(
                name="agreement_has_conditions_or_a_reason",
                condition=(
                    Q(not_now="", starts_on__isnull=False) & ~Q(what="") & ~Q(conditions="")
                    | ~Q(not_now="") & Q(what="", conditions="", starts_on=None)
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["school", "client", "-agreed_at"], name="agreements_of_client")
        ]


class AutomationStop(SchoolModel):
    """A time during which the system plans nothing by itself; open until somebody resumes."""

    reason = models.CharField(max_length=500)
    stopped_at = models.DateTimeField()
    stopped_by = SchoolForeignKey(Staff)
    resumed_at = models.DateTimeField(null=True)
    resumed_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="automation_is_stopped_once",
                fields=["school"],
                condition=Q(resumed_at=None),
            ),
            models.CheckConstraint(name="a_stop_has_a_reason", condition=~Q(reason="")),
        ]


class HandOver(SchoolModel):
    """Deeds and students one member gave to another, so that it can be taken back.

    `touch_ids` and `client_ids` are those that changed hands, no others.
    """

    giver = SchoolForeignKey(Staff)
    taker = SchoolForeignKey(Staff)
    client = SchoolForeignKey(Client, null=True, on_delete=models.CASCADE)
    by = SchoolForeignKey(Staff)
    at = models.DateTimeField()
    touch_ids = ArrayField(models.BigIntegerField())
    client_ids = ArrayField(models.BigIntegerField())
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hand_over_is_to_another", condition=~Q(giver=models.F("taker"))
            ),
        ]
        indexes = [models.Index(fields=["school", "-at"], name="hand_overs_by_date")]
