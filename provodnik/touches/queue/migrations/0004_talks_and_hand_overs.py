import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import provodnik.kernel.fields


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0005_freshen_statistics"),
        ("people", "0005_client_keys"),
        ("queue", "0003_day_in_one_index"),
        ("team", "0003_schools_an_account_left"),
    ]

    operations = [
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "touch_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField()),
                ),
                (
                    "client_ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField()),
                ),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "by",
                    provodnik.kernel.fields.SchoolForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="team.staff"
                    ),
                ),
                (
                    "client",
                    provodnik.kernel.fields.SchoolForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, to="people.client"
                    ),
                ),
                (
                    "giver",
                    provodnik.kernel.fields.SchoolForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="team.staff"
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
                (
                    "taker",
                    provodnik.kernel.fields.SchoolForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="team.staff"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["school", "-at"], name="hand_overs_by_date")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("giver", models.F("taker")), _negated=True),
                        name="hand_over_is_to_another",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="touch",
            name="missed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="touch",
            name="mood",
            field=models.SmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="touch",
            name="script_step",
            field=models.CharField(blank=True, db_default="", max_length=60),
        ),
        migrations.AddConstraint(
            model_name="touch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mood", None), models.Q(("mood__gte", 1), ("mood__lte", 5)), _connector="OR"
                ),
                name="touch_mood_is_one_to_five",
            ),
        ),
        migrations.AddIndex(
            model_name="touch",
            index=models.Index(
                fields=["school", "made_at"],
                name="touches_made",
                condition=models.Q(state="made"),
            ),
        ),
    ]
