"""Lists of work on a request (R-218)."""

import pytest

from provodnik.decisions.quality import queries, services
from provodnik.decisions.quality.errors import UnknownList
from provodnik.decisions.quality.tests.factories import NOW
from provodnik.decisions.quality.types import Subject
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.method import queries as method

pytestmark = pytest.mark.django_db
TICKET = Subject.TICKET


def told(name: str) -> int:
    return JournalEntry.objects.filter(event__name=name, item="ticket:7").count()


@pytest.mark.requirement("R-218")
def test_a_list_is_attached_to_a_request_and_its_completion_recorded(school: School) -> None:
    anna = make_staff("Анна")
    use, again = (services.attach(TICKET, 7, "refund", by_id=anna.pk, now=NOW) for _ in range(2))
    known = method.quality_settings().work_list("refund")
    assert known is not None
    keys = [point.key for point in known.points]

    for key in keys[:-1]:
        services.tick(use.pk, key, by_id=anna.pk, now=NOW)
    before = queries.lists_of(TICKET, 7)[0].completed_at
    for _ in range(2):
        services.tick(use.pk, keys[-1], by_id=anna.pk, now=NOW)

    [attached] = queries.lists_of(TICKET, 7)
    assert use == again
    assert (before, attached.completed_at) == (None, NOW)
    assert {point.done_by for point in attached.points} == {"Анна"}
    assert (told("work_list_attached"), told("work_list_completed")) == (1, 1)


def test_a_point_ticked_by_mistake_opens_the_list_again(school: School) -> None:
    anna = make_staff("Анна")
    use = services.attach(TICKET, 7, "hard_request", by_id=anna.pk, now=NOW)
    keys = [point.key for point in queries.lists_of(TICKET, 7)[0].points]
    for key in keys:
        services.tick(use.pk, key, by_id=anna.pk, now=NOW)

    services.untick(use.pk, keys[0])

    [attached] = queries.lists_of(TICKET, 7)
    assert attached.completed_at is None
    assert [point.done_at is None for point in attached.points] == [True, False, False, False]


def test_only_lists_and_points_of_the_method_are_taken(school: School) -> None:
    anna = make_staff("Анна")
    with pytest.raises(UnknownList):
        services.attach(TICKET, 7, "nonsense", by_id=anna.pk, now=NOW)
    use = services.attach(TICKET, 7, "refund", by_id=anna.pk, now=NOW)
    with pytest.raises(UnknownList):
        services.tick(use.pk, "nonsense", by_id=anna.pk, now=NOW)
