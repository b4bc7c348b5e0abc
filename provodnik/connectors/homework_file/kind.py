"""The kind of import `homework`."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop

from provodnik.connectors.homework_file.columns import COLUMNS
from provodnik.connectors.homework_file.rules import Judge, result, score, yes_or_no
from provodnik.facts.learning.homework.intake import Chunk, take_works
from provodnik.kernel.imports.cells import moments, short
from provodnik.kernel.imports.columns import Binding
from provodnik.kernel.imports.kinds import ImportKind, Landed, Landing, RowMender, StageColumn
from provodnik.kernel.imports.types import Need
from provodnik.kernel.models import School

_LONGEST = 20_000


def _stage(school: School, binding: Binding) -> Sequence[StageColumn]:
    when = moments(ZoneInfo(school.timezone)).__getitem__
    # Without a column of ids the e-mail names the student.
    client = "client" if "client" in binding.at else "email"
    return [
        StageColumn("external_id", "text", "external_id", short(150)),
        StageColumn("client", "text", client, short(200)),
        StageColumn("email", "text", "email", lambda text: short(254)(text).lower()),
        StageColumn("user_name", "text", "user_name", short(300)),
        StageColumn("title", "text", "title", short(300)),
        StageColumn("lesson", "text", "lesson", short(200)),
        StageColumn("text", "text", "text", short(_LONGEST)),
        StageColumn("link", "text", "link", short(1000)),
        StageColumn("kind", "text", "kind", short(40)),
        StageColumn("submitted_at", "timestamptz", "submitted_at", when),
        StageColumn("asks", "boolean", "asks", yes_or_no),
        StageColumn("asked_at", "timestamptz", "asked_at", when),
        StageColumn("status", "text", "status", result),
        StageColumn("reviewed_at", "timestamptz", "reviewed_at", when),
        StageColumn("staff_name", "text", "staff_name", short(200)),
        StageColumn("comment", "text", "comment", short(_LONGEST)),
        StageColumn("score", "bigint", "score", score),
    ]


def _complete(names: Sequence[str]) -> RowMender:
    return Judge(names, lambda text: datetime.fromisoformat(text).timestamp())


def _land(landing: Landing) -> Landed:
    return Landed(take_works(Chunk(landing.actor, landing.now, landing.same_file_runs)))


KIND = ImportKind(
    name="homework",
    columns=COLUMNS,
    needs=(
        Need(
            gettext_noop("No column with the id or e-mail of a student. Whose work is it?"),
            ("client", "email"),
        ),
        Need(gettext_noop("No column with the lesson an answer belongs to."), ("lesson",)),
        Need(gettext_noop("No column with the course of a lesson."), ("title",)),
        Need(gettext_noop("No column with the moment a work was handed in."), ("submitted_at",)),
    ),
    stage=_stage,
    land=_land,
    complete=_complete,
)
