"""From records to staging rows: the inner loop of every import."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from provodnik.kernel.imports.columns import REJECTS_HEADER, Binding, folded
from provodnik.kernel.imports.kinds import ImportKind, RowMender, StageColumn
from provodnik.kernel.imports.rejects import rearmed
from provodnik.kernel.imports.tables import Record
from provodnik.kernel.imports.types import BadCell, Need, Reject, RejectCode
from provodnik.kernel.models import School

type Row = list[object]


@dataclass(frozen=True, slots=True)
class Parsed:
    """Rows in the order of `RowParser.columns`, `line` first, and rejects. Blank rows vanish."""

    rows: list[Row]
    rejects: list[Reject]


@dataclass(frozen=True, slots=True)
class _Reading:
    """How one staging column is read from the cells of a record."""

    column: StageColumn
    cell: Callable[[Sequence[str]], object]
    title: str


class RowParser:
    """Reads records of one file by its binding.

    `declared` are the staging columns of the kind, `columns` those of them the file has.
    """

    def __init__(self, kind: ImportKind, school: School, binding: Binding) -> None:
        self._binding = binding
        self._width = len(binding.header)
        self._sent_back = tuple(map(folded, binding.header[:3])) == REJECTS_HEADER
        self.declared = tuple(kind.stage(school, binding))
        self._readings = [r for column in self.declared if (r := self._reading(column))]
        self._plan = [(r.column.parse, r.cell) for r in self._readings]
        self.columns = tuple(reading.column for reading in self._readings)
        names = ["line", *(column.name for column in self.columns)]
        self._judges = [self._need_judge(need) for need in kind.needs if need.code]
        if kind.complete:
            self._judges.append(kind.complete(names))

    def parse(self, records: Iterable[Record]) -> Parsed:
        """Each record becomes a row or a reject."""
        parsed = Parsed([], [])
        width, plan, judges = self._width, self._plan, self._judges
        for line, given in map(_rearmed, records) if self._sent_back else records:
            cells = given
            try:
                if len(cells) != width:
                    cells = self._fitted(cells)
                row: Row = [line, *[parse(cell(cells)) for parse, cell in plan]]
                for judge in judges:
                    row = judge(row)
                parsed.rows.append(row)
            except BadCell as bad:
                if any(map(str.strip, cells)):
                    parsed.rejects.append(self._reject(line, cells, bad))
        return parsed

    def _reading(self, column: StageColumn) -> _Reading | None:
        target = column.target
        if pairs := self._binding.kept.get(target):
            return _Reading(column, _tuple_of([position for _, position in pairs]), "")
        if target in self._binding.at:
            title = self._binding.title(target)
            return _Reading(column, itemgetter(self._binding.at[target]), title)
        return None

    def _need_judge(self, need: Need) -> RowMender:
        """Refuses a row in which none of the needed cells is filled."""
        at = [n for n, c in enumerate(self.columns, start=1) if c.target in need.any_of]
        target = next(target for target in need.any_of if target in self._binding.at)

        def judge(row: Row) -> Row:
            for position in at:
                if row[position]:
                    return row
            raise BadCell(need.code or RejectCode.EMPTY, target=target)

        return judge

    def _fitted(self, cells: list[str]) -> list[str]:
        """The record as wide as the header. Spreadsheets drop empty cells at the end of a row.

        Raises:  BadCell: surplus cells hold something, or a quote that was not closed tore it
        """
        if len(cells) < self._width and any("\n" in cell for cell in cells):
            raise BadCell(RejectCode.BROKEN_QUOTE)
        if any(cells[self._width :]):
            raise BadCell(RejectCode.EXTRA_CELLS, found=len(cells), expected=self._width)
        return cells[: self._width] + [""] * (self._width - len(cells))

    def _reject(self, line: int, cells: Sequence[str], bad: BadCell) -> Reject:
        if bad.target:
            return Reject(line, self._binding.title(bad.target), bad.code, bad.params)
        if len(cells) == self._width:
            for reading in self._readings:
                try:
                    reading.column.parse(reading.cell(cells))
                except BadCell as found:
                    return Reject(line, reading.title or found.target, found.code, found.params)
        return Reject(line, "", bad.code, bad.params)


def _rearmed(record: Record) -> Record:
    line, cells = record
    return line, [rearmed(cell) for cell in cells]


def _tuple_of(positions: Sequence[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    if len(positions) == 1:
        only = positions[0]
        return lambda cells: (cells[only],)
    return itemgetter(*positions)
