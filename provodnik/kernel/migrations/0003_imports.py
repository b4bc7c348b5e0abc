import django.db.models.deletion
from django.db import migrations, models

import provodnik.kernel.fields


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0002_journal_refuses_malformed_entries"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("state", models.CharField(default="waiting", max_length=20)),
                ("dry_run", models.BooleanField(default=False)),
                ("file_name", models.CharField(max_length=255)),
                ("path", models.CharField(max_length=300)),
                ("digest", models.CharField(max_length=64)),
                ("size_bytes", models.BigIntegerField()),
                ("mapping", models.JSONField(default=dict)),
                ("encoding", models.CharField(blank=True, max_length=20)),
                ("started_by", models.CharField(max_length=60)),
                ("created_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("cancel_asked_at", models.DateTimeField(null=True)),
                ("attempts", models.IntegerField(default=0)),
                ("rows_expected", models.IntegerField(default=0)),
                ("position", models.BigIntegerField(default=0)),
                ("created", models.IntegerField(default=0)),
                ("updated", models.IntegerField(default=0)),
                ("unchanged", models.IntegerField(default=0)),
                ("rejected", models.IntegerField(default=0)),
                ("statuses", models.JSONField(null=True)),
                ("reasons", models.JSONField(default=list)),
                ("notes", models.JSONField(default=dict)),
                ("problem", models.CharField(blank=True, max_length=40)),
                ("problem_params", models.JSONField(default=dict)),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.school",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("school"),
                        models.OrderBy(models.F("created_at"), descending=True),
                        name="imports_by_time",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "running", "done", "failed", "cancelled"])
                        ),
                        name="import_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("finished_at__isnull", True), ("state__in", ["waiting", "running"])
                            ),
                            models.Q(
                                ("finished_at__isnull", False),
                                ("state__in", ["done", "failed", "cancelled"]),
                            ),
                            _connector="OR",
                        ),
                        name="import_finished_at_iff_finished",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportReject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.BigIntegerField()),
                ("column", models.CharField(blank=True, max_length=200)),
                ("code", models.CharField(max_length=30)),
                ("params", models.JSONField(default=dict)),
                ("cells", models.JSONField(default=list)),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.school",
                    ),
                ),
                (
                    "run",
                    provodnik.kernel.fields.SchoolForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="kernel.importrun"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "run", "line"), name="row_is_rejected_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportTwin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.UUIDField()),
                ("met", models.IntegerField()),
                (
                    "run",
                    provodnik.kernel.fields.SchoolForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="kernel.importrun"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "run", "digest"), name="twin_once_a_run"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportProfile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=100)),
                ("mapping", models.JSONField(default=dict)),
                ("encoding", models.CharField(blank=True, max_length=20)),
                ("created_at", models.DateTimeField()),
                ("created_by", models.CharField(max_length=60)),
                (
                    "school",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "kind", "name"), name="import_profile_name_once"
                    )
                ],
            },
        ),
    ]
