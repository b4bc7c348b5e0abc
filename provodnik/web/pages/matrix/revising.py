"""The revision as its screens show it: one product at a time and how many are left."""

from dataclasses import dataclass
from datetime import datetime

from provodnik.facts.catalog.queries.revision import revision
from provodnik.facts.catalog.types import ProductStatus
from provodnik.facts.sales.queries.matrix import matrix
from provodnik.method import queries as method
from provodnik.web.pages.matrix.content import Line, line_of
from provodnik.web.pages.matrix.forms import STATUSES

# In the order of the digits that press them.
ANSWERS = (
    ProductStatus.ACTIVE,
    ProductStatus.SLEEPING,
    ProductStatus.RETIRED,
    ProductStatus.UNSORTED,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A status to choose, with the physical key that chooses it."""

    status: str
    words: str
    key: str


@dataclass(frozen=True, slots=True)
class Screen:
    """A product of the revision. Without one everything is looked at; `next_id` skips it."""

    line: Line | None
    next_id: int | None
    left: int
    total: int
    answers: tuple[Answer, ...]


def screen(asked: str, *, now: datetime) -> Screen:
    """The product asked for if it is still to be looked at, else the first. Two queries."""
    going = revision()
    left = going.left if going else ()
    shown = int(asked) if asked.isdecimal() and int(asked) in left else next(iter(left), None)
    titles = {one.key: one.short for one in method.product_kinds().kinds}
    rows = {row.product_id: row for row in matrix(now=now).rows}
    return Screen(
        line=line_of(rows[shown], titles) if shown is not None else None,
        next_id=_after(left, shown),
        left=len(left),
        total=going.total if going else 0,
        answers=tuple(
            Answer(status.value, str(STATUSES[status.value]), f"Digit{place}")
            for place, status in enumerate(ANSWERS, start=1)
        ),
    )


def left_count() -> int:
    """How many products the revision still waits for. One query."""
    going = revision()
    return len(going.left) if going else 0


def _after(left: tuple[int, ...], shown: int | None) -> int | None:
    """The next of those left, round to the first; None when there is no other."""
    if shown is None:
        return None
    following = left[(left.index(shown) + 1) % len(left)]
    return None if following == shown else following
