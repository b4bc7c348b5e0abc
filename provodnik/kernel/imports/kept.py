"""Cells kept by the header they came under: own fields of a school, marks of a link."""

import json
from collections.abc import Callable, Sequence

from provodnik.kernel.imports.types import BadCell, RejectCode

_LONGEST_CELL = 20_000
_REMEMBERED = 50_000


class KeptCells(dict[tuple[str, ...], str]):
    """Cells under `keys` → a JSON object of those that are filled, remembered by content."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__()
        self._keys = tuple(keys)

    def __missing__(self, cells: tuple[str, ...]) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        filled = {
            key: text for key, cell in zip(self._keys, cells, strict=True) if (text := cell.strip())
        }
        for key, text in filled.items():
            if len(text) > _LONGEST_CELL:
                raise BadCell(RejectCode.TOO_LONG, target=key, limit=_LONGEST_CELL)
            # JSON would spell it \u0000, which the database refuses only there.
            if "\x00" in text:
                raise BadCell(RejectCode.UNREADABLE, target=key)
        text = self[cells] = json.dumps(filled, ensure_ascii=False) if filled else "{}"
        return text


def keep(keys: Sequence[str]) -> Callable[[tuple[str, ...]], str]:
    """A parser of a `many` target."""
    return KeptCells(keys).__getitem__
