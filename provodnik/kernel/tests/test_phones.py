import pytest

from provodnik.kernel.phones import e164


@pytest.mark.parametrize(
    "text",
    [
        "+79161234567",
        "8 (916) 123-45-67",
        "79161234567",
        "9161234567",
        "+7 916 123 45 67",
        "7.916.123.45.67",
        "'+79161234567",
        "79161234567.0",
        "+7\u00a0916\u00a0123\u201145\u201167",
        "тел. 8 916 123-45-67",
        "8 916 123-45-67 доб. 12",
        "89161234567, 89031112233",
        "нет / 8(916)1234567",
    ],
)
def test_the_ways_people_write_one_phone_give_one_number(text: str) -> None:
    assert e164(text) == "+79161234567"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("+375 29 123-45-67", "+375291234567", id="Belarus"),
        pytest.param("375291234567", "+375291234567", id="Belarus without the plus"),
        pytest.param("+7 701 123 45 67", "+77011234567", id="Kazakhstan"),
        pytest.param("8 (495) 123-45-67", "+74951234567", id="a Moscow office"),
        pytest.param("+49 30 901820", "+4930901820", id="Berlin"),
    ],
)
def test_other_countries_and_cities(text: str, number: str) -> None:
    assert e164(text) == number


@pytest.mark.parametrize(
    "text", ["", " ", "нет", "123", "8 916", "0000000000", "@ivan", "7.91612E+10", "9" * 10_000]
)
def test_what_is_not_a_phone_is_none(text: str) -> None:
    assert e164(text) is None


@pytest.mark.parametrize("text", ["3725123456", "819012345678"])
def test_a_plus_is_not_imagined_before_short_numbers_nor_before_an_eight(text: str) -> None:
    assert e164(f"+{text}") == f"+{text}"
    assert e164(text) is None


def test_a_number_without_its_country_is_of_the_region_given() -> None:
    assert e164("030 901820", region="DE") == "+4930901820"
    assert e164("030 901820") is None
