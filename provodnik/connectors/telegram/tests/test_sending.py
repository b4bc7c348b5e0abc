"""What each answer of the Bot API means: only a clear one settles, only «not sent» is repeated."""

import socket
import time

import pytest

from provodnik.connectors.telegram.api import Api
from provodnik.connectors.telegram.sender import TelegramSender
from provodnik.connectors.telegram.tests.server import CLOSE, accepted, bot_api, refused
from provodnik.kernel.outbox.types import Accepted, Answer, Attempt, NotSent, Refused, Unclear

HELLO = Attempt(1, "k", "telegram", "100", {"text": "Здравствуйте"}, "", 1)


@pytest.mark.parametrize(
    ("planned", "answer"),
    [
        pytest.param((200, accepted()), Accepted("77"), id="taken"),
        pytest.param(
            refused(429, "Too Many Requests", retry_after=7),
            NotSent("slow_down", "Too Many Requests", after_seconds=7),
            id="too many",
        ),
        pytest.param(
            refused(403, "Forbidden: bot was blocked by the user"),
            Refused("blocked", "Forbidden: bot was blocked by the user"),
            id="stopped the bot",
        ),
        pytest.param(
            refused(400, "Bad Request: chat not found"),
            Refused("no_chat", "Bad Request: chat not found"),
            id="no such chat",
        ),
        pytest.param(
            refused(400, "Bad Request: message is too long"),
            Refused("rejected", "Bad Request: message is too long"),
            id="refused",
        ),
        pytest.param(
            refused(401, "Unauthorized"),
            NotSent("unauthorised", "Unauthorized", after_seconds=60.0),
            id="the token is no good",
        ),
        pytest.param(
            refused(500, "Internal Server Error"),
            Unclear("server_failed", "Internal Server Error"),
            id="the server failed",
        ),
        pytest.param(CLOSE, Unclear("no_answer", "RemoteDisconnected"), id="closed after reading"),
        pytest.param(
            (502, b"<html>Bad Gateway</html>"),
            Unclear("no_answer", "JSONDecodeError"),
            id="a proxy's page",
        ),
    ],
)
def test_an_answer_means(planned: tuple[int, object] | str, answer: Answer) -> None:
    with bot_api(planned) as plan:
        assert TelegramSender(Api(plan.url, "12:t")).send(HELLO) == answer
    assert plan.asked == [("sendMessage", {"chat_id": 100, "text": "Здравствуйте"})]


def test_a_server_that_is_not_there_was_surely_not_asked() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{held.getsockname()[1]}"

        answer = TelegramSender(Api(url, "12:t")).send(HELLO)

    assert answer == NotSent("unreachable", "ConnectionRefusedError")


def test_a_name_nobody_knows_was_surely_not_asked() -> None:
    answer = TelegramSender(Api("http://nobody.invalid", "12:t")).send(HELLO)

    assert isinstance(answer, NotSent)


def test_a_server_that_is_silent_leaves_it_unclear() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        api = Api(f"http://127.0.0.1:{silent.getsockname()[1]}", "12:t", answer_seconds=0.1)

        answer = TelegramSender(api).send(HELLO)

    assert answer == Unclear(words="TimeoutError")


def test_one_connection_is_kept_and_made_anew_when_the_server_closed_it() -> None:
    with bot_api() as plan:
        sender = TelegramSender(Api(plan.url, "12:t"))
        sender.send(HELLO)
        sender.send(HELLO)
        assert len(plan.connections) == 1

        plan.answers.append(CLOSE)
        assert isinstance(sender.send(HELLO), Unclear)
        assert isinstance(sender.send(HELLO), Accepted)
        assert len(plan.connections) == 2


def test_a_connection_the_server_let_go_while_idle_costs_no_message() -> None:
    with bot_api() as plan:
        sender = TelegramSender(Api(plan.url, "12:t"))
        plan.hangs_up = True
        sender.send(HELLO)
        time.sleep(0.1)

        assert isinstance(sender.send(HELLO), Accepted)


def test_a_long_text_goes_in_parts_and_is_unclear_when_a_later_one_does_not() -> None:
    long = Attempt(1, "k", "telegram", "100", {"text": "слово " * 1000}, "", 1)
    with bot_api() as plan:
        assert isinstance(TelegramSender(Api(plan.url, "12:t")).send(long), Accepted)
    assert plan.methods() == ["sendMessage", "sendMessage"]

    with bot_api((200, accepted()), refused(429, "later")) as plan:
        answer = TelegramSender(Api(plan.url, "12:t")).send(long)
    assert answer == Unclear("partly_sent", "later")
