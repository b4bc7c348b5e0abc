"""A survey answered on a telephone of 360 px, by touch and by a plain form."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import PATIENCE_MS, Site
from tests.journeys.stage import COORDINATOR, TELEPHONE, Stage

WIDTH, FINGER = 360, 44

_ASK = """
from provodnik.facts.people.services import Contacts, add_client
from provodnik.facts.people.types import KeyKind
from provodnik.method.survey_words import AskMoment
from provodnik.touches.voice.surveys import services
from provodnik.touches.voice.surveys.models import Invitation
from provodnik.touches.voice.surveys.services.occasions import Occasion

client = add_client(
    Contacts(first_name="Нина", last_name="Орлова"),
    keys={KeyKind.EXTERNAL: "survey-1"}, now=now, actor="system",
)
survey = services.create_ready("nps", now=now, actor="system")
services.invite(survey, [Occasion(AskMoment.BY_HAND, client.pk, "journey", now)], now=now)
invitation = Invitation.objects.get(survey=survey)
services.handed_over(invitation.pk, actor="system", now=now)
print(invitation.token)
"""
_ANSWERS = """
from provodnik.kernel import journal
from provodnik.kernel.models import JournalEntry

found = JournalEntry.objects.filter(event_id=journal.event_id("survey_answered"))
print(*[f"{one.attrs['measure']}={one.value}" for one in found.order_by("pk")])
"""


def telephone(browser: Browser, site: Site, *, with_script: bool) -> BrowserContext:
    context = browser.new_context(
        base_url=site.url,
        locale="ru-RU",
        user_agent=TELEPHONE,
        viewport={"width": WIDTH, "height": 740},
        has_touch=True,
        is_mobile=True,
        java_script_enabled=with_script,
    )
    context.set_default_timeout(PATIENCE_MS)
    return context


def asked(site: Site, name: str, folder: Path) -> tuple[Stage, str]:
    """A school of its own and the address of one invitation."""
    stage = Stage(site, name, folder)
    stage.open([(COORDINATOR, "coordinator")])
    return stage, f"/s/{stage.inside(_ASK).strip()}"


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.requirement("R-223")
def test_a_survey_is_answered_by_touch_one_question_a_screen(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    stage, address = asked(site, "survey-touch", tmp_path)
    context = telephone(browser, site, with_script=True)
    page = context.new_page()

    page.goto(address)
    mark = page.locator("label", has_text="9").first
    box = mark.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= FINGER
    assert fits(page)
    expect(page.locator("textarea")).to_be_hidden()
    mark.tap()

    expect(page.locator("textarea")).to_be_visible()
    page.locator("textarea").fill("Понятно, что делать дальше")
    send = page.get_by_role("button", name="Отправить ответы")
    where = send.bounding_box()
    assert where is not None
    assert where["y"] + where["height"] / 2 > 740 * 0.5
    context.set_offline(True)
    send.tap()
    expect(page.get_by_text("Ответы на телефоне, отправим сами.")).to_be_visible()
    context.set_offline(False)

    expect(page.get_by_role("heading", name="Спасибо, записали")).to_be_visible()
    assert stage.inside(_ANSWERS).strip() == "nps=900"
    page.goto(address)
    expect(page.get_by_role("heading", name="Ответы уже у нас")).to_be_visible()
    context.close()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.requirement("R-223")
def test_the_same_survey_is_one_plain_page_without_javascript(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    stage, address = asked(site, "survey-plain", tmp_path)
    context = telephone(browser, site, with_script=False)
    page = context.new_page()

    page.goto(address)
    expect(page.locator("textarea")).to_be_visible()
    page.locator("label", has_text="10").tap()
    page.get_by_role("button", name="Отправить ответы").tap()

    expect(page.get_by_role("heading", name="Спасибо, записали")).to_be_visible()
    assert fits(page)
    assert stage.inside(_ANSWERS).strip() == "nps=1000"
    context.close()
