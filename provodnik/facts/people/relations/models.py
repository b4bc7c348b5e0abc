"""Owners of the parts of a relationship, people of the client's side, what was decided."""

from django.db import models
from django.db.models import F, Q

from provodnik.facts.people.models import Client
from provodnik.facts.people.relations.types import ChangeState
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class PartOwner(SchoolModel):
    """A member of ours owns a part of a relationship while `until_at` is open.

    `is_only` holds what the method said of the part when the owner was named.

    Invariants, held by the database: nobody owns a part twice at once; a part for one has one.
    """

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    part = models.CharField(max_length=60)
    staff = SchoolForeignKey(Staff)
    is_only = models.BooleanField(default=False)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="part_owned_once_by_one",
                fields=["school", "client", "part", "staff"],
                condition=Q(until_at=None),
            ),
            models.UniqueConstraint(
                name="part_for_one_has_one_owner",
                fields=["school", "client", "part"],
                condition=Q(until_at=None, is_only=True),
            ),
            models.CheckConstraint(
                name="ownership_ends_after_it_begins",
                condition=Q(until_at=None) | Q(until_at__gte=F("since_at")),
            ),
        ]


class ClientContact(SchoolModel):
    """A person of the client's side in a role of the method.

    `decides`: may change priorities; otherwise only advises. Who has left keeps the name alone,
    since decisions refer to it.

    Invariant, held by the database: who has left cannot be reached.
    """

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    side_role = models.CharField(max_length=60)
    phone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=254, blank=True)
    telegram = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=500, blank=True)
    decides = models.BooleanField(default=False)
    left_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="side_contact_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="side_contact_left_is_out_of_reach",
                condition=Q(left_on=None) | Q(phone="", email="", telegram="", note=""),
            ),
        ]
        indexes = [models.Index(fields=["school", "client"], name="side_contacts_of_client")]


class PriorityChange(SchoolModel):
    """Somebody asked to change priorities. Nobody of the two named: the client in person.

    `asker_decides` holds whether the asker had the right then; `needs` says in words whose
    confirmation it waits for.

    Invariants, held by the database: what stands was asked by who decides, and nothing else
    was; a wait says for whom; decided at a moment exactly where it was confirmed or declined;
    one voice asks and one decides.
    """

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    what = models.CharField(max_length=500)
    why = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    asked_by_contact = SchoolForeignKey(ClientContact, null=True, related_name="+")
    asked_by_staff = SchoolForeignKey(Staff, null=True, related_name="+")
    asker_decides = models.BooleanField()
    state = models.CharField(max_length=20)
    needs = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_contact = SchoolForeignKey(ClientContact, null=True, related_name="+")
    decided_by_staff = SchoolForeignKey(Staff, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="priority_change_state_is_known",
                condition=Q(state__in=values(ChangeState)),
            ),
            models.CheckConstraint(
                name="priority_stands_iff_asker_decides",
                condition=Q(asker_decides=True, state=ChangeState.STANDS.value)
                | (Q(asker_decides=False) & ~Q(state=ChangeState.STANDS.value)),
            ),
            models.CheckConstraint(
                name="priority_wait_says_for_whom", condition=Q(asker_decides=True) | ~Q(needs="")
            ),
            models.CheckConstraint(
                name="priority_decided_iff_settled",
                condition=Q(
                    state__in=[ChangeState.CONFIRMED.value, ChangeState.DECLINED.value],
                    decided_at__isnull=False,
                )
                | Q(
                    state__in=[ChangeState.STANDS.value, ChangeState.NEEDS_CONFIRMATION.value],
                    decided_at=None,
                    decided_by_contact=None,
                    decided_by_staff=None,
                ),
            ),
            models.CheckConstraint(
                name="priority_has_one_voice",
                condition=(Q(asked_by_contact=None) | Q(asked_by_staff=None))
                & (Q(decided_by_contact=None) | Q(decided_by_staff=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["school", "client", "-asked_at"], name="priorities_of_client")
        ]


class Decision(SchoolModel):
    """A decision with its reason. Nobody of the two named: the client in person decided.

    `needs_client` holds whether the method asked for the client's agreement then.

    Invariants, held by the database: it has words; one voice decided; only what the client
    sees is agreed to.
    """

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    kind = models.CharField(max_length=60)
    what = models.CharField(max_length=500)
    why = models.CharField(max_length=500)
    decided_at = models.DateTimeField()
    decided_by_contact = SchoolForeignKey(ClientContact, null=True, related_name="+")
    decided_by_staff = SchoolForeignKey(Staff, null=True, related_name="+")
    valid_from_on = models.DateField()
    visible_to_client = models.BooleanField(default=False)
    needs_client = models.BooleanField(default=False)
    agreed_at = models.DateTimeField(null=True)
    agreed_note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decision_says_what_and_why", condition=~Q(what="") & ~Q(why="")
            ),
            models.CheckConstraint(
                name="decision_has_one_voice",
                condition=Q(decided_by_contact=None) | Q(decided_by_staff=None),
            ),
            models.CheckConstraint(
                name="decision_agreed_to_is_shown",
                condition=Q(agreed_at=None, agreed_note="")
                | Q(agreed_at__isnull=False, visible_to_client=True),
            ),
        ]
        indexes = [
            models.Index(fields=["school", "client", "-decided_at"], name="decisions_of_client")
        ]
