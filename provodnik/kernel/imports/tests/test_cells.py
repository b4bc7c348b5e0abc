"""Dates, sums and phones as exports spell them."""

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from provodnik.kernel.imports.cells import moments, money, phones, plain_number, scaled, short
from provodnik.kernel.imports.types import BadCell, RejectCode

MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2023-03-05 22:00", "2023-03-05T22:00:00+03:00"),
        ("2023-03-05 22:00:09", "2023-03-05T22:00:09+03:00"),
        ("2021-07-11 2:00", "2021-07-11T02:00:00+03:00"),
        ("05.03.2023 2:07", "2023-03-05T02:07:00+03:00"),
        ("5.3.2023", "2023-03-05T00:00:00+03:00"),
        ("2023-03-05", "2023-03-05T00:00:00+03:00"),
        ("2012-06-12 10:00", "2012-06-12T10:00:00+04:00"),
        ("2023-03-05T22:00:00Z", "2023-03-05T22:00:00+00:00"),
        ("45231.875", "2023-11-01T21:00:00+03:00"),
        ("", None),
        ("0000-00-00 00:00:00", None),
    ],
)
def test_a_date_in_any_spelling_is_the_schools_wall_clock(text: str, moment: str | None) -> None:
    assert moments(MOSCOW)[text] == moment


@pytest.mark.parametrize("text", ["завтра", "32.01.2023", "2023-13-01", "12345678", "0900-01-01"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(BadCell) as refusal:
        moments(MOSCOW)[text]

    assert (refusal.value.code, refusal.value.params) == (RejectCode.BAD_DATE, {"value": text})


def test_the_events_file_takes_iso_dates_alone() -> None:
    with pytest.raises(BadCell):
        moments(MOSCOW, iso_only=True)["05.03.2023"]


@pytest.mark.parametrize(
    ("text", "kopecks"),
    [
        ("9990", 999000),
        ("299,7", 29970),
        ("12 900,50 руб.", 1290050),
        ("12\u00a0900\u202f руб.", 1290000),
        ("1,234.56", 123456),
        ("-5", -500),
        ("", None),
    ],
)
def test_a_sum_in_any_spelling_is_kopecks(text: str, kopecks: int | None) -> None:
    assert money()[text] == kopecks


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("двенадцать", RejectCode.BAD_MONEY),
        ("1,234", RejectCode.AMBIGUOUS_MONEY),
        ("100 $", RejectCode.OTHER_CURRENCY),
    ],
)
def test_a_sum_that_can_be_read_wrong_is_refused(text: str, code: RejectCode) -> None:
    with pytest.raises(BadCell) as refusal:
        money()[text]

    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("+79161234567", "+79161234567"),
        ("8 (916) 123-45-67", "+79161234567"),
        ("+375 29 123-45-67", "+375291234567"),
        ("нет", None),
        ("", None),
    ],
)
def test_a_phone_in_any_spelling_is_e164_or_nothing(text: str, phone: str | None) -> None:
    assert phones()[text] == phone


@pytest.mark.parametrize("text", ["12,5", "1e5", "NaN", "", "пять"])
def test_a_plain_number_has_a_dot_and_nothing_else(text: str) -> None:
    with pytest.raises(BadCell):
        plain_number(text)


def test_float_noise_of_a_sum_is_rounded_away() -> None:
    assert scaled(plain_number("17.850000000000001")) == 1785
    assert scaled(Decimal("0.005")) == 1


def test_a_cell_longer_than_its_column_is_refused() -> None:
    assert short(3)(" abc ") == "abc"
    with pytest.raises(BadCell):
        short(3)("abcd")
