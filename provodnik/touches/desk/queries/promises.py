"""What a client is promised, and what was agreed with them before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from provodnik.method import queries as method
from provodnik.touches.desk.models import ClientPromise
from provodnik.touches.desk.terms import of_method, own_of, with_own


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """What a client is promised for a priority.

    An answer is in working minutes, the resolution in working ones if `is_working_time`.
    `since_at` is when it became the client's own; None: it is the method's.
    """

    priority: str
    title: str
    answer_minutes: int
    resolve_minutes: int
    limit_minutes: int
    is_working_time: bool
    is_own: bool
    since_at: datetime | None


def promise_of(client_id: int) -> Sequence[PromiseRow]:
    """What a client is promised, every priority of the method in its order. Queries: 4."""
    common, own = of_method(), own_of([client_id])
    return [
        PromiseRow(
            priority=one.key,
            title=one.title,
            **with_own(common[one.key], found := own.get((client_id, one.key))),
            is_own=found is not None,
            since_at=found.from_at if found else None,
        )
        for one in method.desk_settings().priorities
    ]


def promise_versions(client_id: int, *, limit: int) -> Sequence[ClientPromise]:
    """All that was ever agreed with a client, the newest first, with who did it. One query."""
    found = ClientPromise.objects.filter(client_id=client_id).select_related("by", "dropped_by")
    return list(found.order_by("-from_at", "-pk")[:limit])


def own_promises(*, limit: int) -> Sequence[ClientPromise]:
    """Own promises that stand, the newest first, with their clients. One query."""
    found = ClientPromise.objects.filter(until_at=None).select_related("client")
    return list(found.order_by("-from_at", "-pk")[:limit])
