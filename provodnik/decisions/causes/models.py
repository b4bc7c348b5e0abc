"""Places where courses lose students, cards about their causes, and hypotheses with proofs."""

from django.db import models
from django.db.models import F, Q

from provodnik.decisions.causes.types import Outcome, ProofKind, Result
from provodnik.facts.catalog.models import Product
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel
from provodnik.reports.models import ChangeNote

_ITEM_LETTERS = 300


class SeenFall(SchoolModel):
    """A fall as it was counted: of whom (access within [from_on, to_on)) and as of which day."""

    item = models.CharField(max_length=_ITEM_LETTERS)
    reached = models.PositiveIntegerField()
    before = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    from_on = models.DateField(null=True)
    to_on = models.DateField(null=True)
    as_of = models.DateField(null=True)

    class Meta:
        abstract = True


class ChurnPoint(SeenFall):
    """The biggest fall of a course, as it was last counted. Rebuildable: a copy of a figure.

    One a course is there at a time. `since_at` is when this step became the worst; when
    another does, or none is deep enough, `gone_at` is set.
    """

    product = SchoolForeignKey(Product, on_delete=models.CASCADE)
    since_at = models.DateTimeField()
    counted_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="churn_point_once_a_course",
                fields=["school", "product"],
                condition=Q(gone_at__isnull=True),
            )
        ]


class CauseCard(SeenFall):
    """A place of outflow in work: the fall as it was seen, what was changed, how it turned out.

    `metric` is the one that showed the fall, `item` the step as its rows name it. The cause is
    the hypothesis that a check confirmed; the change stands on the charts as a note.

    Invariants, held by the database: one card of a place is in work; a change has its day and
    its words, an outcome its change and its moment.
    """

    metric = models.CharField(max_length=60)
    product = SchoolForeignKey(Product)
    owner = SchoolForeignKey(Staff, null=True)
    opened_at = models.DateTimeField()
    opened_by = SchoolForeignKey(Staff, null=True)
    changed_on = models.DateField(null=True)
    change = models.CharField(max_length=300, blank=True)
    note = SchoolForeignKey(ChangeNote, null=True)
    outcome = models.CharField(max_length=20, blank=True)
    conclusion = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cause_card_in_work_once_a_place",
                fields=["school", "metric", "product", "item"],
                condition=Q(closed_at__isnull=True, dropped_at__isnull=True),
            ),
            models.CheckConstraint(
                name="cause_card_saw_a_fall", condition=Q(reached__lte=F("before"))
            ),
            models.CheckConstraint(
                name="change_of_a_card_has_day_and_words",
                condition=Q(changed_on__isnull=True, change="")
                | (Q(changed_on__isnull=False) & ~Q(change="")),
            ),
            models.CheckConstraint(
                name="outcome_of_a_card_has_change_and_moment",
                condition=Q(outcome="", closed_at__isnull=True)
                | Q(
                    outcome__in=values(Outcome),
                    closed_at__isnull=False,
                    changed_on__isnull=False,
                ),
            ),
        ]


class Hypothesis(SchoolModel):
    """Why students may stop at a place, how that is checked, and what the check showed.

    `kind` is a key of the method's kinds of causes.

    Invariants, held by the database: no result without a proof and a moment.
    """

    card = SchoolForeignKey(CauseCard, on_delete=models.CASCADE)
    kind = models.CharField(max_length=60)
    text = models.CharField(max_length=500)
    check_how = models.CharField(max_length=500)
    checker = SchoolForeignKey(Staff, null=True)
    due_on = models.DateField(null=True)
    told_at = models.DateTimeField()
    result = models.CharField(max_length=20, blank=True)
    proof_kind = models.CharField(max_length=20, blank=True)
    proof = models.TextField(blank=True)
    link = models.CharField(max_length=500, blank=True)
    checked_at = models.DateTimeField(null=True)
    checked_by = SchoolForeignKey(Staff, null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="checked_hypothesis_has_a_proof",
                condition=Q(result="", proof="", proof_kind="", checked_at__isnull=True)
                | (
                    Q(result__in=values(Result), proof_kind__in=values(ProofKind))
                    & Q(checked_at__isnull=False)
                    & ~Q(proof="")
                ),
            ),
            models.CheckConstraint(
                name="hypothesis_says_what_and_how", condition=~Q(text="") & ~Q(check_how="")
            ),
        ]
        indexes = [models.Index(fields=["school", "card"], name="hypotheses_of_a_card")]
