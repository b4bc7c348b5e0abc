"""How rows of a file of answers become rows of the staging table."""

import json
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from provodnik.connectors.surveys_file.rules import TOPS, mark, measure_of, whole, words
from provodnik.kernel.imports.cells import moments, short
from provodnik.kernel.imports.columns import Binding
from provodnik.kernel.imports.kinds import RowMender, StageColumn
from provodnik.kernel.imports.types import BadCell, RejectCode
from provodnik.kernel.models import School

_ITEM = 200


def stage_columns(school: School, binding: Binding) -> Sequence[StageColumn]:
    """The staging columns of a file of answers."""
    when = moments(ZoneInfo(school.timezone)).__getitem__
    return [
        StageColumn("client", "text", "client", short(200)),
        StageColumn("at", "timestamptz", "at", when),
        StageColumn("survey", "text", "survey", short(200)),
        StageColumn("title", "text", "product", short(300)),
        StageColumn("staff_name", "text", "staff_name", short(200)),
        StageColumn("channel", "text", "channel", short(80)),
        StageColumn("external_id", "text", "external_id", short(100)),
        StageColumn("question", "text", "question", short(_ITEM)),
        StageColumn("measure", "text", "measure", short(20)),
        StageColumn("score", "text", "score", short(40)),
        StageColumn("scale", "text", "scale", short(10)),
        StageColumn("weight", "text", "weight", short(10)),
        StageColumn("said", "text", "text", words),
        *(StageColumn(name, "jsonb", name, _marks(_keys(binding, name), name)) for name in TOPS),
        StageColumn("words", "jsonb", "words", _texts(_keys(binding, "words"))),
    ]


def row_judge(names: Sequence[str]) -> RowMender:
    """Judges a row as a whole: whose it is, when, and that it answers something."""
    place = {name: at for at, name in enumerate(names)}

    def cell(row: list[object], name: str) -> str:
        found = row[place[name]] if name in place else None
        return str(found) if found else ""

    def judge(row: list[object]) -> list[object]:
        if not cell(row, "at"):
            raise BadCell(RejectCode.EMPTY, target="at")
        is_answered = any(cell(row, name) not in ("", "{}") for name in (*TOPS, "words", "said"))
        if cell(row, "score"):
            _long(row, place, cell)
        elif not is_answered:
            raise BadCell(RejectCode.EMPTY, target="score")
        return row

    return judge


def _long(
    row: list[object], place: dict[str, int], cell: Callable[[list[object], str], str]
) -> None:
    """The only mark of a long row, brought to hundredths in place.

    Raises:  BadCell
    """
    at = "measure"
    try:
        measure = measure_of(cell(row, "measure"))
        at = "scale"
        top = whole(cell(row, "scale"), TOPS[measure])
        at = "weight"
        weight = whole(cell(row, "weight"), 1)
        at = "score"
        value = mark(cell(row, "score"), measure, top)
    except BadCell as bad:
        raise BadCell(bad.code, target=at, **bad.params) from None
    told = {"measure": measure, "score": str(value), "scale": str(top), "weight": str(weight)}
    for name, text in told.items():
        if name in place:
            row[place[name]] = text


def _keys(binding: Binding, target: str) -> list[str]:
    return [key.strip()[:_ITEM] for key, _ in binding.kept.get(target, ())]


def _marks(keys: Sequence[str], measure: str) -> Callable[[tuple[str, ...]], str]:
    def parse(cells: tuple[str, ...]) -> str:
        told = {}
        for key, text in zip(keys, cells, strict=True):
            if text.strip():
                try:
                    told[key] = mark(text, measure, TOPS[measure])
                except BadCell as bad:
                    raise BadCell(bad.code, target=key, **bad.params) from None
        return json.dumps(told, ensure_ascii=False)

    return parse


def _texts(keys: Sequence[str]) -> Callable[[tuple[str, ...]], str]:
    def parse(cells: tuple[str, ...]) -> str:
        told = {key: words(text) for key, text in zip(keys, cells, strict=True) if text.strip()}
        return json.dumps(told, ensure_ascii=False)

    return parse
