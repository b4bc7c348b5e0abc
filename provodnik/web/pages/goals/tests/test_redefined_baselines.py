"""A baseline counted by an older definition says so where it is compared."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.decisions.goals import services
from provodnik.decisions.goals.tests.factories import ACTOR, key_result, make_objective
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.kernel.periods import quarter_of
from provodnik.lake import services as lake
from provodnik.metrics.definition import Unit
from provodnik.metrics.tests.redefining import WHAT, redefine
from provodnik.reports import programme
from provodnik.reports.models import PointA
from provodnik.web.tests.members import sign_in

pytestmark = pytest.mark.django_db
SAID = "посчитано по версии 1 формулы"


@pytest.fixture
def before(client: Client, school: School) -> datetime:
    """A head signed in; the moment before the definitions change."""
    sign_in(client)
    before = timezone.now() - timedelta(days=30)
    lake.note_versions(now=before)
    return before


@pytest.mark.requirement("R-259")
def test_a_panel_says_that_point_a_was_counted_by_another_formula(
    client: Client, before: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = programme.open_programme(
        starts_on=before.date(), ends_on=timezone.localdate(), actor=ACTOR, now=before
    )
    PointA.objects.create(
        school_id=schools.current(),
        programme=opened,
        row="client_ltv",
        amount=Decimal(50_000_00),
        measured_on=before.date(),
        fixed_at=before,
    )
    assert SAID not in client.get("/goals/success/client_ltv/").text

    redefine(monkeypatch, "ltv")
    lake.note_versions(now=timezone.now())

    page = client.get("/goals/success/client_ltv/").text
    assert SAID in page and WHAT in page
    assert SAID in client.get("/goals/").text


@pytest.mark.requirement("R-259")
def test_a_key_result_says_that_its_start_was_counted_by_another_formula(
    client: Client, before: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    objective = make_objective(quarter_on=quarter_of(timezone.localdate()).from_on)
    told = key_result(objective, title="LTV", metric="ltv", part="gross_profit", unit=Unit.MONEY,
                      start="~50 000", target="~150 000")  # fmt: skip
    services.save_key_result(told, actor=ACTOR, now=before)
    assert SAID not in client.get("/goals/").text

    redefine(monkeypatch, "ltv")
    lake.note_versions(now=timezone.now())

    assert SAID in client.get("/goals/").text
