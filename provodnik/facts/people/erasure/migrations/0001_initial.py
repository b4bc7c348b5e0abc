import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import provodnik.kernel.fields


def _id() -> tuple[str, models.BigAutoField]:
    return (
        "id",
        models.BigAutoField(
            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
        ),
    )


def _school() -> tuple[str, models.ForeignKey]:
    return (
        "school",
        models.ForeignKey(
            db_index=False,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="+",
            to="kernel.school",
        ),
    )


def _client() -> tuple[str, provodnik.kernel.fields.SchoolForeignKey]:
    return (
        "client",
        provodnik.kernel.fields.SchoolForeignKey(
            on_delete=django.db.models.deletion.PROTECT, to="people.client"
        ),
    )


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0005_freshen_statistics"),
        ("people", "0007_erased_clients"),
        ("team", "0003_schools_an_account_left"),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                _id(),
                ("request", models.CharField(blank=True, max_length=300)),
                ("erased_at", models.DateTimeField()),
                (
                    "client_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("lake_at", models.DateTimeField(null=True)),
                ("copies_at", models.DateTimeField(null=True)),
                _client(),
                (
                    "erased_by",
                    provodnik.kernel.fields.SchoolForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="team.staff"
                    ),
                ),
                _school(),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "client"), name="client_is_erased_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ErasedKey",
            fields=[
                _id(),
                ("digest", models.CharField(max_length=64)),
                ("made_with", models.CharField(max_length=8)),
                _client(),
                _school(),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("school", "digest"), name="erased_key_once")
                ],
            },
        ),
    ]
