"""Who went where after a purchase, and who went nowhere."""

from datetime import timedelta

import pytest

from provodnik.facts.sales.queries.flows import Flow, flows, owners_count
from provodnik.facts.sales.tests.factories import MONDAY, buy, make_client, make_product
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NOW = MONDAY + 200 * DAY


def seen(from_days: int = 0, to_days: int = 300) -> list[Flow]:
    return flows(
        from_at=MONDAY + from_days * DAY,
        to_at=MONDAY + to_days * DAY,
        now=NOW,
        nowhere_after=90 * DAY,
    )


def brief(found: list[Flow]) -> set[tuple[int, str, str, int]]:
    """What of each flow a reader sees: where from, where to, how many."""
    return {
        (
            flow.step,
            flow.from_name,
            flow.to_name or _silence(flow),
            flow.clients,
        )
        for flow in found
    }


def _silence(flow: Flow) -> str:
    if not flow.has_stopped:
        return "other"
    return "waiting" if flow.is_waiting else "nowhere"


@pytest.mark.requirement("R-045", "R-087")
def test_flows_tell_moved_from_stopped_and_from_still_learning(school: School) -> None:
    flagship, mini = make_product("Флагман"), make_product("Мини")
    for day in (0, 1):
        client = make_client()
        buy(client, flagship, at=MONDAY + day * DAY)
        buy(client, mini, at=MONDAY + (day + 40) * DAY)
    buy(make_client(), flagship, at=MONDAY)
    buy(make_client(), flagship, at=NOW - 10 * DAY)

    assert brief(seen()) == {
        (1, "Флагман", "Мини", 2),
        (1, "Флагман", "nowhere", 1),
        (1, "Флагман", "waiting", 1),
        (2, "Мини", "nowhere", 2),
    }


def test_the_same_product_twice_in_a_row_is_one_stop(school: School) -> None:
    flagship, mini = make_product("Флагман"), make_product("Мини")
    client = make_client()
    for day, product in ((0, flagship), (10, flagship), (20, mini)):
        buy(client, product, at=MONDAY + day * DAY)

    assert brief(seen()) == {(1, "Флагман", "Мини", 1), (2, "Мини", "nowhere", 1)}


def test_the_fourth_stop_is_no_dead_end_when_a_fifth_follows(school: School) -> None:
    client = make_client()
    for day in range(5):
        buy(client, make_product(f"П{day}"), at=MONDAY + day * DAY)

    assert (4, "П3", "other", 1) in brief(seen())


def test_clients_belong_to_the_period_of_their_first_payment(school: School) -> None:
    flagship, mini = make_product("Флагман"), make_product("Мини")
    client = make_client()
    buy(client, flagship, at=MONDAY)
    buy(client, mini, at=MONDAY + 40 * DAY)

    assert seen(from_days=1) == []


def test_owners_are_counted_once(school: School) -> None:
    flagship, mini = make_product("Флагман"), make_product("Мини")
    both, one = make_client(), make_client()
    for product in (flagship, mini):
        buy(both, product)
    buy(one, mini)

    assert (
        owners_count([flagship.pk, mini.pk]),
        owners_count([flagship.pk]),
        owners_count([]),
    ) == (
        2,
        1,
        0,
    )
