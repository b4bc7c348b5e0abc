"""Accounts of channels: secrets are sealed, hooks name them, addresses mean one client."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import override_settings

from conftest import MONDAY
from provodnik.kernel.accounts import hooks, ports, queries, sealing, services
from provodnik.kernel.accounts.models import ChannelAccount
from provodnik.kernel.accounts.starting import client_of, start_links
from provodnik.kernel.accounts.types import NewAccount
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def account(school: School) -> ChannelAccount:
    new = NewAccount("telegram", "Бот школы", secret="12:token", settings={"mode": "polling"})
    return services.connect(new, actor="staff:1", now=MONDAY)


def test_a_secret_lies_sealed_and_is_read_again(account: ChannelAccount) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(a)::text FROM accounts_channelaccount AS a")
        kept = cursor.fetchone()[0]

    assert "12:token" not in kept
    assert queries.account(account.pk).secret == "12:token"
    assert "12:token" not in repr(queries.account(account.pk))


def test_a_secret_of_another_installation_is_not_read(account: ChannelAccount) -> None:
    with override_settings(SECRET_KEY="another"), pytest.raises(sealing.Unreadable):
        queries.account(account.pk)


def test_a_hook_names_its_school_and_an_account_that_is_on(
    account: ChannelAccount, school: School
) -> None:
    assert hooks.school_of(account.hook) == school.pk
    assert queries.of_hook(account.hook) == account

    services.switch(account.pk, on=False, actor="staff:1", now=LATER)

    assert queries.of_hook(account.hook) is None


@pytest.mark.parametrize(
    "text", ["", "7", "7-short", "0-" + "a" * 32, "7-" + "a" * 33, "x-" + "a" * 32]
)
def test_text_that_is_no_hook_names_no_school(text: str) -> None:
    assert hooks.school_of(text) is None


def test_a_secret_left_empty_in_a_form_stays(account: ChannelAccount) -> None:
    services.change(account.pk, title="Новый бот", actor="staff:1", now=LATER)

    assert queries.account(account.pk).secret == "12:token"
    assert queries.account(account.pk).title == "Новый бот"


def test_the_first_moment_of_a_trouble_stays_and_hearing_ends_it(account: ChannelAccount) -> None:
    services.note_trouble(account.pk, "unauthorised", now=MONDAY)
    services.note_trouble(account.pk, "unauthorised", now=LATER)
    assert queries.account(account.pk).trouble_at == MONDAY

    services.note_heard(account.pk, now=LATER)

    assert (queries.account(account.pk).trouble, queries.account(account.pk).heard_at) == (
        "",
        LATER,
    )


def test_a_mark_never_goes_back(account: ChannelAccount) -> None:
    services.move_mark(account.pk, 7)
    services.move_mark(account.pk, 5)

    assert queries.account(account.pk).mark == 7


def test_a_client_is_reached_where_they_were_bound_last_and_listen(account: ChannelAccount) -> None:
    services.bind(account.pk, "100", client_id=1, name="Аня", now=MONDAY)
    services.bind(account.pk, "200", client_id=2, name="Аня", now=LATER)
    assert (found := queries.reached([1, 2], "telegram")) and found.address == "200"

    services.note_refusal(account.pk, "200", now=LATER)
    assert (found := queries.reached([1, 2], "telegram")) and found.address == "100"

    services.note_return(account.pk, "200")
    assert (found := queries.reached([1, 2], "telegram")) and found.address == "200"
    assert queries.reached([1, 2], "email") is None


def test_an_address_bound_anew_is_the_other_clients(account: ChannelAccount) -> None:
    services.bind(account.pk, "100", client_id=1, name="Аня", now=MONDAY)
    services.bind(account.pk, "100", client_id=2, name="Оля", now=LATER)

    assert queries.client_at(account.pk, "100") == 2


def test_an_account_nobody_speaks_for_is_said_to_be_in_trouble(account: ChannelAccount) -> None:
    ports_before = dict(ports._checkers)
    ports.declare({})
    try:
        answer = ports.check(account.pk, now=LATER)
    finally:
        ports.declare(ports_before)

    assert (answer.ok, queries.account(account.pk).trouble) == (False, ports.NOT_BOUND)


def test_a_personal_link_opens_a_bot_known_by_name_and_says_who_it_is(
    account: ChannelAccount,
) -> None:
    assert start_links(7, now=MONDAY) == []

    services.learn(account.pk, {"username": "school_bot"})
    (link,) = start_links(7, now=MONDAY)

    address, _, token = link.url.partition("?start=")
    assert (link.title, address) == ("Бот школы", "https://t.me/school_bot")
    assert len(token) <= 64
    assert client_of(token, now=MONDAY + timedelta(days=30)) == 7
    assert client_of(token, now=MONDAY + timedelta(days=31)) is None
    assert client_of(token.replace("c7", "c8"), now=MONDAY) is None
