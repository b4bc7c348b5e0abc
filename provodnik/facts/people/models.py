"""Clients of a school: contacts, goals, stage, satisfaction; keys the outside names them by."""

from django.db import models
from django.db.models import F, Q

from provodnik.facts.people.types import (
    ClientKind,
    KeyKind,
    SatisfactionKind,
    SuggestionReason,
    SuggestionState,
)
from provodnik.facts.team.models import Staff
from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.models import SchoolModel


class Client(SchoolModel):
    """A relationship: a student, a group or a company.

    `external_name` is how exports print the client: the GetCourse id, else the
    external id, else the e-mail. `search_text` is the folded haystack of the search
    function. Scores are the latest ones, in hundredths of a point, with the moment of each;
    they and `open_complaints` follow `Satisfaction`.

    An erased client is a tombstone: it points at itself as merged, so that whatever leaves
    absorbed cards out leaves it out as well, and keeps nothing but its place in the sums.

    Invariants, held by the database: the kind is known; a merged client says into whom and
    when; an erased client stands for nobody.
    """

    SEARCHED = True

    kind = models.CharField(max_length=20, default=ClientKind.STUDENT.value)
    name = models.CharField(max_length=300)
    first_name = models.CharField(max_length=150, blank=True)
    last_name = models.CharField(max_length=150, blank=True)
    sort_key = models.CharField(max_length=600)
    search_text = models.TextField(blank=True)
    external_name = models.CharField(max_length=200)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    phone_raw = models.CharField(max_length=60, blank=True)
    telegram = models.CharField(max_length=60, blank=True)
    city = models.CharField(max_length=150, blank=True)
    country = models.CharField(max_length=100, blank=True)
    timezone = models.CharField(max_length=60, blank=True)
    registered_at = models.DateTimeField(null=True)
    last_active_at = models.DateTimeField(null=True)
    coordinator = SchoolForeignKey(Staff, null=True)
    stage = models.CharField(max_length=40, blank=True)
    stage_entered_at = models.DateTimeField(null=True)
    last_csat = models.IntegerField(null=True)
    last_csat_at = models.DateTimeField(null=True)
    last_nps = models.IntegerField(null=True)
    last_nps_at = models.DateTimeField(null=True)
    satisfaction_at = models.DateTimeField(null=True)
    open_complaints = models.IntegerField(default=0)
    calls_refused_at = models.DateTimeField(null=True)
    messages_refused_at = models.DateTimeField(null=True)
    utm = models.JSONField(default=dict)
    custom = models.JSONField(default=dict)
    # Which row of which import decided this one: an earlier row of that file does not undo it.
    imported_run = models.BigIntegerField(null=True)
    imported_line = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    merged_into = SchoolForeignKey("self", null=True)
    merged_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="client_kind_is_known", condition=Q(kind__in=values(ClientKind))
            ),
            models.CheckConstraint(
                name="client_erased_stands_for_nobody",
                condition=Q(erased_at__isnull=True) | Q(merged_into__isnull=False),
            ),
            models.CheckConstraint(
                name="client_merged_into_iff_merged_at",
                condition=Q(merged_into__isnull=True, merged_at__isnull=True)
                | Q(merged_into__isnull=False, merged_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["school", "sort_key", "id"], name="client_by_name"),
            models.Index(
                fields=["school", "coordinator", "sort_key"], name="client_by_coordinator"
            ),
            models.Index(
                fields=["school", "phone"], name="client_by_phone", condition=~Q(phone="")
            ),
            # The board of stages: how many stand at each, and who has stood there longest.
            models.Index(
                fields=["school", "stage", "stage_entered_at", "id"],
                name="client_by_stage",
                condition=Q(merged_into__isnull=True),
            ),
            models.Index(
                fields=["school", "messages_refused_at"],
                name="client_unsubscribed",
                condition=Q(messages_refused_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"client:{self.pk}"


class ClientKey(SchoolModel):
    """A name the outside gives a client. A key means one client; a client may have many."""

    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=254)
    client = SchoolForeignKey(Client, on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="client_key_means_one_client", fields=["school", "kind", "value"]
            ),
            models.CheckConstraint(
                name="client_key_kind_is_known", condition=Q(kind__in=values(KeyKind))
            ),
        ]
        # The client first: an index that begins with the school would compete with the whole
        # key, and win while statistics are young.
        indexes = [models.Index(fields=["client", "school"], name="client_keys")]


class ClientAlias(SchoolModel):
    """An absorbed client and who stands for it now: the journal keeps the old id for ever."""

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    survivor = SchoolForeignKey(Client, on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="client_is_absorbed_once", fields=["school", "client"])
        ]
        indexes = [models.Index(fields=["school", "survivor"], name="aliases_of_client")]


class Merge(SchoolModel):
    """Two clients found to be one person. `moved` names the rows it moved, for undoing.

    Invariant, held by the database: a client is absorbed by one merge at a time.
    """

    survivor = SchoolForeignKey(Client)
    absorbed = SchoolForeignKey(Client)
    merged_at = models.DateTimeField()
    merged_by = SchoolForeignKey(Staff, null=True)
    moved = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="client_is_in_one_merge",
                fields=["school", "absorbed"],
                condition=Q(undone_at__isnull=True),
            )
        ]


class MatchSuggestion(SchoolModel):
    """Two clients who look alike by a weak sign (phone, name). Only a person decides."""

    first = SchoolForeignKey(Client, on_delete=models.CASCADE)
    second = SchoolForeignKey(Client, on_delete=models.CASCADE)
    reason = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default=SuggestionState.OPEN.value)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="pair_is_suggested_once", fields=["school", "first", "second"]
            ),
            models.CheckConstraint(name="pair_is_ordered", condition=Q(first__lt=F("second"))),
            models.CheckConstraint(
                name="pair_state_is_known", condition=Q(state__in=values(SuggestionState))
            ),
            models.CheckConstraint(
                name="pair_reason_is_known", condition=Q(reason__in=values(SuggestionReason))
            ),
        ]


class Pain(SchoolModel):
    """What hurts a client or what they want to reach, in the school's own list."""

    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(name="pain_name_once", fields=["school", "name"])]


class Goal(SchoolModel):
    """What a client wants, asked at acquaintance and shown wherever an offer is made."""

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    text = models.CharField(max_length=500)
    pain = SchoolForeignKey(Pain, null=True)
    recorded_at = models.DateTimeField()
    recorded_by = SchoolForeignKey(Staff, null=True)
    reached_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["school", "client", "-recorded_at"], name="goal_of_client")]


class StageEntry(SchoolModel):
    """When a client entered a lifecycle stage: the history shown on the card."""

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    stage = models.CharField(max_length=40)
    entered_at = models.DateTimeField()
    actor = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="stage_is_entered_once", fields=["school", "client", "stage", "entered_at"]
            )
        ]


class Satisfaction(SchoolModel):
    """One sign of satisfaction: a score in hundredths of a point, or a complaint.

    `entry_id` is the journal entry it was told by: the same entry is counted once.
    """

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    score_hundredths = models.IntegerField(null=True)
    told_at = models.DateTimeField()
    comment = models.TextField(blank=True)
    entry_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="satisfaction_is_told_once", fields=["school", "entry_id"]
            ),
            models.CheckConstraint(
                name="satisfaction_kind_is_known", condition=Q(kind__in=values(SatisfactionKind))
            ),
        ]
        indexes = [
            models.Index(fields=["school", "client", "-told_at"], name="satisfaction_of_client")
        ]


class Note(SchoolModel):
    """What a colleague wrote down about a client, for colleagues."""

    client = SchoolForeignKey(Client, on_delete=models.CASCADE)
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = SchoolForeignKey(Staff, null=True)

    class Meta:
        indexes = [models.Index(fields=["school", "client", "-written_at"], name="notes_of_client")]
