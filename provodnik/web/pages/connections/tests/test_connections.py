"""Bots and mail boxes of the school: connected, checked, switched off; the standard of subjects."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from conftest import MONDAY
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.team.models import Staff
from provodnik.kernel.accounts import ports, queries, services
from provodnik.kernel.accounts.models import ChannelAccount
from provodnik.kernel.accounts.ports import Checked
from provodnik.kernel.accounts.types import Account, NewAccount
from provodnik.kernel.models import School
from provodnik.touches.desk.files.services import attach
from provodnik.touches.desk.tests.factories import ask
from provodnik.web.tests.members import HEAD, cost_of, sign_in

MAIL = {
    "title": "Забота",
    "secret": "sesame",
    "address": "zabota@ottenok.ru",
    "smtp_host": "smtp.ottenok.ru",
    "smtp_security": "tls",
    "imap_host": "imap.ottenok.ru",
    "imap_security": "tls",
}


class Answering:
    """Stands for the channels: remembers what was asked, answers what it is told."""

    def __init__(self) -> None:
        self.asked: list[Account] = []
        self.answer = Checked(ok=True, title="@ottenok_bot", learned={"username": "ottenok_bot"})

    def __call__(self, account: Account) -> Checked:
        self.asked.append(account)
        return self.answer


@pytest.fixture
def channel() -> Iterator[Answering]:
    answering, bound = Answering(), dict(ports._checkers)
    ports.declare({"telegram": answering, "email": answering})
    yield answering
    ports.declare(bound)


@pytest.fixture
def head(client: Client, school: School) -> Staff:
    return sign_in(client, HEAD)


def bot(title: str = "Бот школы", **settings: str) -> ChannelAccount:
    new = NewAccount("telegram", title, "12:token", settings)
    return services.connect(new, actor="staff:1", now=MONDAY)


@pytest.mark.requirement("R-124")
def test_a_bot_is_connected_and_checked_at_once(
    client: Client, head: Staff, channel: Answering
) -> None:
    told = {"title": "Бот школы", "secret": "12:token", "mode": "polling"}

    page = client.post("/connections/new/telegram/", told, follow=True).text

    account = ChannelAccount.objects.get()
    assert queries.account(account.pk).secret == "12:token" == channel.asked[0].secret
    assert "связь есть" in page and "@ottenok_bot" in page and "12:token" not in page


@pytest.mark.requirement("R-124")
def test_a_mail_box_that_does_not_answer_is_told_in_words(
    client: Client, head: Staff, channel: Answering
) -> None:
    channel.answer = Checked(ok=False, code="in:wrong_password", words="NO [AUTH] failed")

    page = client.post("/connections/new/email/", MAIL, follow=True).text

    assert "канал не работает" in page
    assert "Входящие письма. Сервер не принял логин или пароль" in page
    assert "NO [AUTH] failed" in page


def test_an_empty_secret_stays_and_what_the_bot_told_stays(
    client: Client, head: Staff, channel: Answering
) -> None:
    account = bot(username="ottenok_bot")

    client.post(f"/connections/{account.pk}/", {"title": "Другое", "mode": "polling", "secret": ""})

    kept = queries.account(account.pk)
    assert (kept.title, kept.secret) == ("Другое", "12:token")
    assert kept.setting("username") == "ottenok_bot"


def test_a_secret_never_comes_back_to_the_page(client: Client, head: Staff) -> None:
    account = bot()

    assert "12:token" not in client.get(f"/connections/{account.pk}/").text


def test_a_webhook_wants_an_address(client: Client, head: Staff, channel: Answering) -> None:
    told = {"title": "Бот", "secret": "12:token", "mode": "webhook"}

    page = client.post("/connections/new/telegram/", told).text

    assert "некуда их приносить" in page and not channel.asked


def test_a_channel_is_silenced_and_speaks_again(client: Client, head: Staff) -> None:
    account = bot()

    off = client.post(f"/connections/{account.pk}/switch/", follow=True).text
    assert "выключен" in off and ChannelAccount.objects.get().off_at
    client.post(f"/connections/{account.pk}/switch/")
    assert ChannelAccount.objects.get().off_at is None


def test_nothing_connected_yet_says_what_to_do(client: Client, head: Staff) -> None:
    page = client.get("/connections/").text

    assert "Подключите, где вам пишут ученики" in page and "/connections/new/email/" in page


@pytest.mark.requirement("R-126")
@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("[№1043] Анна: Доступ к курсу", "Тема по стандарту."),
        ("Доступ к курсу", "Тема не по стандарту. Нужно так: [№1043] Анна: Доступ к курсу"),
    ],
)
def test_a_subject_is_held_against_the_standard(
    client: Client, head: Staff, subject: str, told: str
) -> None:
    assert told in client.get("/connections/", {"subject": subject}).text


@pytest.mark.parametrize("role", ["coordinator", "curator", "marketer"])
def test_a_colleague_without_the_right_is_refused(
    client: Client, school: School, role: str
) -> None:
    account = bot()
    sign_in(client, role)

    for address in ("", "new/email/", f"{account.pk}/"):
        assert client.get(f"/connections/{address}").status_code == 403
    assert client.post(f"/connections/{account.pk}/switch/").status_code == 403


def test_what_is_not_there_is_not_found(client: Client, head: Staff) -> None:
    for address in ("new/pigeon/", "77/", "files/77/"):
        assert client.get(f"/connections/{address}").status_code == 404
    assert client.post("/connections/77/check/").status_code == 404


def test_the_list_costs_the_same_at_one_and_at_thirty(client: Client, head: Staff) -> None:
    bot()
    one = cost_of(client, "/connections/")
    for number in range(29):
        bot(f"Бот {number}")

    assert cost_of(client, "/connections/") == one


@pytest.mark.requirement("R-124")
def test_a_file_of_a_message_is_for_those_who_see_its_request(
    client: Client, school: School, tmp_path: Path, settings: Settings
) -> None:
    settings.MEDIA_ROOT = tmp_path
    sign_in(client, HEAD)
    ticket = ask(make_client())
    message_id = ticket_message(ticket.pk)
    file = attach(message_id, name="работа.html", content_type="text/html", data=b"<b>")

    response = client.get(f"/connections/files/{file.pk}/")

    assert b"".join(response.streaming_content) == b"<b>"  # type: ignore[attr-defined]
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    sign_in(client, "marketer")
    assert client.get(f"/connections/files/{file.pk}/").status_code in {403, 404}


def ticket_message(ticket_id: int) -> int:
    from provodnik.touches.desk.models import Message

    return Message.objects.filter(ticket_id=ticket_id).latest("pk").pk
