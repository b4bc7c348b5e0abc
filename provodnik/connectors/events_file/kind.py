"""The kind of import `events`."""

from django.db import connection
from django.utils.translation import gettext_noop

from provodnik.connectors.events_file.columns import COLUMNS
from provodnik.connectors.events_file.staging import event_judge, stage_columns
from provodnik.facts.catalog.intake import name_products
from provodnik.facts.people import ledger
from provodnik.facts.people.intake import name_external_clients
from provodnik.facts.sales.intake import name_channels
from provodnik.facts.team.intake import name_staff
from provodnik.kernel.imports.kinds import ImportKind, Landed, Landing
from provodnik.kernel.imports.twins import name_twins
from provodnik.kernel.imports.types import Need, Tally

SOURCE = "events"


def _land(landing: Landing) -> Landed:
    """Rows become journal entries. An unknown client, product, channel or staff is added."""
    name_external_clients(now=landing.now)
    name_products(now=landing.now)
    name_staff(now=landing.now)
    name_channels()
    name_twins(run_id=landing.run_id)
    ledger.open_ledger()
    with connection.cursor() as cursor:
        cursor.execute(_WANT)
        cursor.execute("SELECT count(*) FROM stage")
        (rows,) = cursor.fetchone()
    # Of two rows under one id the first one rules, now and whenever the file comes again.
    final = [f"import:{run}" for run in landing.same_file_runs]
    booked = ledger.settle(source=SOURCE, actor=landing.actor, now=landing.now, final=final)
    unchanged = rows - booked.added - booked.corrected
    return Landed(Tally(created=booked.added, updated=booked.corrected, unchanged=unchanged))


_WANT = """
INSERT INTO wanted (event, key, happened_at, client_id, staff_id, product_id, item, channel, value,
                    attrs, present)
SELECT DISTINCT ON (stage.event, key) stage.event,
  coalesce(stage.external_id, stage_twin.name) AS key, stage.at, stage_client.client_id,
  stage_staff.staff_id, stage_product.product_id, stage.item, stage.channel, stage.value,
  coalesce(stage.attrs, '{}'), true
FROM stage
LEFT JOIN stage_twin ON stage_twin.line = stage.line
LEFT JOIN stage_client ON stage_client.line = stage.line
LEFT JOIN stage_staff ON stage_staff.staff_name = stage.staff_name
LEFT JOIN stage_product ON stage_product.title = stage.title
ORDER BY stage.event, key, stage.line
"""

KIND = ImportKind(
    name="events",
    columns=COLUMNS,
    needs=(
        Need(gettext_noop("No column “event”: it says what happened."), ("event",)),
        Need(gettext_noop("No column “at”: it says when it happened."), ("at",)),
    ),
    stage=stage_columns,
    land=_land,
    complete=event_judge,
)
