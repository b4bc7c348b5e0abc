"""The channel of an order: a column the school named as such, else its link's marks."""

from collections.abc import Callable, Sequence

from provodnik.connectors.getcourse.cells import keys
from provodnik.kernel.imports.cells import short
from provodnik.kernel.imports.columns import Binding
from provodnik.kernel.imports.kinds import StageColumn
from provodnik.method import queries as method
from provodnik.method.rules import channel_of
from provodnik.method.shapes import Channels

_LETTERS = 80
_REMEMBERED = 50_000


def channel_column(binding: Binding) -> StageColumn:
    """From the mapped column «channel», else from utm_* by the school's rules, else none."""
    if "channel" in binding.at:
        return StageColumn("channel", "text", "channel", short(_LETTERS))
    parse = _by_marks(keys(binding, "utm"), method.channels())
    return StageColumn("channel", "text", "utm", parse)


def _by_marks(names: Sequence[str], channels: Channels) -> Callable[[tuple[str, ...]], str | None]:
    known: dict[tuple[str, ...], str | None] = {}

    def parse(marks: tuple[str, ...]) -> str | None:
        if marks not in known:
            if len(known) >= _REMEMBERED:
                known.clear()
            known[marks] = channel_of(dict(zip(names, marks, strict=True)), channels)
        return known[marks]

    return parse
