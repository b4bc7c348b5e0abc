"""A request through the one window, by keyboard, at a desk and by telephone (journey 5)."""

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.acting import (
    enter,
    fits,
    follow,
    go,
    headline,
    plain,
    press_letter,
    tab_to,
    turn,
    write,
)
from tests.journeys.conftest import Site, another_person, sign_in
from tests.journeys.stage import ZONE, Stage

EMAIL, OTHER = "natalia@example.test", "gleb@example.test"
QUESTION = "Не понимаю, почему тон ушёл в тёплый"
READY, WORDS = "Тёплый тон", "{имя}, проверьте фон осветления по таблице урока 3"
SPOKEN = "Наталья, проверьте фон осветления по таблице урока 3"

_LEARNS = """
from provodnik.facts.learning.models import Cohort, Membership
from provodnik.facts.people.services.clients import add_client
from provodnik.facts.people.services.clients import Contacts
from provodnik.facts.team.models import Staff

contacts = Contacts(first_name="Наталья", last_name="Белова", email="natalia@example.test")
client = add_client(contacts, now=now, actor="system")
cohort = Cohort.objects.create(
    school_id=client.school_id, name="Поток 7", created_at=now,
    curator=Staff.objects.get(role="curator"),
)
Membership.objects.create(
    school_id=client.school_id, cohort=cohort, client=client, joined_at=now
)
"""
_COMES = """
from provodnik.facts.people.services.clients import Contacts, add_client

contacts = Contacts(first_name="Глеб", last_name="Юдин", email="gleb@example.test")
add_client(contacts, now=now, actor="system")
"""
_SAYS = """
from provodnik.facts.people.models import Client
from provodnik.touches.desk import services
from provodnik.touches.desk.types import Incoming

client = Client.objects.get(email=EMAIL)
told = Incoming(client.pk, "chat", TEXT, now, topic=TOPIC)
received = services.receive(told, actor=f"client:{client.pk}", now=now)
print(received.ticket.number, received.ticket.owner.name, received.ticket.answer_due_at is not None)
"""
_READY = """
from provodnik.facts.team.models import Staff
from provodnik.touches.desk import services

head = Staff.objects.get(role="head_of_product_and_service")
services.approve(TITLE, "homework", TEXT, by_id=head.pk, now=now)
"""


@pytest.fixture
def stage(site: Site, tmp_path: Path, width: int) -> Stage:
    stage = Stage(site, f"desk-{width}", tmp_path)
    stage.open(
        [
            ("Ирина Соколова", "head_of_product_and_service"),
            ("Вера Кац", "curator"),
            ("Юлия Ким", "senior_curator"),
        ]
    )
    stage.inside(_LEARNS)
    return stage


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.requirement("R-125", "R-127", "R-134", "R-135", "R-136", "R-138", "R-145")
def test_a_request_goes_through_the_one_window(stage: Stage, browser: Browser, width: int) -> None:
    stage.inside(f"TITLE, TEXT = {READY!r}, {WORDS!r}\n{_READY}")
    said = stage.inside(
        f"EMAIL, TEXT, TOPIC = {EMAIL!r}, {QUESTION!r}, 'homework'\n{_SAYS}"
    ).split()
    assert said == ["1", "Вера", "Кац", "True"]

    curator = another_person(browser, stage.site, width).new_page()
    sign_in(curator, stage.email("curator"))
    colleague = another_person(browser, stage.site, width).new_page()
    sign_in(colleague, stage.email("senior_curator"))
    _open(curator)
    _open(colleague)
    _write_and_be_seen(curator, colleague)
    _answer_by_a_ready_one(curator)
    _too_late(colleague)
    _take_back_and_answer(curator)
    _put_off(curator)
    _solve(curator)
    _confirm(curator)
    _appoint_a_duty(stage, browser, width)
    for person in (curator, colleague):
        person.context.close()


def _open(page: Page) -> None:
    """J finds the request in the list, Enter opens it: by the place of the key, not its letter."""
    go(page, "Обращения")
    headline(page, "1 обращение ждёт ответа")
    press_letter(page, "J")
    expect(page.locator("[data-row-link]:focus")).to_contain_text("Наталья Белова")
    turn(page, "Enter")
    expect(page.locator(".pv-desk__thread")).to_contain_text(QUESTION)
    expect(page.locator(".pv-desk__clocks")).to_contain_text("рабочего времени")


def _write_and_be_seen(page: Page, other: Page) -> None:
    """R brings into the field; a colleague sees who writes."""
    press_letter(page, "R")
    expect(page.locator("#id_text")).to_be_focused()
    page.keyboard.type("Посмотрите")
    expect(other.locator("#others")).to_contain_text("Вера Кац пишет ответ")
    write(other, other.locator("#id_text"), "Мой длинный ответ")
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")


def _answer_by_a_ready_one(page: Page) -> None:
    """The key of the slash opens the ready answers; a word and Enter put one into the field."""
    tab_to(page, page.locator("#id_text"))
    page.keyboard.press("Slash")
    expect(page.locator("[data-canned-find]")).to_be_focused()
    page.keyboard.type(READY.lower()[:4])
    page.keyboard.press("Enter")
    expect(page.locator("#id_text")).to_have_value(SPOKEN)
    turn(page, "Control+Enter")
    thread = page.locator(".pv-desk__thread")
    expect(thread).to_contain_text(SPOKEN)
    expect(thread).to_contain_text(f"из ответа «{READY}», версия 1")


def _too_late(page: Page) -> None:
    """Two in one request: the second hears of the first answer, and keeps the words written."""
    tab_to(page, page.locator("#id_text"))
    turn(page, "Control+Enter")
    expect(page.locator("#toasts")).to_contain_text("Вера Кац")
    expect(page.locator("#id_text")).to_have_value("Мой длинный ответ")
    expect(page.locator(".pv-desk__message--out")).to_have_count(1)


def _take_back_and_answer(page: Page) -> None:
    """An answer is taken back within its seconds, its words come back, and it is sent again."""
    page.reload()
    press_letter(page, "R")
    page.keyboard.type("И ещё одно")
    turn(page, "Control+Enter")
    page.locator("[data-undo] button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_text")).to_have_value("И ещё одно")
    expect(page.locator(".pv-desk__message--out")).to_have_count(1)
    expect(page.get_by_text("Кто и когда ответит дальше?")).to_be_visible()


def _put_off(page: Page) -> None:
    """S puts it off; it lies in its own view and is fetched back from there; N notes."""
    press_letter(page, "N")
    note = page.locator("textarea[name=text]:not(#id_text)")
    write(page, note, "Проверить завтра")
    turn(page, "Control+Enter")
    expect(page.locator(".pv-desk__message--note")).to_contain_text("ученик не видит")
    press_letter(page, "S")
    follow(page, page.get_by_role("button", name="Завтра"))
    page.goto("/desk/?tab=snoozed")
    follow(page, page.locator("[data-row-link]"))
    follow(page, page.get_by_role("button", name="Вернуть в список"))


def _solve(page: Page) -> None:
    """A shows who may take it, E solves."""
    press_letter(page, "A")
    expect(page.locator("select[name=owner]").last).to_be_visible()
    page.evaluate("window.isLeft = true")
    press_letter(page, "E")
    page.wait_for_function("() => !window.isLeft && document.readyState === 'complete'")
    expect(page.locator(".pv-desk__who")).to_contain_text("решено")
    fits(page)


def _confirm(page: Page) -> None:
    """Without the student's word it awaits confirmation; with it the request is closed."""
    follow(page, page.get_by_role("button", name="Закрыть без подтверждения"))
    expect(page.locator(".pv-desk__who")).to_contain_text("ждём подтверждения")
    follow(page, page.get_by_role("button", name="Ученик подтвердил"))
    expect(page.locator(".pv-desk__who")).to_contain_text("закрыто")


def _appoint_a_duty(stage: Stage, browser: Browser, width: int) -> None:
    """The head appoints somebody for today: the next question goes there."""
    head = another_person(browser, stage.site, width).new_page()
    sign_in(head, stage.email("head_of_product_and_service"))
    head.goto("/desk/load/")
    enter(head, head.locator("summary", has_text="Назначить"))
    form = head.locator("form[action$='/shifts/']").last
    form.locator("select[name=staff]").select_option(label="Юлия Ким")
    today = datetime.now(ZONE).date().isoformat()  # the school's day, not the machine's
    form.locator("input[name=from_on]").fill(today)
    form.locator("input[name=to_on]").fill(today)
    write(head, form.locator("input[name=reason]"), "Отклонение больше 20%")
    turn(head, "Enter")
    expect(head.locator("main")).to_contain_text("Отклонение больше 20%")
    stage.inside(_COMES)
    said = stage.inside(f"EMAIL, TEXT, TOPIC = {OTHER!r}, 'Когда занятие?', 'schedule'\n{_SAYS}")
    assert plain(said) == "2 Юлия Ким True"
    head.context.close()
