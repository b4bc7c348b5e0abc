"""Somebody else's export in GetCourse's layout, counted independently beside this checkout."""

import json
from typing import Any

import pytest
from django.db import connection

from conftest import ROOT
from provodnik.connectors.getcourse.tests.exports import Loader
from provodnik.facts.people.models import Client
from provodnik.facts.sales.models import Order
from provodnik.kernel.imports.services import SourceFile
from provodnik.kernel.imports.types import Tally

DATA = ROOT.parent / "shared" / "data"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(not DATA.is_dir(), reason="the data beside the checkout are not there"),
]


def test_totals_of_the_export_are_those_counted_by_hand(load: Loader) -> None:
    wanted = _wanted()

    orders = load.file("getcourse-orders", _source("getcourse_format_fake_orders.csv"))
    clients = load.file("getcourse-users", _source("getcourse_format_fake_clients.csv"))

    assert orders.tally == Tally(created=wanted["orders"])
    assert orders.statuses == {
        "payed": wanted["status"]["completed"],
        "cancelled": wanted["status"]["cancelled"],
        "in_work": wanted["status"]["in progress"],
    }
    assert clients.tally == Tally(updated=wanted["clients"])
    assert Client.objects.count() == wanted["order_users"]
    assert _by_source() == wanted["orders_by_utm_source"]
    assert _by_source(status="payed") == wanted["completed_by_utm_source"]
    assert _received() == (
        wanted["completed_cost_sum"] * 100,
        wanted["paying_users"],
        wanted["repeat_paying_users"],
    )


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


def _wanted() -> dict[str, Any]:
    text = (DATA / "expected.json").read_text()
    found: dict[str, Any] = json.loads(text)["getcourse_format_fake"]
    return found


def _source(name: str) -> SourceFile:
    return SourceFile(DATA / name)


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
