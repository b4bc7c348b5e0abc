"""Updates become messages of the one window, once each; a personal link says who writes."""

from datetime import timedelta

import pytest

from conftest import MONDAY
from provodnik.connectors.telegram import services
from provodnik.connectors.telegram.hearing import hear
from provodnik.connectors.telegram.models import Update
from provodnik.connectors.telegram.tests.updates import edited, membership, said
from provodnik.connectors.telegram.types import Outcome
from provodnik.facts.people.models import Client
from provodnik.facts.people.services.clients import Contacts, add_client
from provodnik.kernel.accounts import queries as accounts
from provodnik.kernel.accounts.services import connect
from provodnik.kernel.accounts.starting import start_token
from provodnik.kernel.accounts.types import NewAccount
from provodnik.kernel.models import School
from provodnik.touches.desk.models import Message, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def bot(school: School) -> int:
    return connect(NewAccount("telegram", "Бот", "12:t"), actor="staff:1", now=MONDAY).pk


def act(bot: int, *updates: dict[str, object]) -> list[str]:
    services.keep(bot, updates, now=MONDAY)  # type: ignore[arg-type]  # as Telegram sends them
    services.act(bot, now=MONDAY)
    return list(Update.objects.order_by("pk").values_list("outcome", flat=True))


@pytest.mark.requirement("R-124")
def test_somebody_unknown_gets_a_card_and_a_ticket_in_the_one_window(bot: int) -> None:
    assert act(bot, said(1), said(2, "Урок 5")) == ["said", "said"]

    client = Client.objects.get()
    assert (client.name, client.telegram) == ("Аня Лис", "anya")
    ticket = Ticket.objects.get()
    assert (ticket.client, ticket.channel) == (client, "telegram")
    assert list(Message.objects.order_by("pk").values_list("text", flat=True)) == [
        "Не открывается урок",
        "Урок 5",
    ]
    assert (found := accounts.reached([client.pk], "telegram"))
    assert (found.address, found.name) == ("100", "@anya")


def test_an_update_told_twice_is_one(bot: int) -> None:
    act(bot, said(1))
    services.keep(bot, [said(1)], now=MONDAY)

    assert services.act(bot, now=MONDAY) == 0
    assert (Update.objects.count(), Message.objects.count()) == (1, 1)


def test_a_message_acted_on_twice_is_one(bot: int) -> None:
    hear(bot, said(1), now=MONDAY)
    hear(bot, said(1), now=MONDAY)

    assert Message.objects.count() == 1


def test_an_edit_comes_as_a_line_of_its_own(bot: int) -> None:
    act(bot, said(1), edited(2, "Урок 5", of=1))

    assert Message.objects.order_by("pk").last().text == "Исправлено: Урок 5"  # type: ignore[union-attr]


def test_a_personal_link_binds_the_chat_to_its_client(bot: int) -> None:
    olya = add_client(Contacts(name="Оля"), now=MONDAY, actor="staff:1")

    outcomes = act(bot, said(1, f"/start {start_token(olya.pk, on=MONDAY.date())}"), said(2))

    assert outcomes == ["bound", "said"]
    assert Ticket.objects.get().client == olya
    assert Client.objects.count() == 1


def test_a_link_opened_after_writing_joins_the_card_made_of_the_chat(bot: int) -> None:
    olya = add_client(Contacts(name="Оля"), now=MONDAY, actor="staff:1")
    act(bot, said(1))

    act(bot, said(2, f"/start {start_token(olya.pk, on=MONDAY.date())}"))

    made = Client.objects.get(external_name="telegram:100")
    assert made.merged_into_id == olya.pk
    assert accounts.client_at(bot, "100") == olya.pk


@pytest.mark.parametrize(
    "token",
    [
        "",
        "c1-739000-" + "0" * 24,
        "hello",
        pytest.param("over", id="a month ago"),
    ],
)
def test_a_link_that_is_false_or_over_binds_nobody(bot: int, token: str) -> None:
    olya = add_client(Contacts(name="Оля"), now=MONDAY, actor="staff:1")
    if token == "over":
        token = start_token(olya.pk, on=(MONDAY - timedelta(days=31)).date())

    assert act(bot, said(1, f"/start {token}")) == ["started"]
    assert accounts.client_at(bot, "100") is None


def test_a_start_alone_opens_nothing(bot: int) -> None:
    act(bot, said(1, "/start"))

    assert not Client.objects.exists()
    assert not Ticket.objects.exists()


def test_who_stops_the_bot_is_known_not_to_hear_it_until_they_return(bot: int) -> None:
    act(bot, said(1), membership(2, "kicked"))
    client = Client.objects.get()
    assert (found := accounts.reached([client.pk], "telegram"))
    assert found.refused_at == MONDAY

    act(bot, membership(3, "member"))

    assert (found := accounts.reached([client.pk], "telegram"))
    assert found.refused_at is None


def test_an_update_that_fails_stops_no_other_and_is_tried_again(bot: int) -> None:
    broken = {"update_id": 1, "message": {"chat": {"type": "private"}}}

    assert act(bot, broken, said(2)) == ["", "said"]

    update = Update.objects.get(update_id=1)
    assert (update.attempts, update.settled_at) == (1, None)
    for hour in range(1, 7):
        services.act(bot, now=MONDAY + timedelta(hours=hour))
    update.refresh_from_db()
    assert update.outcome == Outcome.FAILED
    assert accounts.account(bot).trouble == services.TROUBLE


def test_a_zero_character_is_left_out(bot: int) -> None:
    act(bot, said(1, "до\x00после"))

    assert Message.objects.get().text == "допосле"
