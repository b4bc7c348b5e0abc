import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="LakeFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=200, unique=True)),
                ("kind", models.CharField(max_length=20)),
                ("tenant", models.BigIntegerField(null=True)),
                (
                    "tenants",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField()),
                ),
                ("event", models.CharField(max_length=60, null=True)),
                ("rows", models.BigIntegerField()),
                ("last_at", models.DateTimeField()),
                ("created_at", models.DateTimeField()),
                ("dropped_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "lake_file",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["tail", "base", "rollup_month", "rollup_whole"])
                        ),
                        name="lake_file_kind_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LakeMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("folder", models.CharField(max_length=40)),
                ("system_identifier", models.CharField(max_length=30)),
                ("exported_tx", models.BigIntegerField(default=0)),
                ("foreign_tx", models.BigIntegerField(null=True)),
                ("foreign_id", models.BigIntegerField(default=0)),
                ("time_zones", models.JSONField(default=dict)),
                ("exported_at", models.DateTimeField(null=True)),
            ],
            options={
                "db_table": "lake_mark",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_lake_mark")
                ],
            },
        ),
    ]
