import django.db.models.deletion
from django.db import migrations, models

import provodnik.kernel.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalog", "0004_measured_upsell_rules"),
        ("kernel", "0005_freshen_statistics"),
        ("reports", "0002_told_baselines_targets_and_changes"),
        ("team", "0004_saved_views"),
    ]

    operations = [
        migrations.CreateModel(
            name="CauseCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=300)),
                ("reached", models.PositiveIntegerField()),
                ("before", models.PositiveIntegerField()),
                ("size", models.PositiveIntegerField()),
                ("from_on", models.DateField(null=True)),
                ("to_on", models.DateField(null=True)),
                ("as_of", models.DateField(null=True)),
                ("metric", models.CharField(max_length=60)),
                ("opened_at", models.DateTimeField()),
                ("changed_on", models.DateField(null=True)),
                ("change", models.CharField(blank=True, max_length=300)),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("conclusion", models.CharField(blank=True, max_length=500)),
                ("closed_at", models.DateTimeField(null=True)),
                ("dropped_at", models.DateTimeField(null=True)),
                (
                    "note",
                    provodnik.kernel.fields.SchoolForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="reports.changenote",
                    ),
                ),
                (
                    "opened_by",
                    provodnik.kernel.fields.SchoolForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="team.staff"
                    ),
                ),
                (
                    "owner",
                    provodnik.kernel.fields.SchoolForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="team.staff"
                    ),
                ),
                (
                    "product",
                    provodnik.kernel.fields.SchoolForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="catalog.product"
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
                        condition=models.Q(
                            ("closed_at__isnull", True), ("dropped_at__isnull", True)
                        ),
                        fields=("school", "metric", "product", "item"),
                        name="cause_card_in_work_once_a_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reached__lte", models.F("before"))),
                        name="cause_card_saw_a_fall",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("change", ""), ("changed_on__isnull", True)),
                            models.Q(
                                ("changed_on__isnull", False),
                                models.Q(("change", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="change_of_a_card_has_day_and_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("outcome", "")),
                            models.Q(
                                ("changed_on__isnull", False),
                                ("closed_at__isnull", False),
                                ("outcome__in", ["helped", "not_helped"]),
                            ),
                            _connector="OR",
                        ),
                        name="outcome_of_a_card_has_change_and_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChurnPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=300)),
                ("reached", models.PositiveIntegerField()),
                ("before", models.PositiveIntegerField()),
                ("size", models.PositiveIntegerField()),
                ("from_on", models.DateField(null=True)),
                ("to_on", models.DateField(null=True)),
                ("as_of", models.DateField(null=True)),
                ("since_at", models.DateTimeField()),
                ("counted_at", models.DateTimeField()),
                ("gone_at", models.DateTimeField(null=True)),
                (
                    "product",
                    provodnik.kernel.fields.SchoolForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="catalog.product"
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
                        condition=models.Q(("gone_at__isnull", True)),
                        fields=("school", "product"),
                        name="churn_point_once_a_course",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Hypothesis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("text", models.CharField(max_length=500)),
                ("check_how", models.CharField(max_length=500)),
                ("due_on", models.DateField(null=True)),
                ("told_at", models.DateTimeField()),
                ("result", models.CharField(blank=True, max_length=20)),
                ("proof_kind", models.CharField(blank=True, max_length=20)),
                ("proof", models.TextField(blank=True)),
                ("link", models.CharField(blank=True, max_length=500)),
                ("checked_at", models.DateTimeField(null=True)),
                ("dropped_at", models.DateTimeField(null=True)),
                (
                    "card",
                    provodnik.kernel.fields.SchoolForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="causes.causecard"
                    ),
                ),
                (
                    "checked_by",
                    provodnik.kernel.fields.SchoolForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="team.staff"
                    ),
                ),
                (
                    "checker",
                    provodnik.kernel.fields.SchoolForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="team.staff"
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
                "indexes": [models.Index(fields=["school", "card"], name="hypotheses_of_a_card")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("checked_at__isnull", True),
                                ("proof", ""),
                                ("proof_kind", ""),
                                ("result", ""),
                            ),
                            models.Q(
                                ("proof_kind__in", ["number", "link", "interview"]),
                                ("result__in", ["confirmed", "refuted"]),
                                ("checked_at__isnull", False),
                                models.Q(("proof", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="checked_hypothesis_has_a_proof",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True),
                            models.Q(("check_how", ""), _negated=True),
                        ),
                        name="hypothesis_says_what_and_how",
                    ),
                ],
            },
        ),
    ]
