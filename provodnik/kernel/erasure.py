"""What each app keeps about a person, and what becomes of it when the person is erased.

An app says it about its own tables in `traces.py`, `config` collects what all of them say. A
test walks every model: a table with a link to a client, or a column of words in one, of which
nobody said anything, fails it. So a table added later cannot be forgotten.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Expression, Q, QuerySet

from provodnik.kernel.models import SchoolModel


class Now(Enum):
    """Stands in `blanks` for the moment of the erasure."""

    MOMENT = "the moment of the erasure"


MOMENT: Final = Now.MOMENT

type Blank = str | int | Mapping[str, str] | Sequence[str] | Expression | Now | None


@dataclass(frozen=True, slots=True)
class Trace:
    """Rows of one table that lead to a person by any of the lookups `by`.

    Without `blanks` the rows go. With them the rows stay, since something is counted by them,
    and these columns are overwritten; `keeps` names the columns of words that may stay: codes,
    numbers of documents, names of the school's own things. `only` narrows the rows.
    """

    model: type[SchoolModel]
    by: tuple[str, ...]
    blanks: Mapping[str, Blank] | None = None
    keeps: frozenset[str] = frozenset()
    only: Q = field(default_factory=Q)

    def rows(self, person_ids: Sequence[int]) -> QuerySet[SchoolModel]:
        """The rows of these people in the current school."""
        about = reduce(or_, (Q(**{f"{lookup}__in": person_ids}) for lookup in self.by))
        return self.model._default_manager.filter(about & self.only)

    def erase(self, person_ids: Sequence[int], *, now: datetime) -> int:
        """Remove or overwrite the rows. Returns how many; what hangs on a removed row as well."""
        rows = self.rows(person_ids)
        if self.blanks is None:
            return rows.delete()[0]
        if not self.blanks:
            return 0
        told = {name: now if blank is MOMENT else blank for name, blank in self.blanks.items()}
        return rows.update(**told)


def goes(model: type[SchoolModel], *by: str, only: Q | None = None) -> Trace:
    """The rows only describe the person, and are deleted."""
    return Trace(model, by, only=only or Q())


def stays(
    model: type[SchoolModel],
    *by: str,
    blanks: Mapping[str, Blank] | None = None,
    keeps: str = "",
    only: Q | None = None,
) -> Trace:
    """Something is counted by the rows: they stay without words. `keeps` is words by spaces."""
    return Trace(model, by, blanks or {}, frozenset(keeps.split()), only or Q())


_traces: list[Trace] = []


def declare(traces: Iterable[Trace]) -> None:
    """Replace all traces. Called once, from provodnik.config."""
    _traces[:] = traces


def traces() -> Sequence[Trace]:
    """Every declared trace, in the order they are erased."""
    return tuple(_traces)


def erase_traces(person_ids: Sequence[int], *, now: datetime) -> int:
    """Erase what all apps keep about these ids of one person. Returns how many rows changed.

    Queries: two or three for each declared table, whatever the length of the person's history.
    """
    return sum(trace.erase(person_ids, now=now) for trace in _traces)
