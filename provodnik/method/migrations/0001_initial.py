import django.db.models.deletion
from django.db import migrations, models

import provodnik.kernel.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0002_journal_refuses_malformed_entries"),
    ]

    operations = [
        migrations.CreateModel(
            name="MethodDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("section", models.CharField(max_length=40)),
                ("body", models.JSONField()),
                ("base_body", models.JSONField()),
                ("base_version", models.PositiveIntegerField()),
                ("revision", models.PositiveIntegerField(default=1)),
                ("edited_at", models.DateTimeField()),
                ("edited_by", models.BigIntegerField(null=True)),
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
                        fields=("school", "section"), name="one_method_document_a_section"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "section__in",
                                [
                                    "roles",
                                    "channels",
                                    "product_kinds",
                                    "lifecycle",
                                    "gates",
                                    "queue",
                                    "outcomes",
                                    "scripts",
                                    "credit",
                                    "path",
                                    "metrics",
                                    "home",
                                    "signals",
                                ],
                            )
                        ),
                        name="method_section_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("revision__gte", 1)), name="method_revision_is_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MethodRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                ("body", models.JSONField()),
                ("base_version", models.PositiveIntegerField()),
                ("edited_at", models.DateTimeField()),
                ("edited_by", models.BigIntegerField(null=True)),
                ("reason", models.TextField()),
                (
                    "document",
                    provodnik.kernel.fields.SchoolForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="method.methoddocument"
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
                        fields=("school", "document", "revision"),
                        name="method_revision_stands_once",
                    )
                ],
            },
        ),
    ]
