from django.db import migrations, models


class Migration(migrations.Migration):
    """The owner's open touches by when they open, with all that orders a day inside the index."""

    dependencies = [("queue", "0002_moments")]

    operations = [
        migrations.RemoveIndex(model_name="touch", name="open_touches_of_owner"),
        migrations.AddIndex(
            model_name="touch",
            index=models.Index(
                fields=["school", "owner", "due_from"],
                include=["due_at", "kind", "stake_kopecks", "id"],
                name="open_touches_of_owner",
                condition=models.Q(state="planned"),
            ),
        ),
    ]
