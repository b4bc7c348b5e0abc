"""How rows of the events file become rows of the staging table."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from provodnik.connectors.events_file.rules import needed_columns, value_of
from provodnik.kernel import journal
from provodnik.kernel.events import EventKind, Unit
from provodnik.kernel.imports.cells import moments, short
from provodnik.kernel.imports.columns import Binding
from provodnik.kernel.imports.kept import keep
from provodnik.kernel.imports.kinds import RowMender, StageColumn
from provodnik.kernel.imports.types import BadCell, RejectCode
from provodnik.kernel.models import School


def stage_columns(school: School, binding: Binding) -> Sequence[StageColumn]:
    """The staging columns of a file of events."""
    when = moments(ZoneInfo(school.timezone), iso_only=True).__getitem__
    attributes = [key for key, _ in binding.kept.get("attrs", ())]
    return [
        StageColumn("client", "text", "client", short(200)),
        StageColumn("event", "text", "event", short(60)),
        StageColumn("at", "timestamptz", "at", when),
        StageColumn("value", "bigint", "value", short(40)),
        StageColumn("title", "text", "product", short(300)),
        StageColumn("item", "text", "item", short(200)),
        StageColumn("channel", "text", "channel", short(80)),
        StageColumn("staff_name", "text", "staff", short(200)),
        StageColumn("external_id", "text", "external_id", short(150)),
        StageColumn("attrs", "jsonb", "attrs", keep(attributes)),
    ]


def event_judge(names: Sequence[str]) -> RowMender:
    """Judges a parsed row by its kind and turns its value into the kind's unit."""
    place = {name: at for at, name in enumerate(names)}
    needs = _needs_by_kind(journal.kinds(), place)
    event, at, value = place["event"], place["at"], place.get("value")

    def judge(row: list[object]) -> list[object]:
        kind = needs.get(str(row[event]))
        if kind is None:
            code = RejectCode.UNKNOWN_VALUE if row[event] else RejectCode.EMPTY
            raise BadCell(code, target="event", value=str(row[event])[:40])
        unit, needed = kind
        if row[at] is None:
            raise BadCell(RejectCode.EMPTY, target="at")
        for target, position in needed:
            if position is None or not row[position]:
                raise BadCell(RejectCode.EMPTY, target=target)
        if value is not None:
            try:
                row[value] = value_of(str(row[value]), unit)
            except BadCell as bad:
                raise BadCell(bad.code, target="value", **bad.params) from None
        return row

    return judge


type _Needs = tuple[Unit | None, tuple[tuple[str, int | None], ...]]

_STAGED: Mapping[str, str] = {"product": "title", "staff": "staff_name"}


def _needs_by_kind(kinds: Mapping[str, EventKind], place: Mapping[str, int]) -> dict[str, _Needs]:
    """Unit and needed cells of every kind a file may tell of: not of corrections of the journal."""
    return {
        name: (
            kind.unit,
            tuple((c, place.get(_STAGED.get(c, c))) for c in needed_columns(kind)),
        )
        for name, kind in kinds.items()
        if kind.unit is not Unit.ENTRY
    }
