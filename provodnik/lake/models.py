"""The manifest: which files make up the lake, and up to where the journal is in them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from provodnik.kernel.enums import values
from provodnik.lake.types import FileKind


class LakeFile(models.Model):
    """An immutable Parquet file. A file that no row names does not exist for a reader.

    `tenant` is the only school inside, null when several share the file; `tenants`
    names all of them. It is not called `school`: the exporter works across schools,
    and this table says nothing about a school but that it has entries.

    Invariants, held by the database:
    - a path is named once;
    - the kind is one of FileKind.
    """

    path = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20)
    tenant = models.BigIntegerField(null=True)
    tenants = ArrayField(models.BigIntegerField())
    event = models.CharField(max_length=60, null=True)
    rows = models.BigIntegerField()
    last_at = models.DateTimeField()
    created_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "lake_file"
        constraints = [
            models.CheckConstraint(
                name="lake_file_kind_is_known", condition=Q(kind__in=values(FileKind))
            )
        ]

    def __str__(self) -> str:
        return self.path


class DefinitionVersion(models.Model):
    """A version of a metric's definition, and the moment it first answered in this installation.

    What was fixed before a later version came was counted otherwise. Rows stay for good.
    """

    metric = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    since_at = models.DateTimeField()

    class Meta:
        db_table = "lake_definition_version"
        constraints = [
            models.UniqueConstraint(name="definition_version_once", fields=["metric", "version"])
        ]

    def __str__(self) -> str:
        return f"{self.metric}:{self.version}"


class LakeMark(models.Model):
    """How far the journal has been exported. One row.

    Entries of every transaction below `exported_tx` are in the files, and nothing
    else is. Transaction numbers mean something in one cluster only: where
    `system_identifier` differs (a restore), the lake is built anew. Entries that a
    restore brought along keep numbers of their old cluster; the ones at or above
    `foreign_tx` were taken whatever their number, and have ids up to `foreign_id`.
    """

    folder = models.CharField(max_length=40)
    system_identifier = models.CharField(max_length=30)
    exported_tx = models.BigIntegerField(default=0)
    foreign_tx = models.BigIntegerField(null=True)
    foreign_id = models.BigIntegerField(default=0)
    time_zones = models.JSONField(default=dict)
    exported_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "lake_mark"
        constraints = [models.CheckConstraint(name="one_lake_mark", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"lake:{self.folder}"
