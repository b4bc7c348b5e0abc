"""What the address of the list asks for: filters live in it, so a link shows the same list."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict

from provodnik.facts.people.audience.queries import clients_of_audience
from provodnik.facts.people.models import Client
from provodnik.facts.people.queries import Sort, StudentFilter
from provodnik.facts.people.queries.pains import clients_with_pain
from provodnik.facts.sales.queries.clients import buyers_of, payers
from provodnik.facts.sales.queries.weeks import warmed_clients
from provodnik.facts.team.models import Staff
from provodnik.method.types import Right
from provodnik.signals.queries import subjects
from provodnik.web.access import has_right

# What the address calls the place before the first stage.
BEFORE_STAGES = "none"
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
    complaint: bool = False
    assigned: bool = False
    pain: int | None = None
    audience: int | None = None
    warmed: str = ""
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
            "complaint": "1" if asked.complaint else "",
            "assigned": "1" if asked.assigned else "",
            "pain": asked.pain,
            "audience": asked.audience,
            "warmed": asked.warmed,
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
        complaint=query.get("complaint") == "1",
        assigned=query.get("assigned") == "1",
        pain=_id(query.get("pain", "")),
        audience=_id(query.get("audience", "")),
        warmed=query.get("warmed", ""),
        mine=query.get("mine") == "1" or not has_right(staff, Right.SEE_ALL_STUDENTS),
        sort=Sort.NEWEST if query.get("sort") == Sort.NEWEST.value else Sort.NAME,
        after=_id(query.get("after", "")),
    )


def filter_of(asked: Asked, staff: Staff) -> StudentFilter:
    """The same as the people's list understands it."""
    return StudentFilter(
        coordinator_id=staff.pk if asked.mine else asked.coordinator,
        without_coordinator=asked.without,
        stage="" if asked.stage == BEFORE_STAGES else asked.stage or None,
        text=asked.text,
        among=_among(asked),
    )


def _among(asked: Asked) -> QuerySet[Any, Any] | None:
    """Clients that the people's own filter does not know: buyers, those a signal found."""
    narrowed = [*_of_people(asked), *_of_sales(asked)]
    if not narrowed:
        return None
    found = Client.objects.all()
    for condition in narrowed:
        found = found.filter(condition)
    return found.values("pk")


def _of_people(asked: Asked) -> Iterator[Q]:
    if asked.complaint:
        yield Q(open_complaints__gt=0)
    if asked.assigned:
        yield Q(coordinator__isnull=False)
    if asked.pain is not None:
        yield Q(pk__in=clients_with_pain(asked.pain))
    if asked.audience is not None:
        yield Q(pk__in=clients_of_audience(asked.audience))
    if asked.nowhere:
        yield Q(pk__in=subjects(_NOWHERE, limit=_MOST_FOUND))


def _of_sales(asked: Asked) -> Iterator[Q]:
    if asked.product is not None:
        yield Q(pk__in=buyers_of(asked.product))
    if asked.without:
        # Who paid is owed a coordinator; a free registration is not.
        yield Q(pk__in=payers())
    if asked.warmed:
        yield Q(pk__in=warmed_clients(asked.warmed))


def _id(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
