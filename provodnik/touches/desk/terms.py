"""What the method promises for a priority, as tickets keep it."""

from provodnik.method import queries as method
from provodnik.touches.desk.errors import UnknownTopic

_MINUTES = 60


def minutes_of(priority: str) -> dict[str, int | bool]:
    """The columns of `Term` for a priority.

    A priority without an answer of its own takes the promise of the section «Показатели», by
    which `sla_deviation` measures.

    Raises:  UnknownTopic: the method has no such priority
    """
    found = method.desk_settings().priority(priority)
    if found is None:
        raise UnknownTopic(priority)
    promised = method.metric_words().service.first_response_hours
    return {
        "answer_minutes": found.answer_minutes or round(promised * _MINUTES),
        "resolve_minutes": found.resolve_hours * _MINUTES,
        "limit_minutes": found.limit_hours * _MINUTES,
        "is_working_time": found.working_hours,
    }
