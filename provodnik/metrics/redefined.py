"""When the definition of a metric changed: what was fixed before is not compared silently.

Every figure is counted from the journal by the definition of today, earlier months too. What
was written down, printed or remembered before the change was counted by the one of then.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from provodnik.metrics.definition import Definition
from provodnik.metrics.figures import Json


@dataclass(frozen=True, slots=True)
class Redefined:
    """A metric's definition went from one version to a later one at a moment.

    `what` says what changed, in the words of the definition; empty where it says nothing.
    """

    metric: str
    before: int
    after: int
    at: datetime
    what: str = ""

    def json(self) -> dict[str, Json]:
        return {
            "at": self.at.isoformat(timespec="seconds"),
            "from": self.before,
            "to": self.after,
            "what": self.what,
        }


def series(metric: str, history: Iterable[tuple[int, datetime]]) -> list[Redefined]:
    """Changes of a metric in the order of time.

    Shape:   versions with the moment each first answered here → one less changes
    """
    in_time = sorted(history, key=lambda one: (one[1], one[0]))
    return [
        Redefined(metric, earlier, later, at)
        for (earlier, _), (later, at) in pairwise(in_time)
        if earlier != later
    ]


def since(changes: Sequence[Redefined], moment: datetime) -> Redefined | None:
    """All changes after a moment as one; None where the definition is still the same."""
    later = [change for change in changes if change.at > moment]
    if not later or later[0].before == later[-1].after:
        return None
    first, last = later[0], later[-1]
    return Redefined(first.metric, first.before, last.after, last.at)


def what_changed(metric: Definition, change: Redefined) -> list[str]:
    """The definition's words about every version passed, message ids in their order."""
    passed = range(change.before + 1, change.after + 1)
    return [metric.changes[version] for version in passed if version in metric.changes]
