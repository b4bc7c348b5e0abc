"""One real PostgreSQL for all tests: the embedded server, two roles, row security on."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import psycopg
import pytest
from psycopg import sql

ROOT = Path(__file__).parent
HOME = Path(os.environ["PROVODNIK_HOME"])
# Collected files are not needed by tests, but their folder is looked for on each request.
(HOME / "static").mkdir(parents=True, exist_ok=True)

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

    from provodnik.kernel.models import School

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: "DjangoDbBlocker", request: pytest.FixtureRequest) -> None:
    """A fresh database for this worker, copied from a template of the current schema."""
    from django.conf import settings
    from django.db import connections

    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    name = f"{settings.DATABASES['owner']['TEST']['NAME']}_{worker}"
    with django_db_blocker.unblock():
        template = _template()
        with _server() as server:
            _recreate(server, name, template)
        for alias in ("default", "owner"):
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = name
        settings.LAKE_DATABASE_URL = settings.LAKE_DATABASE_URL.replace("/provodnik?", f"/{name}?")


@pytest.fixture(autouse=True)
def outside_names() -> Iterator[None]:
    """Written journals declare made-up names to the lake; the next test gets the real ones."""
    from provodnik.lake import dims

    declared = dims.declared()
    yield
    dims.declare(declared)


@pytest.fixture
def school(db: None) -> Iterator["School"]:
    """A school with the shipped method, inside which the test runs; rolled back after it."""
    from provodnik.config.opening import open_school
    from provodnik.kernel import schools

    opened = open_school(slug="ottenok", name="Оттенок", now=MONDAY)
    with schools.inside(opened.pk), _its_day(opened):
        yield opened


@pytest.fixture
def committed_school(
    django_db_setup: None, django_db_blocker: "DjangoDbBlocker"
) -> Iterator["School"]:
    """A school other connections and processes can see. Everything is deleted after the test."""
    from provodnik.config.opening import open_school

    with django_db_blocker.unblock():
        opened = open_school(slug="ottenok", name="Оттенок", now=MONDAY)
        with _its_day(opened):
            yield opened
        _empty()


def _its_day(school: "School") -> AbstractContextManager[None]:
    """What a test calls today is the school's day, as on its pages, at any hour of the machine."""
    from django.utils import timezone

    return timezone.override(ZoneInfo(school.timezone))


def _empty() -> None:
    from django.apps import apps
    from django.db import connections

    kept = {"kernel_eventname", "kernel_sourcename", "django_migrations", "django_content_type"}
    tables = {m._meta.db_table for m in apps.get_models() if m._meta.managed} - kept
    with connections["owner"].cursor() as cursor:
        names = ", ".join(f'"{table}"' for table in sorted(tables))
        cursor.execute(f"TRUNCATE {names}, procrastinate_jobs RESTART IDENTITY CASCADE")
    connections.close_all()


def _server() -> psycopg.Connection:
    """The owner, in the maintenance database, outside transactions."""
    from django.conf import settings

    return psycopg.connect(settings.URLS.owner, autocommit=True)


def _recreate(server: psycopg.Connection, name: str, template: str) -> None:
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    server.execute(drop.format(sql.Identifier(name)))
    server.execute(copy.format(sql.Identifier(name), sql.Identifier(template)))


def _template() -> str:
    """The name of a migrated database for exactly this schema, made once."""
    name = f"template_{_schema_fingerprint()}"
    with (HOME / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with _server() as server:
            found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if found.fetchone():
                return name
            making = f"{name}_making"
            _recreate(server, making, "template1")
            _migrate(making)
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            server.execute(rename.format(sql.Identifier(making), sql.Identifier(name)))
    return name


def _migrate(name: str) -> None:
    from django.core.management import call_command
    from django.db import connections

    from provodnik.kernel import journal, tenancy

    connections["owner"].close()
    kept = connections["owner"].settings_dict["NAME"]
    connections["owner"].settings_dict["NAME"] = name
    call_command("migrate", database="owner", verbosity=0)
    tenancy.fortify()
    journal.sync_kinds()
    connections["owner"].close()
    connections["owner"].settings_dict["NAME"] = kept


def _schema_fingerprint() -> str:
    digest = hashlib.sha256()
    files = [*ROOT.glob("provodnik/**/migrations/*.py"), *ROOT.glob("provodnik/**/events*.py")]
    for path in sorted([*files, ROOT / "provodnik" / "kernel" / "tenancy.py"]):
        digest.update(path.read_bytes())
    # fortify derives guards and links from the models, so they are part of the schema.
    for path in sorted(ROOT.glob("provodnik/**/models.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
