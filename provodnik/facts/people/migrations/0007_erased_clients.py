"""Tombstones, and the one way to change what the journal says.

Cost: a column without a default and a constraint that reads the clients once.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0006_clients_by_stage")]

    operations = [
        migrations.AddField("client", "erased_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "client",
            models.CheckConstraint(
                name="client_erased_stands_for_nobody",
                condition=models.Q(
                    ("erased_at__isnull", True), ("merged_into__isnull", False), _connector="OR"
                ),
            ),
        ),
    ]
