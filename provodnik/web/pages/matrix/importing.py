"""A table of products, from a file or the clipboard, read into rows that can be looked at."""

import tempfile
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from provodnik.facts.catalog.services.intake import ProductRow
from provodnik.facts.catalog.types import ProductStatus
from provodnik.facts.team.queries import staff_list
from provodnik.kernel.imports.errors import FileUnreadable
from provodnik.kernel.imports.tables import open_table
from provodnik.kernel.money import MoneyError, parse_kopecks
from provodnik.kernel.names import search_key
from provodnik.method import queries as method
from provodnik.web.pages.matrix.forms import STATUSES

MOST_ROWS = 500
_WORDS = tomllib.loads((Path(__file__).parent / "columns.toml").read_text(encoding="utf-8"))
_COLUMNS: Mapping[str, Sequence[str]] = _WORDS["columns"]
_YES = frozenset(_WORDS["yes"]["words"])
_STATUS_WORDS: Mapping[str, Sequence[str]] = _WORDS["statuses"]
_SEPARATORS = ";\n"


class NotATable(ValueError):
    """Nothing to read products from; the words say what is missing."""


@dataclass(frozen=True, slots=True)
class Read:
    """Rows of a table, titles nobody knows, and the same table as text for the next step."""

    rows: tuple[ProductRow, ...]
    ignored: tuple[str, ...]
    text: str


def read(text: str, file: "UploadedFile[bytes] | None" = None) -> Read:
    """Read a table: the first line names the columns, in either language, in any order.

    Raises:  NotATable: empty, unreadable, without names of products, or endless
    """
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, suffix=".csv") as kept:
        chunks = file.chunks() if file else (text.strip().encode(),)
        for chunk in chunks:
            kept.write(chunk)
        kept.flush()
        header, cells = _table(Path(kept.name))
    places = {place: _column(title) for place, title in enumerate(header)}
    if "name" not in places.values():
        raise NotATable(_("No column holds the names of products. Call one “Product” or “Name”."))
    known = _Known()
    rows = tuple(_row(line, values, places, known) for line, values in cells)
    if not rows:
        raise NotATable(_("There are names of columns, but no rows below them."))
    ignored = tuple(title for place, title in enumerate(header) if title and not places[place])
    return Read(rows, ignored, _as_text(header, cells))


class _Known:
    """Words of the school that a cell may hold, by their search keys. One query."""

    def __init__(self) -> None:
        self.kinds = {
            search_key(words): str(kind.key)
            for kind in method.product_kinds().kinds
            for words in (kind.title, kind.short, str(kind.key))
        }
        self.owners: dict[str, int | None] = {}
        for member in staff_list():
            key = search_key(member.name)
            # Two people of one name: nobody should guess whom the table means.
            self.owners[key] = None if key in self.owners else member.staff_id


def _table(path: Path) -> tuple[Sequence[str], list[tuple[int, list[str]]]]:
    try:
        with open_table(path, is_title=lambda title: bool(_column(title))) as table:
            cells = []
            for number, values in table.records:
                if any(value.strip() for value in values):
                    cells.append((number, values))
                if len(cells) > MOST_ROWS:
                    raise NotATable(_("More than %s rows. Load them in parts.") % MOST_ROWS)
            return table.header, cells
    except FileUnreadable:
        raise NotATable(
            _("This is not a table. Needed: CSV, XLSX or cells copied from a spreadsheet.")
        ) from None


def _row(line: int, values: list[str], places: Mapping[int, str], known: _Known) -> ProductRow:
    told = {
        column: values[place].strip()
        for place, column in places.items()
        if column and place < len(values) and values[place].strip()
    }
    row = ProductRow(line=line, name=told.get("name", ""))
    problems: list[str] = [] if row.name else [_("no name")]
    for column, text in told.items():
        row = _take(row, column, text, known, problems)
    return replace(row, problems=tuple(problems))


def _take(
    row: ProductRow, column: str, text: str, known: _Known, problems: list[str]
) -> ProductRow:
    """The row with one more cell; what cannot be read becomes a problem and changes nothing."""
    readers: Mapping[str, Callable[[str], object]] = {
        "price": _kopecks,
        "cost": _kopecks,
        "kind": lambda told: known.kinds.get(search_key(told)),
        "owner": lambda told: known.owners.get(search_key(told)),
        "status": _status,
        "term": lambda told: int(told) if told.isdecimal() and int(told) else None,
        "content": lambda told: search_key(told) in _YES,
        "pains": _several,
        "next": _several,
        "cross": _several,
    }
    value = readers.get(column, str)(text)
    if value is None:
        problems.append(_("cannot read “%s”") % text[:40])
        return row
    return replace(row, **{_FIELDS[column]: value})  # type: ignore[arg-type]  # each by its reader


_FIELDS = {
    "name": "name",
    "kind": "kind",
    "price": "price_kopecks",
    "cost": "cost_kopecks",
    "audience": "audience",
    "summary": "summary",
    "payment_url": "payment_url",
    "owner": "owner_id",
    "status": "status",
    "term": "term_days",
    "content": "has_content",
    "prerequisite": "prerequisite",
    "pains": "pains",
    "next": "next",
    "cross": "cross",
}


def _kopecks(text: str) -> int | None:
    try:
        kopecks = parse_kopecks(text)
    except MoneyError:
        return None
    return kopecks if kopecks >= 0 else None


def _status(text: str) -> ProductStatus | None:
    sought = search_key(text)
    for status in ProductStatus:
        words = {search_key(str(STATUSES[status.value])), *_STATUS_WORDS.get(status.value, ())}
        if sought in words:
            return status
    return None


def _several(text: str) -> tuple[str, ...]:
    for mark in _SEPARATORS[1:]:
        text = text.replace(mark, _SEPARATORS[0])
    return tuple(part.strip() for part in text.split(_SEPARATORS[0]) if part.strip())


def _column(title: str) -> str:
    sought = search_key(title)
    return next((column for column, known in _COLUMNS.items() if sought in known), "")


def _as_text(header: Sequence[str], cells: Sequence[tuple[int, list[str]]]) -> str:
    lines = [header, *(values for _number, values in cells)]
    return "\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in lines)
