"""The demo school, made once in this worker's database, and its members signed in."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

import conftest as root
from provodnik.config.demo import load
from provodnik.facts.catalog.models import Product
from provodnik.facts.learning.models import Cohort
from provodnik.facts.sales.base.models import Segment
from provodnik.facts.sales.models import Launch
from provodnik.facts.team.models import User
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.lake.reading import forget
from tests.walk.walking import Walk

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

MEMBERS = {
    "owner": "owner@demo.test",
    "head": "head@demo.test",
    "coordinator": "coordinator@demo.test",
}


@pytest.fixture(scope="package")
def walks(
    django_db_setup: None,
    django_db_blocker: "DjangoDbBlocker",
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, Walk]]:
    """What each member saw on the way from home through the demo school: about a minute."""
    with pytest.MonkeyPatch.context() as patched, django_db_blocker.unblock():
        patched.setattr(settings, "HOME", tmp_path_factory.mktemp("walk"))
        forget()
        names = given_names(load.make(now=timezone.now()))
        yield {role: _walk(role, email, names) for role, email in MEMBERS.items()}
        root._empty()
        forget()


def _walk(role: str, email: str, names: Sequence[str]) -> Walk:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return Walk(role, client, names).from_home()


def given_names(school: School) -> list[str]:
    """Names with digits that people gave to products, cohorts and the like, the longest first."""
    found: set[str] = set()
    with schools.inside(school.pk):
        for named in (Product, Cohort, Launch, Segment):
            found.update(named.objects.values_list("name", flat=True))
    return sorted((name for name in found if any(map(str.isdigit, name))), key=len, reverse=True)
