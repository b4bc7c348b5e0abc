"""Numbers are written so that nothing is lost, guessed or torn apart."""

from decimal import Decimal
from fractions import Fraction

import pytest

from provodnik.web import formats
from provodnik.web.formats import Mark


@pytest.mark.parametrize(
    ("kopecks", "language", "shown"),
    [
        (87_008_000, "ru", "870\u00a0080\u00a0₽"),
        (87_008_000, "en", "870,080\u00a0₽"),
        (99_900, "ru", "999\u00a0₽"),
        (100_000, "ru", "1\u00a0000\u00a0₽"),
        (12_345_678_900, "ru", "123\u00a0456\u00a0789\u00a0₽"),
        (0, "ru", "0\u00a0₽"),
        (-50_000, "ru", "\u2212500\u00a0₽"),
        (-49, "ru", "0\u00a0₽"),
        (1_250, "ru", "13\u00a0₽"),
    ],
)
def test_money_groups_with_unbreakable_spaces(kopecks: int, language: str, shown: str) -> None:
    assert formats.money(kopecks, language) == shown


def test_kopecks_are_shown_only_when_asked_for() -> None:
    assert formats.money(3_000_005, "ru", with_kopecks=True) == "30\u00a0000,05\u00a0₽"
    assert formats.money(3_000_005, "en", with_kopecks=True) == "30,000.05\u00a0₽"
    assert formats.money(-50_000, "ru", with_kopecks=True) == "\u2212500,00\u00a0₽"


@pytest.mark.parametrize(
    ("roubles", "ru", "en"),
    [
        (640, "640", "640"),
        (999.6, "1\u00a0тыс.", "1k"),
        (294_000, "294\u00a0тыс.", "294k"),
        (999_499, "999\u00a0тыс.", "999k"),
        (999_500, "1\u00a0млн", "1M"),
        (1_240_000, "1,2\u00a0млн", "1.2M"),
        (3_000_000, "3\u00a0млн", "3M"),
        (2_500_000_000, "2,5\u00a0млрд", "2.5B"),
    ],
)
def test_sums_on_an_axis_are_short(roubles: float, ru: str, en: str) -> None:
    kopecks = round(roubles * 100)

    assert formats.money_short(kopecks, "ru") == ru
    assert formats.money_short(kopecks, "en") == en


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(373, 1000), "37,3%"),
        (0.952, "95,2%"),
        (0.0725, "7,3%"),
        (0.10450000000000001, "10,5%"),
        (0, "0,0%"),
        (1, "100,0%"),
        (None, "—"),
    ],
)
def test_a_share_has_one_decimal_and_no_space(value: formats.Number | None, shown: str) -> None:
    assert formats.share(value, "ru") == shown


def test_a_share_is_whole_when_its_input_is_rough() -> None:
    assert formats.share(Fraction(2, 3), "ru", n=3) == "67%"
    assert formats.share(0.374, "ru", n=99) == "37%"
    assert formats.share(0.374, "ru", n=100) == "37,4%"
    assert formats.share(0.374, "ru", is_approx=True) == "37%"
    assert formats.share(0.374, "en") == "37.4%"


def test_small_samples_show_their_parts() -> None:
    assert formats.sample(2, 3, "ru") == "2 из 3"
    assert formats.sample(2, 3, "en") == "2 of 3"
    assert formats.is_small_sample(29)
    assert not formats.is_small_sample(30)
    assert formats.is_little_data(9)
    assert not formats.is_little_data(10)


def test_halves_are_rounded_away_from_zero_whatever_the_type() -> None:
    assert formats.number(Decimal("2.25"), "ru", decimals=1) == "2,3"
    assert formats.number(2.25, "ru", decimals=1) == "2,3"
    assert formats.number(-2.25, "ru", decimals=1) == "\u22122,3"
    assert formats.number(0.145, "ru", decimals=2) == "0,15"
    assert formats.number(-0.04, "ru", decimals=1) == "0,0"


def test_marks_stay_with_the_value() -> None:
    fifty = formats.money(5_000_000, "ru")

    assert formats.marked(fifty, Mark.APPROX, "ru") == "~50\u00a0000\u00a0₽"
    assert formats.marked("24\u00a0ч", Mark.AT_MOST, "ru") == "до\u00a024\u00a0ч"
    assert formats.marked("24\u00a0h", Mark.AT_MOST, "en") == "up to\u00a024\u00a0h"
    assert formats.marked(fifty, Mark.EXACT, "ru") == fifty
    assert formats.marked("—", Mark.APPROX, "ru") == "—"


def test_a_range_writes_its_unit_once() -> None:
    assert formats.span("96%", "100%") == "96–100%"
    assert formats.span("5", "7") == "5–7"
    assert formats.window(3, "ru") == "3\u00a0мес."


@pytest.mark.parametrize(
    ("n", "word"),
    [
        *((n, "дело") for n in (1, 21, 101, -1)),
        *((n, "дела") for n in (2, 4, 22, 122, 1.5)),
        *((n, "дел") for n in (0, 5, 11, 12, 14, 111)),
    ],
)
def test_a_russian_word_agrees_with_its_number(n: float, word: str) -> None:
    assert formats.plural(n, "дело|дела|дел") == word


def test_an_english_word_has_two_forms() -> None:
    assert [formats.plural(n, "task|tasks") for n in (0, 1, 2, 21)] == [
        "tasks",
        "task",
        "tasks",
        "tasks",
    ]


def test_an_invariable_word_has_one_form() -> None:
    assert formats.plural(5, "SMS") == "SMS"


def test_four_forms_are_refused() -> None:
    with pytest.raises(ValueError, match="forms"):
        formats.plural(1, "a|b|c|d")


def test_a_counted_word_is_not_torn_from_its_number() -> None:
    assert formats.counted(1240, "дело|дела|дел", "ru") == "1\u00a0240\u00a0дел"


def test_not_measured_agrees_with_the_name_of_the_metric() -> None:
    said = [formats.not_measured(gender, "ru") for gender in formats.Gender]

    assert said == ["не считался", "не считалась", "не считалось", "не считались"]
    assert formats.not_measured(formats.Gender.FEMININE, "en") == "not measured"


def test_an_unknown_language_is_refused_and_a_region_is_ignored() -> None:
    assert formats.words("en-gb").decimal == "."
    with pytest.raises(ValueError, match="fr"):
        formats.words("fr")


def test_initials_survive_any_name() -> None:
    assert formats.initials("Наталья Ремизова") == "НР"
    assert formats.initials("Константин Рождественский-Преображенский") == "КР"
    assert formats.initials("ёлкин") == "Ё"
    assert formats.initials("") == "?"
    assert formats.initials("  (без имени)") == "И"


@pytest.mark.parametrize(
    ("name", "proper"),
    [("Школа «Оттенок»", "Оттенок"), ("Оттенок", "Оттенок"), ("«»", "«»")],
)
def test_a_school_is_called_by_what_stands_between_guillemets(name: str, proper: str) -> None:
    assert formats.proper_name(name) == proper
