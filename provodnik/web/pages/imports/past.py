"""Past runs as the list shows them."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.team.queries import names_of
from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel.imports.queries import RunRow, past_runs
from provodnik.kernel.imports.types import RunState
from provodnik.web import formats
from provodnik.web.pages.imports.wording import kind_words


@dataclass(frozen=True, slots=True)
class Past:
    """One line. `pill` is empty where nothing needs a word."""

    run_id: int
    kind: str
    file_name: str
    at: datetime
    by: str
    rows: str
    pill: str
    tone: str


def past() -> list[Past]:
    """Queries: 2."""
    runs = past_runs()
    names = names_of({who for run in runs if (who := actor_staff_id(run.started_by)) is not None})
    return [_past(run, names) for run in runs]


def _past(run: RunRow, names: dict[int, str]) -> Past:
    language = (get_language() or "ru").split("-")[0]
    pill, tone = _state(run, language)
    return Past(
        run_id=run.run_id,
        kind=str(kind_words(run.kind).title),
        file_name=run.file_name,
        at=run.created_at,
        by=names.get(actor_staff_id(run.started_by) or 0, ""),
        rows=formats.counted(run.tally.rows, _("row|rows"), language),
        pill=pill,
        tone=tone,
    )


def _state(run: RunRow, language: str) -> tuple[str, str]:
    match run.state:
        case RunState.WAITING | RunState.RUNNING:
            return _("loading"), "info"
        case RunState.FAILED:
            return _("not loaded"), "act"
        case RunState.CANCELLED:
            return _("stopped"), "neutral"
    if run.dry_run:
        return _("checked"), "neutral"
    if run.tally.rejected:
        rows = formats.counted(run.tally.rejected, _("row left out|rows left out"), language)
        return rows, "act"
    return "", "neutral"
