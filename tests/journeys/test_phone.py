"""A telephone of 360 px whose JavaScript never arrived: the day is still worked."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import PATIENCE_MS, Site, sign_in
from tests.journeys.stage import COORDINATOR, Stage, wall

USERS = ["id", "Email", "Имя", "Фамилия", "Телефон", "Создан"]
WIDTH = 360
FINGER = 44

_PLAN = """
from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.touches.queue import services
from provodnik.touches.queue.types import TouchKind

services.plan(
    client_id=Client.objects.get().pk,
    owner_id=Staff.objects.get().pk,
    kind=TouchKind.SUPPORT,
    reason="Давно не виделись",
    occurrence="journey",
    actor="system",
    now=now,
)
"""
_OUTCOMES = """
from provodnik.touches.queue.models import Touch

print(*Touch.objects.filter(state="made").values_list("outcome", flat=True))
"""


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.requirement("R-112")
def test_an_outcome_is_recorded_by_a_plain_form(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    stage = Stage(site, "phone", tmp_path)
    stage.open([(COORDINATOR, "coordinator")])
    created = wall(datetime.now(UTC) - timedelta(days=100))
    user = (77, "nina@example.test", "Нина", "Орлова", "+79170000077", created)
    stage.bring("getcourse-users", USERS, user)
    stage.inside(_PLAN)
    context = browser.new_context(
        base_url=site.url,
        locale="ru-RU",
        viewport={"width": WIDTH, "height": 740},
        java_script_enabled=False,
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()

    sign_in(page, stage.email("coordinator"))
    page.get_by_role("link", name="Нина Орлова").first.click()
    expect(page.locator("#deed").get_by_text("Давно не виделись").first).to_be_visible()
    outcome = page.get_by_role("button", name="Разговор")
    box = outcome.bounding_box()
    assert box is not None
    assert box["height"] >= FINGER
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= WIDTH
    page.get_by_label("До какого шага скрипта дошёл разговор").select_option("none")
    outcome.click()

    expect(page.get_by_text("Нина Орлова: «Разговор»")).to_be_visible()
    assert stage.inside(_OUTCOMES).split() == ["reached"]
    context.close()
