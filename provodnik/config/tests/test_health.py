"""`provodnik check` finds roles under which schools would not be apart."""

from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connections
from django.utils import timezone
from pytest_django import Settings

from provodnik.config import health
from provodnik.config.health import State

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def of_tests(url: str) -> str:
    """The same role, at the database of these tests."""
    return urlunsplit(urlsplit(url)._replace(path="/" + connections["owner"].settings_dict["NAME"]))


def role_of_application() -> health.Finding:
    """What `provodnik check` says of the role in DATABASE_URL."""
    found = [one for one in health.findings(timezone.now()) if "DATABASE_URL" in one.text]
    assert len(found) == 1
    return found[0]


def test_the_owner_is_refused_as_the_role_of_the_application(settings: Settings) -> None:
    settings.URLS = replace(settings.URLS, app=of_tests(settings.URLS.owner))

    found = role_of_application()

    assert found.state is State.AMISS
    assert "OWNER" in found.text


def test_the_role_of_the_application_may_no_more_than_it_should(settings: Settings) -> None:
    settings.URLS = replace(settings.URLS, app=of_tests(settings.URLS.app))

    assert role_of_application().state is State.FINE
