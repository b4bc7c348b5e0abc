"""What the address of the list asks for: filters live in it, so a link shows the same list."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from provodnik.facts.people.models import Client
from provodnik.facts.people.queries import Sort, StudentFilter
from provodnik.facts.sales.queries.clients import buyers_of, payers
from provodnik.facts.team.models import Staff
from provodnik.method.types import Right
from provodnik.signals.queries import subjects
from provodnik.web.access import has_right

# The check of the signals behind «Ушли в никуда», and how many of its clients a list holds.
_NOWHERE, _MOST_FOUND = "went_nowhere", 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters of the list. Ids that are not numbers are no filter."""

    text: str = ""
    stage: str = ""
    product: int | None = None
    coordinator: int | None = None
    without: bool = False
    nowhere: bool = False
    mine: bool = False
    sort: Sort = Sort.NAME
    after: int | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the choice «mine or all» is set."""
        plain = Asked(mine=self.mine, sort=self.sort, after=self.after)
        return self != plain

    def query(self, **changes: object) -> str:
        """The address's tail for this list with a change; what is not set is left out."""
        asked = replace(self, **{"after": None, **changes})  # type: ignore[arg-type]
        values = {
            "q": asked.text,
            "stage": asked.stage,
            "product": asked.product,
            "coordinator": asked.coordinator,
            "without": "1" if asked.without else "",
            "nowhere": "1" if asked.nowhere else "",
            "mine": "1" if asked.mine else "",
            "sort": asked.sort.value if asked.sort is not Sort.NAME else "",
            "after": asked.after,
        }
        kept = {key: value for key, value in values.items() if value}
        return f"?{urlencode(kept)}" if kept else "?"


def asked_of(query: QueryDict, staff: Staff) -> Asked:
    """The filters in an address. Who sees only their own students always asks for them."""
    return Asked(
        text=query.get("q", "").strip(),
        stage=query.get("stage", ""),
        product=_id(query.get("product", "")),
        coordinator=_id(query.get("coordinator", "")),
        without=query.get("without") == "1",
        nowhere=query.get("nowhere") == "1",
        mine=query.get("mine") == "1" or not has_right(staff, Right.SEE_ALL_STUDENTS),
        sort=Sort.NEWEST if query.get("sort") == Sort.NEWEST.value else Sort.NAME,
        after=_id(query.get("after", "")),
    )


def filter_of(asked: Asked, staff: Staff) -> StudentFilter:
    """The same as the people's list understands it."""
    return StudentFilter(
        coordinator_id=staff.pk if asked.mine else asked.coordinator,
        without_coordinator=asked.without,
        stage=asked.stage or None,
        text=asked.text,
        among=_among(asked),
    )


def _among(asked: Asked) -> QuerySet[Any, Any] | None:
    """Clients that floors above people know: buyers of a product, those a signal found."""
    if asked.product is None and not (asked.nowhere or asked.without):
        return None
    found = Client.objects.all()
    if asked.product is not None:
        found = found.filter(pk__in=buyers_of(asked.product))
    if asked.without:
        # Who paid is owed a coordinator; a free registration is not.
        found = found.filter(pk__in=payers())
    if asked.nowhere:
        found = found.filter(pk__in=subjects(_NOWHERE, limit=_MOST_FOUND))
    return found.values("pk")


def _id(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
