"""The kind of import `tickets`."""

from django.utils.translation import gettext_noop

from provodnik.connectors.tickets_file.columns import COLUMNS
from provodnik.connectors.tickets_file.staging import row_judge, stage_columns
from provodnik.kernel.imports.kinds import ImportKind, Landed, Landing
from provodnik.kernel.imports.types import Need, RejectCode
from provodnik.touches.desk.intake.taking import Chunk, take_tickets


def _land(landing: Landing) -> Landed:
    chunk = Chunk(landing.run_id, landing.same_file_runs, landing.actor, landing.now)
    taken = take_tickets(chunk)
    return Landed(taken.tally, notes={"put_away": taken.put_away}, rejects=taken.rejects)


KIND = ImportKind(
    name="tickets",
    columns=COLUMNS,
    needs=(
        Need(
            gettext_noop("No column with the number of a request: nothing would tell them apart."),
            ("ticket",),
            RejectCode.EMPTY,
        ),
        Need(
            gettext_noop("No column with a moment: when a request was opened, or a message said."),
            ("opened_at", "said_at"),
        ),
    ),
    stage=stage_columns,
    land=_land,
    complete=row_judge,
)
