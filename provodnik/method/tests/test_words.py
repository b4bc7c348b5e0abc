import pytest

from provodnik.method.words import PlaceUnknown, Value, fill, malformed

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("text", "values", "said"),
    [
        pytest.param("{count|дело|дела|дел}", {"count": 1}, f"1{NBSP}дело", id="one"),
        pytest.param("{count|дело|дела|дел}", {"count": 2}, f"2{NBSP}дела", id="few"),
        pytest.param("{count|дело|дела|дел}", {"count": 11}, f"11{NBSP}дел", id="eleven"),
        pytest.param("{count|дело|дела|дел}", {"count": 21}, f"21{NBSP}дело", id="twenty-one"),
        pytest.param("{count|дело|дела|дел}", {"count": 1.5}, f"1,5{NBSP}дела", id="fraction"),
        pytest.param(
            "{now_kopecks}", {"now_kopecks": 87_008_000}, f"870{NBSP}080{NBSP}₽", id="money"
        ),
        pytest.param(
            "{now_kopecks}", {"now_kopecks": 129_050}, f"1{NBSP}290,50{NBSP}₽", id="kopecks"
        ),
        pytest.param("{n_kopecks}", {"n_kopecks": -40_000}, f"−400{NBSP}₽", id="minus"),
        pytest.param("{next_on}", {"next_on": "2026-12-01"}, "1 декабря", id="date"),
        pytest.param("{left_minutes}", {"left_minutes": 160}, "2 ч 40 мин", id="duration"),
        pytest.param("{left_minutes}", {"left_minutes": 120}, "2 ч", id="whole hours"),
        pytest.param("{left_minutes}", {"left_minutes": 0}, "0 мин", id="nothing left"),
        pytest.param("{paid_share}", {"paid_share": 0.3731}, "37,3%", id="share"),
        pytest.param("{a} и {a}", {"a": "б"}, "б и б", id="twice"),
    ],
)
def test_a_place_is_filled_by_the_unit_in_its_name(
    text: str, values: dict[str, Value], said: str
) -> None:
    assert fill(text, values) == said


def test_a_value_with_braces_is_not_a_place() -> None:
    assert fill("{name}", {"name": "{count}"}) == "{count}"


def test_a_place_without_a_value_is_refused() -> None:
    with pytest.raises(PlaceUnknown, match="name"):
        fill("{name}", {})


@pytest.mark.parametrize("text", ["{name", "name}", "{count|дело|дела}", "{}", "{a{b}}"])
def test_broken_braces_are_found(text: str) -> None:
    assert malformed(text)
