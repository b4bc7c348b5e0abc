"""What is bought next, as learned, and promotions."""

import django.db.models.deletion
from django.db import migrations, models

import provodnik.kernel.fields


class Migration(migrations.Migration):
    dependencies = [
        ("catalog", "0003_lines_and_knowledge"),
        ("kernel", "0005_freshen_statistics"),
        ("sales", "0003_offers_and_clicks"),
        ("team", "0003_schools_an_account_left"),
    ]

    operations = [
        migrations.CreateModel(
            name="NextProduct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("clients", models.IntegerField()),
                ("of_clients", models.IntegerField()),
                ("median_days", models.FloatField(null=True)),
                ("score", models.FloatField()),
                ("place", models.IntegerField()),
                (
                    "after",
                    provodnik.kernel.fields.SchoolForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, to="catalog.product"
                    ),
                ),
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
                        fields=("school", "after", "product"),
                        name="next_product_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("clients__lte", models.F("of_clients"))),
                        name="next_product_is_some_of_all",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NextProductTrial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("learned_at", models.DateTimeField()),
                ("moved", models.IntegerField()),
                ("split_on", models.DateField(null=True)),
                ("figures", models.JSONField(default=dict)),
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
                    models.UniqueConstraint(fields=("school",), name="next_product_trial_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Promotion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("terms", models.CharField(max_length=500)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("criterion", models.CharField(max_length=20)),
                ("target", models.BigIntegerField()),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("result", models.BigIntegerField(null=True)),
                (
                    "created_by",
                    provodnik.kernel.fields.SchoolForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="team.staff"
                    ),
                ),
                (
                    "product",
                    provodnik.kernel.fields.SchoolForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="catalog.product"
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
                    models.UniqueConstraint(fields=("school", "name"), name="promotion_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="promotion_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("criterion__in", ["payments", "revenue"])),
                        name="promotion_criterion_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("target__gt", 0)), name="promotion_target_is_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("result", None)),
                            models.Q(("ended_at__isnull", False), ("result__isnull", False)),
                            _connector="OR",
                        ),
                        name="promotion_result_iff_ended",
                    ),
                ],
            },
        ),
    ]
