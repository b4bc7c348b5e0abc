"""The kind of import `surveys`."""

from django.utils.translation import gettext_noop

from provodnik.connectors.surveys_file.columns import COLUMNS
from provodnik.connectors.surveys_file.staging import row_judge, stage_columns
from provodnik.kernel.imports.kinds import ImportKind, Landed, Landing
from provodnik.kernel.imports.types import Need, RejectCode
from provodnik.touches.voice.surveys.intake import Chunk, take_answers


def _land(landing: Landing) -> Landed:
    chunk = Chunk(landing.run_id, landing.same_file_runs, landing.actor, landing.now)
    return Landed(take_answers(chunk))


KIND = ImportKind(
    name="surveys",
    columns=COLUMNS,
    needs=(
        Need(
            gettext_noop("No column that says who answered: an id or an e-mail of a student."),
            ("client",),
            RejectCode.EMPTY,
        ),
        Need(gettext_noop("No column with the moment of the answer."), ("at",)),
    ),
    stage=stage_columns,
    land=_land,
    complete=row_judge,
)
