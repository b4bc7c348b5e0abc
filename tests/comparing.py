"""Tests that hold our figures against somebody else's, and the table of what they compared.

A plugin: `compared` holds cells against a known set, and the end of a run prints for every
set how many cells were held and how many were equal. A test declares the figures it holds:

    @pytest.mark.compares("turkiye", "responses", "csat_top2_by_question")
    def test_…(compared: Comparing) -> None:
        compared.equal(kept("turkiye"), "responses", 2219)
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from tests.published import sets
from tests.published.sets import Known

# Six decimals were printed: the last may be rounded either way.
CLOSE = 6e-7
type Path = tuple[str, ...]
PROPERTY = "compared"


@dataclass(frozen=True)
class Note:
    """What was held of one figure."""

    set: str
    source: str
    figure: str
    cells: int
    equal: int


@dataclass
class Comparing:
    """Holds figures of known sets, each declared by the test's mark `compares`."""

    declared: dict[str, set[str]]
    notes: list[Note] = field(default_factory=list)

    def equal(
        self,
        known: Known,
        figure: str,
        got: object,
        *,
        within: float = CLOSE,
        only: Collection[str] = (),
    ) -> None:
        """Every cell of a figure is what was counted. `only` leaves out other columns of it."""
        self._declare(known, figure)
        wanted = sets.figure(known.cells, figure)
        self.cells(known, figure, got, wanted, within=within, only=only)

    def cells(
        self,
        known: Known,
        what: str,
        got: object,
        wanted: object,
        *,
        within: float = CLOSE,
        only: Collection[str] = (),
    ) -> None:
        """Cells that are no figure of the set's file: one answer a customer, for example."""
        found, asked = _kept(got, only), _kept(wanted, only)
        assert asked, f"{known.name}: {what} has no cells"
        wrong = {
            path: (found.get(path), asked.get(path))
            for path in asked.keys() | found.keys()
            if not _same(found.get(path), asked.get(path), within)
        }
        equal = len(asked.keys() - wrong.keys())
        self.notes.append(Note(known.name, known.source, what, len(asked), equal))
        first = dict(sorted(wrong.items())[:5])
        assert not wrong, f"{known.name}, {what}: {len(wrong)} cells differ (ours, theirs): {first}"

    def _declare(self, known: Known, figure: str) -> None:
        assert figure in self.declared.get(known.name, ()), (
            f"say @pytest.mark.compares({known.name!r}, {figure!r}) above the test"
        )

    def forgotten(self) -> set[tuple[str, str]]:
        """Figures the test declares of the sets it held, and did not hold."""
        held = {(note.set, note.figure) for note in self.notes}
        sets_held = {note.set for note in self.notes}
        told = {(name, one) for name in sets_held for one in self.declared.get(name, ())}
        return told - held


def leaves(cell: object) -> dict[Path, Any]:
    """Cells of nested tables and lists by their way; what was not counted has none."""
    match cell:
        case dict():
            parts = [(str(key), inner) for key, inner in cell.items()]
        case list() | tuple():
            parts = [(f"{nth:05}", inner) for nth, inner in enumerate(cell)]
        case None:
            return {}
        case _:
            return {(): cell}
    return {(key, *way): leaf for key, inner in parts for way, leaf in leaves(inner).items()}


def _kept(cell: object, only: Collection[str]) -> dict[Path, Any]:
    return {way: leaf for way, leaf in leaves(cell).items() if not only or way[-1] in only}


def _same(ours: object, theirs: object, within: float) -> bool:
    numbers = (int, float, Decimal)
    if isinstance(ours, numbers) and isinstance(theirs, numbers):
        return abs(float(ours) - float(theirs)) <= within
    return ours == theirs


def declared_by(marks: Collection[pytest.Mark]) -> dict[str, set[str]]:
    """Sets and figures of the marks `compares`."""
    told: dict[str, set[str]] = defaultdict(set)
    for mark in marks:
        if mark.name == "compares":
            told[mark.args[0]].update(mark.args[1:])
    return told


@pytest.fixture
def compared(request: pytest.FixtureRequest) -> Iterator[Comparing]:
    """Holds figures against known sets; everything the test declared must be held."""
    comparing = Comparing(declared_by(list(request.node.iter_markers("compares"))))
    yield comparing
    request.node.user_properties += [(PROPERTY, tuple(vars(n).values())) for n in comparing.notes]
    all_equal = all(note.cells == note.equal for note in comparing.notes)
    assert not all_equal or not comparing.forgotten(), comparing.forgotten()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    notes = [
        Note(*told)
        for reports in terminalreporter.stats.values()
        for report in reports
        # Of the three phases of a test the last one knows all.
        if isinstance(report, pytest.TestReport) and report.when == "teardown"
        for name, told in report.user_properties
        if name == PROPERTY and isinstance(told, list | tuple)
    ]
    if notes:
        terminalreporter.section("figures held against other tools")
        for line in table(notes):
            terminalreporter.write_line(line)


def table(notes: Sequence[Note]) -> list[str]:
    """Sets, under each a line a figure: cells held, and how many of them were equal."""
    sums: dict[tuple[str, str], dict[str, tuple[int, int]]] = defaultdict(dict)
    for note in notes:
        figures = sums[note.set, note.source]
        cells, equal = figures.get(note.figure, (0, 0))
        figures[note.figure] = cells + note.cells, equal + note.equal
    lines = [f"{'set, figure':<64} {'cells':>8} {'equal':>8}"]
    for (name, source), figures in sorted(sums.items()):
        lines.append(f"{name}, {source}")
        lines += [
            f"  {figure:<62} {cells:>8} {equal:>8}"
            for figure, (cells, equal) in sorted(figures.items())
        ]
    counts = [told for figures in sums.values() for told in figures.values()]
    cells, equal = (sum(told[nth] for told in counts) for nth in (0, 1))
    return [*lines, f"{f'{len(sums)} sets, {len(counts)} figures':<64} {cells:>8} {equal:>8}"]
