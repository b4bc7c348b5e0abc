import pytest

from provodnik.kernel.money import MoneyError, parse_kopecks, roubles_text


@pytest.mark.parametrize(
    ("text", "kopecks"),
    [
        pytest.param("9990", 999_000, id="plain roubles"),
        pytest.param("299,7", 29_970, id="comma and one decimal"),
        pytest.param("12 900,50 руб.", 1_290_050, id="as the export prints it"),
        pytest.param("12\u00a0900,50\u00a0₽", 1_290_050, id="no-break spaces"),
        pytest.param("1\u202f234\u2009567.89", 123_456_789, id="narrow and thin spaces"),
        pytest.param("1 234.56 ₽", 123_456, id="dot and sign"),
        pytest.param("1,234.56", 123_456, id="comma groups, dot decimals"),
        pytest.param("1.234,56", 123_456, id="dot groups, comma decimals"),
        pytest.param("1.234.567", 123_456_700, id="dot groups alone"),
        pytest.param("1’234", 123_400, id="apostrophe groups"),
        pytest.param("₽ 100", 10_000, id="sign in front"),
        pytest.param("100р.", 10_000, id="short for roubles"),
        pytest.param("100 RUB", 10_000, id="code"),
        pytest.param("1234.", 123_400, id="trailing dot"),
        pytest.param("1234,", 123_400, id="trailing comma"),
        pytest.param("9990.0000", 999_000, id="zeros of a database decimal"),
        pytest.param("12900.500", 1_290_050, id="three decimals that cannot be a group"),
        pytest.param("0,50", 50, id="kopecks only"),
        pytest.param("0", 0, id="zero"),
        pytest.param("-5", -500, id="hyphen minus"),
        pytest.param("−5,05", -505, id="real minus"),
        pytest.param("– 5", -500, id="dash for a minus"),
        pytest.param("₽ −5", -500, id="minus after the sign"),
        pytest.param("\ufeff 7 \u200b", 700, id="invisible characters"),
        pytest.param("92233720368547758.07", 2**63 - 1, id="the largest the database holds"),
    ],
)
def test_a_sum_is_read_exactly(text: str, kopecks: int) -> None:
    assert parse_kopecks(text) == kopecks


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("", "empty", id="nothing"),
        pytest.param(" \u00a0", "empty", id="only spaces"),
        pytest.param("бесплатно", "not_a_number", id="a word"),
        pytest.param("₽", "not_a_number", id="a sign alone"),
        pytest.param("1e5", "not_a_number", id="scientific"),
        pytest.param("12 9", "not_a_number", id="groups that are not of three"),
        pytest.param("100 200 30", "not_a_number", id="several numbers"),
        pytest.param("01.02.2023", "not_a_number", id="a date"),
        pytest.param("1.234,567.89", "not_a_number", id="marks in disorder"),
        pytest.param("5 руб. 50 коп.", "not_a_number", id="two sums"),
        pytest.param("--5", "not_a_number", id="two minuses"),
        pytest.param("10%", "not_a_number", id="a share"),
        pytest.param("٣٤", "not_a_number", id="digits of another script"),
        pytest.param("1,234", "ambiguous", id="a thousand or one and a bit"),
        pytest.param("12.900", "ambiguous", id="the same with a dot"),
        pytest.param("0.005", "fraction_of_kopeck", id="half a kopeck"),
        pytest.param("12345.678", "fraction_of_kopeck", id="eight tenths of a kopeck"),
        pytest.param("100 $", "other_currency", id="dollars"),
        pytest.param("100 KZT", "other_currency", id="tenge"),
        pytest.param("92233720368547758.08", "too_large", id="one kopeck too many"),
        pytest.param("9" * 5000, "too_large", id="a very long number"),
    ],
)
def test_what_is_not_a_sum_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(MoneyError) as refusal:
        parse_kopecks(text)

    assert refusal.value.code == code


def test_a_school_in_another_currency_reads_its_own_signs() -> None:
    assert parse_kopecks("100 ₸", currency="KZT") == 10_000
    assert parse_kopecks("100 AMD", currency="AMD") == 10_000
    with pytest.raises(MoneyError, match="other_currency"):
        parse_kopecks("100 руб.", currency="KZT")


@pytest.mark.parametrize(
    ("kopecks", "text"),
    [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (123_450, "1234.50"), (-100, "-1.00")],
)
def test_roubles_are_written_with_two_decimals(kopecks: int, text: str) -> None:
    assert roubles_text(kopecks) == text


def test_what_is_written_reads_back() -> None:
    for kopecks in (0, 1, 99, 100, 100_000, -123_456_789, 2**63 - 1):
        assert parse_kopecks(roubles_text(kopecks)) == kopecks
