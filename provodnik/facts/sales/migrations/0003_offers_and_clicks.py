from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sales", "0002_imported_rows")]

    operations = [
        migrations.AddField(
            model_name="offer",
            name="not_before_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="trackedlink",
            name="clicked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="linkclick",
            index=models.Index(
                fields=["school", "visitor", "clicked_at"], name="clicks_of_visitor"
            ),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(
                condition=models.Q(("launch__isnull", False)),
                fields=["school", "launch"],
                name="offers_of_launch",
            ),
        ),
        migrations.AddIndex(
            model_name="offer",
            index=models.Index(fields=["school", "made_at"], name="offers_by_moment"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("first_paid_at__isnull", False)),
                fields=["school", "first_paid_at"],
                name="orders_paid",
            ),
        ),
        migrations.AddIndex(
            model_name="trackedlink",
            index=models.Index(
                condition=models.Q(("clicked_at__isnull", False)),
                fields=["school", "clicked_at"],
                name="links_clicked",
            ),
        ),
        migrations.AddIndex(
            model_name="trackedlink",
            index=models.Index(
                condition=models.Q(("launch__isnull", False)),
                fields=["school", "launch"],
                name="links_of_launch",
            ),
        ),
    ]
