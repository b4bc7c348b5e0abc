"""Runs of imports, the rows they left out, and saved mappings of columns."""

from django.db import models
from django.db.models import F, Q

from provodnik.kernel.enums import values
from provodnik.kernel.fields import SchoolForeignKey
from provodnik.kernel.imports.types import RunState, Tally
from provodnik.kernel.models import SchoolModel

__all__ = ["ImportProfile", "ImportReject", "ImportRun", "ImportTwin"]


class ImportProfile(SchoolModel):
    """What the columns of a school's own export mean: key of a column → target."""

    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    mapping = models.JSONField(default=dict)
    encoding = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="import_profile_name_once", fields=["school", "kind", "name"]
            )
        ]


class ImportRun(SchoolModel):
    """One file on its way into the facts. Its progress commits together with each chunk.

    `path` is relative to the folder of files; `digest` names the content. `position` is
    the number of the last row whose fate is decided: an interrupted run goes on after it.
    `mapping` and `encoding` are copied from the profile, so that a later change of it
    does not split a run. `figures` are a few numbers before and after, for showing what
    the file changed.

    Invariants, held by the database: the state is known; a finished run has its moment;
    the rows add up.
    """

    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=20, default=RunState.WAITING.value)
    dry_run = models.BooleanField(default=False)
    file_name = models.CharField(max_length=255)
    path = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    mapping = models.JSONField(default=dict)
    encoding = models.CharField(max_length=20, blank=True)
    started_by = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(default=0)
    rows_expected = models.IntegerField(default=0)
    position = models.BigIntegerField(default=0)
    created = models.IntegerField(default=0)
    updated = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    statuses = models.JSONField(null=True)
    reasons = models.JSONField(default=list)
    notes = models.JSONField(default=dict)
    problem = models.CharField(max_length=40, blank=True)
    problem_params = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="import_state_is_known", condition=Q(state__in=values(RunState))
            ),
            models.CheckConstraint(
                name="import_finished_at_iff_finished",
                condition=Q(state__in=["waiting", "running"], finished_at__isnull=True)
                | Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False),
            ),
        ]
        indexes = [models.Index(F("school"), F("created_at").desc(), name="imports_by_time")]

    def __str__(self) -> str:
        return f"import:{self.pk}"

    @property
    def tally(self) -> Tally:
        return Tally(self.created, self.updated, self.unchanged, self.rejected)

    @property
    def actor(self) -> str:
        """Whose hand the journal names: the run leads to the person and to the file."""
        return f"import:{self.pk}"


class ImportReject(SchoolModel):
    """A row left out, as it stood in the file, with the reason."""

    run = SchoolForeignKey(ImportRun, on_delete=models.CASCADE)
    line = models.BigIntegerField()
    column = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=30)
    params = models.JSONField(default=dict)
    cells = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="row_is_rejected_once", fields=["school", "run", "line"]),
        ]


class ImportTwin(SchoolModel):
    """How many identical rows without an id of their own a run has met. Deleted with its end.

    The second of two equal rows is the second event, in this import and in every repeat of it.
    """

    run = SchoolForeignKey(ImportRun, on_delete=models.CASCADE)
    digest = models.UUIDField()
    met = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="twin_once_a_run", fields=["school", "run", "digest"])
        ]
