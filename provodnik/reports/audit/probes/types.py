"""What a probe is. Standard library only."""

from dataclasses import dataclass
from typing import LiteralString


@dataclass(frozen=True, slots=True)
class Probe:
    """A check of the method that data answers.

    `query` selects one row: `known` (is there anything to judge by), `bad`, then the figures
    its words name. It may use the school's audit tables, see `tables`, and the thresholds
    %(limit)s, %(percent)s, %(days)s of its check.
    """

    check: str
    query: LiteralString
