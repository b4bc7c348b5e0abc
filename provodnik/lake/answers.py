"""Raw answers, remembered: immutable files give the same answer every time."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from threading import Lock
from typing import Final

from provodnik.lake.reading import Asks, Opens, Question, reading
from provodnik.lake.source import Source
from provodnik.metrics.definition import Definition, Raw, Total
from provodnik.metrics.measurement import total_of
from provodnik.metrics.terms import Terms

_KEPT: Final = 500
_BIG: Final = 10_000
_kept: "OrderedDict[object, Sequence[Raw]]" = OrderedDict()
_summed: "OrderedDict[object, Total]" = OrderedDict()
_lock = Lock()


class Answers:
    """Questions about one school's files. Opens them only for what was not asked before."""

    def __init__(self, source: Source, opens: Opens = reading) -> None:
        self._source = source
        self._opens = opens
        self._reader: Asks | None = None
        self._stack = ExitStack()

    @contextmanager
    def open(self) -> Iterator[None]:
        """The block in which questions may be asked."""
        with self._stack:
            yield

    def total(self, metric: Definition, question: Question, terms: Callable[[], Terms]) -> Total:
        """The number of a period. One that takes many rows is remembered, not the rows."""
        if metric.summary is None:
            raws = self.raws(metric, None, question) if metric.total else []
            return total_of(metric, raws, terms)
        key = (self._opens, self._source, metric, question, terms())
        with _lock:
            if key in _summed:
                _summed.move_to_end(key)
                return _summed[key]
        total = total_of(metric, self.raws(metric, None, question), terms)
        with _lock:
            _summed[key] = total
            if len(_summed) > _KEPT:
                _summed.popitem(last=False)
        return total

    def raws(self, metric: Definition, by: str | None, question: Question) -> Sequence[Raw]:
        """Raw rows. Rows of clients hold their names, which may change: not remembered."""
        key = (self._opens, self._source, metric, by, question)
        with _lock:
            if key in _kept:
                _kept.move_to_end(key)
                return _kept[key]
        if self._reader is None:
            self._reader = self._stack.enter_context(self._opens(self._source))
        raws = self._reader.raws(metric, by, question)
        if by != "client" and len(raws) <= _BIG:
            _keep(key, raws)
        return raws


def _keep(key: object, raws: Sequence[Raw]) -> None:
    with _lock:
        _kept[key] = raws
        if len(_kept) > _KEPT:
            _kept.popitem(last=False)
