"""What an intake is given and what it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from provodnik.kernel.imports.types import Tally


@dataclass(frozen=True, slots=True)
class Delivery:
    """From where the rows come: source, run, runs of the very same file, whose hand, when."""

    source: str
    run_id: int
    same_file_runs: Sequence[int]
    actor: str
    now: datetime

    @property
    def params(self) -> dict[str, str | int | list[int] | datetime]:
        """As the statements of an intake name them."""
        return {
            "source": self.source,
            "run": self.run_id,
            "runs": list(self.same_file_runs),
            "now": self.now,
        }


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the rows, by fate and by status; how many cost nothing."""

    tally: Tally
    statuses: Mapping[str, int]
    free: int = 0
