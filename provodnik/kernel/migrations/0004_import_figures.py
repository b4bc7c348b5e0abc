from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_imports")]
    operations = [
        migrations.AddField(
            model_name="importrun", name="figures", field=models.JSONField(default=dict)
        )
    ]
