from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lake", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="DefinitionVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("metric", models.CharField(max_length=60)),
                ("version", models.PositiveSmallIntegerField()),
                ("since_at", models.DateTimeField()),
            ],
            options={
                "db_table": "lake_definition_version",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("metric", "version"), name="definition_version_once"
                    )
                ],
            },
        ),
    ]
