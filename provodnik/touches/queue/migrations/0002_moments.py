import django.db.models.deletion
from django.db import migrations, models

import provodnik.kernel.fields


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("queue", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="touch",
            name="closed_reason",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.CreateModel(
            name="Moment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("trigger", models.CharField(max_length=40)),
                ("item", models.CharField(blank=True, max_length=200)),
                ("occurrence", models.CharField(max_length=120)),
                ("happened_at", models.DateTimeField()),
                ("entry_id", models.BigIntegerField()),
                (
                    "client",
                    provodnik.kernel.fields.SchoolForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="people.client"
                    ),
                ),
                (
                    "product",
                    provodnik.kernel.fields.SchoolForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, to="catalog.product"
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
                "indexes": [
                    models.Index(
                        fields=["school", "trigger", "happened_at"], name="moments_of_trigger"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "client", "occurrence"), name="moment_is_noted_once"
                    )
                ],
            },
        ),
    ]
