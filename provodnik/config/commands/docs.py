"""`provodnik docs`: catalogues made from the declarations themselves, as Markdown."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence

from provodnik.kernel import journal, signals
from provodnik.metrics import catalogue


def run(arguments: Namespace) -> int:
    for line in _TOPICS[arguments.topic]():
        print(line)
    return 0


def _events() -> Iterator[str]:
    yield "# Events of the journal\n"
    yield from _table(
        ("event", "means", "value", "needs", "attributes"),
        [
            (
                f"`{kind.name}`",
                kind.meaning,
                kind.unit or "—",
                ", ".join(sorted(kind.needs)) or "—",
                ", ".join(sorted(kind.attrs)) or "—",
            )
            for kind in sorted(journal.kinds().values(), key=lambda kind: kind.name)
        ],
    )


def _metrics() -> Iterator[str]:
    yield catalogue.markdown()


def _signals() -> Iterator[str]:
    yield "# Signals\n"
    yield from _table(
        ("signal", "about"),
        [
            (f"`{check.name}`", check.subject)
            for check in sorted(signals.checks().values(), key=lambda check: check.name)
        ],
    )


def _scenarios() -> Iterator[str]:
    yield "# Scenarios\n"
    yield "This version ships none."


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


_TOPICS: Mapping[str, Callable[[], Iterator[str]]] = {
    "events": _events,
    "metrics": _metrics,
    "signals": _signals,
    "scenarios": _scenarios,
}
