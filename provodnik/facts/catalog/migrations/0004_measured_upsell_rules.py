"""The figure by which the promise of an upsell rule is checked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_lines_and_knowledge")]

    operations = [
        migrations.AddField(
            model_name="upsellrule",
            name="metric",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="upsellrule",
            name="promised_percent",
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name="upsellrule",
            name="window_days",
            field=models.IntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="upsellrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("metric", ""), ("window_days", None)),
                    models.Q(models.Q(("metric", ""), _negated=True), ("window_days__gt", 0)),
                    _connector="OR",
                ),
                name="upsell_metric_has_its_days",
            ),
        ),
    ]
