"""What is promised for a priority, to everybody and to one client, as tickets keep it."""

from collections.abc import Collection, Mapping

from provodnik.method import queries as method
from provodnik.touches.desk.errors import UnknownTopic
from provodnik.touches.desk.models import ClientPromise
from provodnik.touches.desk.rules import overlaid
from provodnik.touches.desk.types import Minutes

_MINUTES = 60


def of_method() -> dict[str, Minutes]:
    """What everybody is promised, by the priorities of the method.

    A priority without an answer of its own takes the promise of the section «Показатели», by
    which `sla_deviation` measures. Queries: 2.
    """
    promised = round(method.metric_words().service.first_response_hours * _MINUTES)
    return {
        one.key: {
            "answer_minutes": one.answer_minutes or promised,
            "resolve_minutes": one.resolve_hours * _MINUTES,
            "limit_minutes": one.limit_hours * _MINUTES,
            "is_working_time": one.working_hours,
        }
        for one in method.desk_settings().priorities
    }


def common_of(priority: str) -> Minutes:
    """What everybody is promised for a priority. Queries: 2.

    Raises:  UnknownTopic: the method has no such priority
    """
    found = of_method().get(priority)
    if found is None:
        raise UnknownTopic(priority)
    return found


def minutes_of(priority: str, *, client_id: int) -> Minutes:
    """What this client is promised: their own where agreed, the method's elsewhere. Queries: 3.

    Raises:  UnknownTopic: the method has no such priority
    """
    return with_own(common_of(priority), own_of([client_id]).get((client_id, priority)))


def own_of(client_ids: Collection[int]) -> Mapping[tuple[int, str], ClientPromise]:
    """Clients' own promises that stand, by client and priority. One query."""
    standing = ClientPromise.objects.filter(client_id__in=client_ids, until_at=None)
    return {(one.client_id, one.priority): one for one in standing}


def with_own(common: Minutes, own: ClientPromise | None) -> Minutes:
    """The method's promise with what a client has agreed instead."""
    return common if own is None else overlaid(common, own.told)
