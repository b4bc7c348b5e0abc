from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sales", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="custom",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="order",
            name="imported_line",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="order",
            name="imported_run",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="payment",
            name="imported_line",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="payment",
            name="imported_run",
            field=models.BigIntegerField(null=True),
        ),
    ]
