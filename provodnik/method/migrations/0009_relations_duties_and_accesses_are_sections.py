from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0005_freshen_statistics"),
        ("method", "0008_service_sections"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="methoddocument",
            name="method_section_is_known",
        ),
        migrations.AddConstraint(
            model_name="methoddocument",
            constraint=models.CheckConstraint(
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
                            "base",
                            "launches",
                            "care",
                            "audit",
                            "goals",
                            "desk",
                            "sending",
                            "courses",
                            "homework",
                            "surveys",
                            "interviews",
                            "cases",
                            "quality",
                            "meetings",
                            "pay",
                            "relations",
                            "duties",
                            "accesses",
                        ],
                    )
                ),
                name="method_section_is_known",
            ),
        ),
    ]
