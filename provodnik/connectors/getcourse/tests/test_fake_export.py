"""Somebody else's export in GetCourse's layout, counted independently beside this checkout."""

import pytest
from django.db import connection

from provodnik.connectors.getcourse.tests.exports import Loader
from provodnik.facts.people.models import Client
from provodnik.facts.sales.models import Order
from provodnik.kernel.imports.services import SourceFile
from provodnik.kernel.imports.types import Tally
from tests.comparing import Comparing
from tests.published.sets import BESIDE, beside

SET = "getcourse_format_fake"
SOURCES = ("orders_by_utm_source", "completed_by_utm_source")
MONEY = ("completed_cost_sum", "paying_users", "repeat_paying_users")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(not BESIDE.is_dir(), reason="the data beside the checkout are not there"),
]


@pytest.mark.compares(SET, "orders", "status", "clients", "order_users", *SOURCES, *MONEY)
def test_totals_of_the_export_are_those_counted_by_hand(load: Loader, compared: Comparing) -> None:
    known = beside(SET)

    orders = load.file("getcourse-orders", _source("getcourse_format_fake_orders.csv"))
    clients = load.file("getcourse-users", _source("getcourse_format_fake_clients.csv"))

    assert orders.tally == Tally(created=orders.tally.created)
    assert clients.tally == Tally(updated=clients.tally.updated)
    kopecks, payers, again = _received()
    ours = {"payed": "completed", "cancelled": "cancelled", "in_work": "in progress"}
    told = {
        "orders": orders.tally.created,
        "clients": clients.tally.updated,
        "status": {ours[status]: count for status, count in (orders.statuses or {}).items()},
        "order_users": Client.objects.count(),
        "orders_by_utm_source": _by_source(),
        "completed_by_utm_source": _by_source(status="payed"),
        "completed_cost_sum": kopecks / 100,
        "paying_users": payers,
        "repeat_paying_users": again,
    }
    for figure, value in told.items():
        compared.equal(known, figure, value)


def test_the_export_again_creates_nothing(load: Loader) -> None:
    files = {
        "getcourse-orders": _source("getcourse_format_fake_orders.csv"),
        "getcourse-users": _source("getcourse_format_fake_clients.csv"),
    }
    first = {kind: load.file(kind, file).tally for kind, file in reversed(files.items())}
    again = {kind: load.file(kind, file).tally for kind, file in files.items()}

    assert first == {
        "getcourse-users": Tally(created=1400),
        "getcourse-orders": Tally(created=4000),
    }
    assert again == {
        "getcourse-orders": Tally(unchanged=4000),
        "getcourse-users": Tally(unchanged=1400),
    }


def _source(name: str) -> SourceFile:
    return SourceFile(BESIDE / name)


def _by_source(**chosen: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for utm in Order.objects.filter(**chosen).values_list("utm", flat=True):
        counts[utm["utm_source"]] = counts.get(utm["utm_source"], 0) + 1
    return counts


def _received() -> tuple[int, int, int]:
    """Kopecks, clients, clients with two orders or more, from the journal."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(money), count(*), count(*) FILTER (WHERE orders > 1) FROM ("
            " SELECT client_id, sum(value) AS money, count(DISTINCT item) AS orders"
            " FROM kernel_journalentry JOIN kernel_eventname AS e ON e.id = event_id"
            " WHERE e.name = 'payment_received' GROUP BY client_id) AS clients"
        )
        row: tuple[int, int, int] = cursor.fetchone()
    return row
