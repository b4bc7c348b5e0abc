"""What of an entry stays: numbers and codes, never words, never a name in disguise."""

import pytest

from provodnik.facts.people.erasure.rules import (
    KEPT_ATTRS,
    Words,
    is_same_name,
    kept_attrs,
    sealed_item,
    sealed_reference,
    words_of,
)
from provodnik.metrics.tables import ATTRS

NATALIA = words_of(
    ids=["70012", "tg-nata", "nata@mail.ru"],
    named=["Наталья Ремизова", "Ремизова Наталья", "Наталья"],
    phones=["+79170001122", ""],
    handles=["nata@mail.ru", "@nata_color"],
)
NOBODY = words_of(ids=[], named=[], phones=[], handles=[])


def seal(text: str) -> str:
    return f"sealed-{len(text)}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("TG-nata", id="an id that is the whole text"),
        pytest.param("письмо от NATA@mail.ru", id="an e-mail inside"),
        pytest.param("звонила наталья ремизова", id="a full name inside"),
        pytest.param("Наталья", id="a first name that is the whole text"),
        pytest.param("тел. 8 (917) 000-11-22", id="a phone, however spelled"),
        pytest.param("t.me @nata_color", id="a nickname inside"),
    ],
)
def test_a_text_names_the_person(text: str) -> None:
    assert NATALIA.name(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("tg-nata-2", id="another id that begins alike"),
        pytest.param("70012", id="a number, which may be an order's as well"),
        pytest.param("урок с Натальей Петровой", id="a first name inside"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_text_that_only_looks_alike_names_nobody(text: str) -> None:
    assert not NATALIA.name(text)


def test_nobody_is_named_by_no_words() -> None:
    assert not NOBODY.name("Наталья Ремизова 8 917 000-11-22")


@pytest.mark.parametrize(
    ("event", "attrs", "kept"),
    [
        pytest.param("note_written", {"text": "плакала"}, {}, id="words go"),
        pytest.param(
            "touch_made",
            {"touch": 7, "outcome": "agreed", "note": "перезвонить", "proactive": True},
            {"touch": 7, "outcome": "agreed", "proactive": True},
            id="numbers, codes and flags stay",
        ),
        pytest.param("refund_paid", {"reason": "переехала"}, {}, id="a reason in words goes"),
        pytest.param(
            "contract_ended",
            {"reason": "graduated"},
            {"reason": "graduated"},
            id="a reason that is counted by stays",
        ),
        pytest.param("enrolled", {"invented": "later"}, {}, id="what nobody called a code goes"),
        pytest.param(
            "ticket_opened", {"type": "nata@mail.ru"}, {}, id="a code that names the person goes"
        ),
        pytest.param("ticket_opened", {"topic": "плачет"}, {}, id="a topic in a file's words goes"),
        pytest.param(
            "ticket_opened", {"topic": "access"}, {"topic": "access"}, id="a topic's code stays"
        ),
    ],
)
def test_attributes(event: str, attrs: dict[str, str | int], kept: dict[str, str | int]) -> None:
    assert kept_attrs(event, attrs, NATALIA) == kept


@pytest.mark.parametrize(
    ("event", "item", "expected"),
    [
        pytest.param("lesson_viewed", "Урок 6", "Урок 6", id="the school's own name stays"),
        pytest.param("order_placed", "501", "501", id="a number of an order stays"),
        pytest.param(
            "review_received", "Спасибо", "erased:sealed-7", id="an item of words is sealed"
        ),
        pytest.param(
            "lesson_viewed", "nata@mail.ru", "erased:sealed-12", id="an item that names is sealed"
        ),
        pytest.param("review_received", "erased:x", "erased:x", id="sealed once"),
        pytest.param("review_received", None, None, id="none stays none"),
    ],
)
def test_items(event: str, item: str | None, expected: str | None) -> None:
    assert sealed_item(event, item, NATALIA, seal) == expected


def test_a_sealed_reference_keeps_the_number_of_its_correction() -> None:
    sealed = sealed_reference("nata@mail.ru#2", NATALIA, seal)

    assert sealed == "erased:sealed-12#2"
    assert sealed_reference("501#2", NATALIA, seal) == "501#2"


@pytest.mark.parametrize(
    ("typed", "is_same"),
    [("Наталья Ремизова", True), (" наталья  РЕМИЗОВА ", True), ("Наталья", False), ("", False)],
)
def test_the_name_typed_once_more(typed: str, *, is_same: bool) -> None:
    assert is_same_name(typed, "Наталья Ремизова") is is_same


def test_whatever_metrics_read_was_decided_on() -> None:
    """A figure must not lose an attribute because nobody thought of erasing."""
    assert set(ATTRS) - KEPT_ATTRS == {"reason"}


def test_words_without_a_phone_do_not_match_digits() -> None:
    assert not Words(frozenset(), frozenset(), frozenset()).name("79170001122")
