"""Updates by webhook and by asking: kept once, before Telegram is told that they are."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client as Browser

from conftest import MONDAY
from provodnik.connectors.telegram import polling, tasks
from provodnik.connectors.telegram.checking import check
from provodnik.connectors.telegram.models import Update
from provodnik.connectors.telegram.tests.server import accepted, bot_api, refused
from provodnik.connectors.telegram.tests.updates import said
from provodnik.connectors.telegram.views import HEADER, hook_secret
from provodnik.kernel.accounts import ports, queries
from provodnik.kernel.accounts import services as accounts
from provodnik.kernel.accounts.models import ChannelAccount
from provodnik.kernel.accounts.types import NewAccount
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db


@pytest.fixture
def bot(school: School) -> ChannelAccount:
    new = NewAccount("telegram", "Бот", "12:t", {"mode": "webhook"})
    return accounts.connect(new, actor="staff:1", now=MONDAY)


def post(bot: ChannelAccount, body: object, *, secret: str | None = None) -> int:
    told = {HEADER: hook_secret(bot.hook) if secret is None else secret}
    text = body if isinstance(body, str) else json.dumps(body)
    address = f"/hooks/telegram/{bot.hook}"
    return Browser().post(address, text, "application/json", headers=told).status_code


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [tasks.ACT])
        return int(cursor.fetchone()[0])


def test_a_posted_update_is_kept_once_and_one_job_waits(bot: ChannelAccount) -> None:
    assert [post(bot, said(1)), post(bot, said(1)), post(bot, said(2))] == [200, 200, 200]

    assert sorted(Update.objects.values_list("update_id", flat=True)) == [1, 2]
    assert waiting() == 1


def test_a_stranger_is_not_let_in(bot: ChannelAccount) -> None:
    assert post(bot, said(1), secret="") == 404
    assert post(bot, said(1), secret=hook_secret("another")) == 404
    assert Browser().get(f"/hooks/telegram/{bot.hook}").status_code == 405
    accounts.switch(bot.pk, on=False, actor="staff:1", now=MONDAY)
    assert post(bot, said(1)) == 404

    assert not Update.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{}", "{", '{"update_id": "x"}'])
def test_what_is_no_update_is_refused(bot: ChannelAccount, body: str) -> None:
    assert post(bot, body) == 400


def asked_for(school: School, bot: ChannelAccount, *answers: tuple[int, object]) -> list[object]:
    """The offsets asked for while Telegram answers this; then the account is switched off."""
    woken: list[int] = []
    with bot_api(*answers) as plan:
        settings = {"mode": "polling", "base_url": plan.url}
        accounts.change(bot.pk, settings=settings, actor="staff:1", now=MONDAY)
        polling.listen(
            school.pk,
            bot.pk,
            woken=woken.append,
            clock=lambda: MONDAY + timedelta(seconds=len(plan.asked)),
            seconds=0.3,
        )
        offsets = [fields.get("offset") for _, fields in plan.asked][: len(answers)]
    assert woken
    return offsets


def test_what_is_asked_for_next_is_what_comes_after_what_is_kept(
    school: School, bot: ChannelAccount
) -> None:
    offsets = asked_for(
        school,
        bot,
        (200, accepted([said(5), said(6)])),
        (200, accepted([])),
        (200, accepted([said(9)])),
        (200, accepted([])),
    )

    assert offsets == [None, 7, 7, 10]
    assert sorted(Update.objects.values_list("update_id", flat=True)) == [5, 6, 9]


def test_after_a_quiet_week_numbers_may_begin_below(school: School, bot: ChannelAccount) -> None:
    asked_for(school, bot, (200, accepted([said(900)])))
    Update.objects.update(received_at=MONDAY - timedelta(days=7))

    offsets = asked_for(school, bot, (200, accepted([said(3)])), (200, accepted([])))

    assert offsets == [None, 4]


@pytest.mark.parametrize(
    ("planned", "code"),
    [
        (refused(401, "Unauthorized"), "unauthorised"),
        (refused(409, "Conflict: terminated by other getUpdates request"), "conflict"),
        (refused(500, "Internal"), "server_failed"),
    ],
)
def test_a_check_says_what_is_amiss(
    bot: ChannelAccount, planned: tuple[int, object], code: str
) -> None:
    with bot_api(planned) as plan:
        accounts.change(bot.pk, settings={"base_url": plan.url}, actor="staff:1", now=MONDAY)
        answer = ports.check(bot.pk, now=MONDAY)

    assert (answer.ok, answer.code) == (False, code)
    assert queries.account(bot.pk).trouble == code


def test_a_check_learns_the_name_and_sets_the_webhook_with_its_secret(bot: ChannelAccount) -> None:
    with bot_api((200, accepted({"username": "school_bot"})), (200, accepted(True))) as plan:
        settings = {
            "base_url": plan.url,
            "mode": "webhook",
            "public_url": "https://school.example/",
        }
        accounts.change(bot.pk, settings=settings, actor="staff:1", now=MONDAY)
        answer = ports.check(bot.pk, now=MONDAY)

    assert (answer.ok, answer.title) == (True, "@school_bot")
    assert queries.account(bot.pk).setting("username") == "school_bot"
    method, fields = plan.asked[1]
    assert method == "setWebhook"
    assert fields["url"] == f"https://school.example/hooks/telegram/{bot.hook}"
    assert fields["secret_token"] == hook_secret(bot.hook)


def test_a_polled_bot_has_its_webhook_taken_away(bot: ChannelAccount) -> None:
    with bot_api((200, accepted({"username": "b"})), (200, accepted(True))) as plan:
        accounts.change(bot.pk, settings={"base_url": plan.url}, actor="staff:1", now=MONDAY)
        assert check(queries.account(bot.pk)).ok

    assert plan.methods() == ["getMe", "deleteWebhook"]
