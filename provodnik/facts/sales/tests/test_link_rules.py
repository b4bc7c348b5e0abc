"""Machine clicks told from human ones: the table of signs, and tokens."""

from datetime import timedelta

import pytest

from provodnik.facts.sales.links import tokens
from provodnik.facts.sales.links.rules import (
    Limits,
    Opening,
    Sign,
    is_burst,
    own_sign,
    tagged,
)
from provodnik.facts.sales.tests.factories import MONDAY
from provodnik.method import loader, shapes
from provodnik.method.types import Section

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148"
CUBOT = "Mozilla/5.0 (Linux; Android 13; CUBOT P80) AppleWebKit/537.36 Chrome/120.0 Mobile"
LATER = timedelta(minutes=5)


def shipped_limits() -> Limits:
    """The thresholds as the method ships them."""
    channels = loader.shipped().sections[Section.CHANNELS]
    assert isinstance(channels, shapes.Channels)
    clicks = channels.clicks
    return Limits(
        clicks.early_seconds,
        clicks.burst_links,
        clicks.burst_seconds,
        clicks.robots,
        clicks.people,
    )


@pytest.mark.parametrize(
    ("opening", "after", "sign"),
    [
        pytest.param(Opening(PHONE), LATER, None, id="a person"),
        pytest.param(Opening(CUBOT), LATER, None, id="a telephone that sounds like a robot"),
        pytest.param(Opening(PHONE, method="HEAD"), LATER, Sign.HEAD, id="only headers are asked"),
        pytest.param(Opening(PHONE, is_prefetch=True), LATER, Sign.PREFETCH, id="loaded ahead"),
        pytest.param(Opening(" "), LATER, Sign.NO_AGENT, id="no agent"),
        pytest.param(
            Opening("TelegramBot (like TwitterBot)"), LATER, Sign.ROBOT, id="Telegram preview"
        ),
        pytest.param(Opening("WhatsApp/2.23.20.0 A"), LATER, Sign.ROBOT, id="WhatsApp preview"),
        pytest.param(
            Opening("Mozilla/5.0 (compatible; vkShare; +http://vk.com/dev/Share)"),
            LATER,
            Sign.ROBOT,
            id="VK preview",
        ),
        pytest.param(Opening("python-requests/2.32"), LATER, Sign.ROBOT, id="a script"),
        pytest.param(
            Opening("Mozilla/5.0 Barracuda Sentinel"), LATER, Sign.ROBOT, id="a mail gateway"
        ),
        pytest.param(Opening(PHONE, is_colleague=True), LATER, Sign.COLLEAGUE, id="our own check"),
        pytest.param(Opening(PHONE), timedelta(seconds=1), Sign.EARLY, id="before it was read"),
        pytest.param(Opening(PHONE), timedelta(seconds=2), None, id="not early any more"),
    ],
)
@pytest.mark.requirement("R-094")
def test_machines_are_told_from_people(
    opening: Opening, after: timedelta, sign: Sign | None
) -> None:
    found = own_sign(opening, made_at=MONDAY, now=MONDAY + after, limits=shipped_limits())

    assert found == sign


@pytest.mark.parametrize(
    ("seconds", "answer"),
    [
        pytest.param([(1, 0), (2, 1), (3, 2)], True, id="three links at once"),
        pytest.param([(1, 0), (1, 1), (1, 2)], False, id="one link three times"),
        pytest.param([(1, 0), (2, 30), (3, 60)], False, id="three links, read one by one"),
        pytest.param([(9, 0), (1, 60), (2, 63), (3, 69)], True, id="the burst comes later"),
        pytest.param([(1, 0), (2, 5), (3, 10)], False, id="the span is half-open"),
    ],
)
def test_many_links_at_once_are_a_burst(seconds: list[tuple[int, int]], answer: bool) -> None:
    opened = [(link, MONDAY + timedelta(seconds=second)) for link, second in seconds]

    assert is_burst(opened, shipped_limits()) is answer


def test_a_token_names_its_school_and_cannot_be_guessed() -> None:
    one, other = tokens.new_token(1295), tokens.new_token(1295)

    assert tokens.school_of(one) == 1295
    assert one != other
    assert len(one.partition("-")[2]) >= 10


@pytest.mark.parametrize(
    "text", ["", "abc", "zz-short", "-AAAAAAAAAAAA", "0-AAAAAAAAAAAA", "zzzzzzzzzzzzz-AAAAAAAAAAAA"]
)
def test_other_text_is_no_token(text: str) -> None:
    assert tokens.school_of(text) is None


@pytest.mark.parametrize(
    ("url", "answer"),
    [
        (
            "https://a.ru/pay",
            "https://a.ru/pay?utm_source=provodnik&utm_medium=calls&utm_content=1-T",
        ),
        (
            "https://a.ru/pay?utm_medium=mail#form",
            "https://a.ru/pay?utm_medium=mail&utm_source=provodnik&utm_content=1-T#form",
        ),
        (
            "https://a.ru/?utm_source=a&utm_medium=b&utm_content=c",
            "https://a.ru/?utm_source=a&utm_medium=b&utm_content=c",
        ),
    ],
)
def test_the_target_gets_marks_and_keeps_its_own(url: str, answer: str) -> None:
    assert tagged(url, channel="calls", token="1-T") == answer
