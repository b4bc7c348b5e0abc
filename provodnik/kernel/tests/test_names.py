import unicodedata

import pytest

from provodnik.kernel.names import search_key, search_keys, sort_key, switch_layout


def test_yo_stands_beside_ye_and_capitals_do_not_matter() -> None:
    names = ["Яна", "Ёлкина", "Елисеев", "ершов", "Елкина", "Жуков"]

    assert sorted(names, key=sort_key) == [
        "Елисеев",
        "Елкина",
        "Ёлкина",
        "ершов",
        "Жуков",
        "Яна",
    ]


def test_a_shorter_name_stands_before_the_longer_one_it_begins() -> None:
    names = ["Анна Бунина", "Аннабель", "Анна"]

    assert sorted(names, key=sort_key) == ["Анна", "Анна Бунина", "Аннабель"]


def test_names_that_differ_in_yo_alone_have_different_keys_and_spaces_do_not_count() -> None:
    assert sort_key("Семён") != sort_key("Семен")
    assert sort_key(" Семён  Орлов ") == sort_key("Семён Орлов")


def test_search_does_not_tell_yo_from_ye_nor_capitals_nor_spaces() -> None:
    assert search_key(" СЕМЁНОВ   Пётр") == search_key("семенов петр") == "семенов петр"


def test_letters_put_together_from_parts_are_the_same_letters() -> None:
    apart = unicodedata.normalize("NFD", "Ёжиков Андрей")

    assert apart != "Ёжиков Андрей"
    assert search_key(apart) == "ежиков андрей"
    assert sort_key(apart) == sort_key("Ёжиков Андрей")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("htvbpjdf", "ремизова"),
        ("Htvbpjdf", "Ремизова"),
        ("[fhbnjyjdf", "харитонова"),
        ("`;brjd", "ёжиков"),
        ("шмфт", "ivan"),
        ("+7 916", "+7 916"),
        ("", ""),
    ],
)
def test_the_other_layout(typed: str, meant: str) -> None:
    assert switch_layout(typed) == meant


def test_a_search_tries_what_was_typed_first_and_then_the_other_layout() -> None:
    assert search_keys("htvbpjdf") == ("htvbpjdf", "ремизова")
    assert search_keys("`krf") == ("`krf", "елка")
    assert search_keys("79161234567") == ("79161234567",)
    assert search_keys("  ") == ()
