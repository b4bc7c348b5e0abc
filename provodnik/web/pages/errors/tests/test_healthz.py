"""A monitor asks without signing in, and before there is a school."""

from collections.abc import Callable
from datetime import timedelta

from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from provodnik.web.pages.errors.health import Health


def test_an_installation_without_schools_is_well(client: Client, db: None) -> None:
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.text == "database: ok\nworker: not running\n"
    assert response["Content-Type"].startswith("text/plain")


def test_a_worker_that_fell_silent_is_named(client: Client, db: None) -> None:
    _beat(minutes_ago=10)

    assert "worker: silent since" in client.get("/healthz").text


def test_a_worker_that_beats_is_well(client: Client, db: None) -> None:
    _beat(minutes_ago=0)

    assert "worker: ok" in client.get("/healthz").text


def test_a_database_that_is_away_is_503(client: Client, db: None) -> None:
    with connection.execute_wrapper(_away):
        response = client.get("/healthz")

    assert response.status_code == 503
    assert "database: away" in response.text


def test_a_missing_database_tells_nothing_of_the_worker() -> None:
    found = Health(database=False, worker_seen_at=None, at=timezone.now())

    assert found.text() == "database: away\nworker: unknown\n"


def _away(execute: Callable[..., object], *rest: object) -> object:
    raise OperationalError("the server closed the connection")


def _beat(*, minutes_ago: int) -> None:
    seen_at = timezone.now() - timedelta(minutes=minutes_ago)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [seen_at])
