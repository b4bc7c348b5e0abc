"""Which column is which."""

import pytest

from provodnik.kernel.imports.columns import Recogniser, bind, missing
from provodnik.kernel.imports.errors import FileUnreadable
from provodnik.kernel.imports.types import (
    CUSTOM,
    IGNORE,
    Certainty,
    ColumnGuess,
    FileProblem,
    KnownColumn,
    Need,
)

COLUMNS = (
    KnownColumn("email", ("Email", "Эл. почта")),
    KnownColumn("status", ("Статус",)),
    KnownColumn("cost", ("Стоимость",), money=True),
    KnownColumn("utm", ("utm_source", "utm_medium"), many=True),
    KnownColumn("attrs", many=True, prefix="attr."),
    KnownColumn(CUSTOM, ("Город",), many=True),
)
NEEDS = (Need("No column with the status.", ("status",)),)


def guess(*header: str, mapping: dict[str, str] | None = None) -> tuple[ColumnGuess, ...]:
    return Recogniser(COLUMNS).guess(header, mapping or {})


@pytest.mark.parametrize(
    "title", ["Статус", " статус ", "\ufeffСтатус", '"Статус"', "СТАТУС", "Статус\u00a0"]
)
def test_case_spaces_quotes_and_marks_in_a_title_do_not_matter(title: str) -> None:
    (found,) = guess(title)

    assert (found.target, found.certainty) == ("status", Certainty.SURE)


@pytest.mark.parametrize(
    ("title", "currency"),
    [
        ("Стоимость", None),
        ("Стоимость, RUB", "RUB"),
        ("Стоимость, USD", "USD"),
        ("Стоимость руб", "RUB"),
        ("Стоимость, руб.", "RUB"),
    ],
)
def test_the_title_of_a_sum_may_name_its_currency(title: str, currency: str | None) -> None:
    found = guess(title, "Статус")

    assert found[0].target == "cost"
    assert bind(found, COLUMNS, NEEDS).currency == currency


def test_a_near_title_is_a_guess_and_an_odd_one_an_own_field() -> None:
    near, odd = guess("Статус заказа", "Вторая волна")

    assert (near.target, near.certainty) == ("status", Certainty.GUESSED)
    assert (odd.target, odd.certainty) == (CUSTOM, Certainty.UNKNOWN)


def test_a_guess_counts_only_when_a_person_confirmed_it() -> None:
    with pytest.raises(FileUnreadable) as refusal:
        bind(guess("Статус заказа"), COLUMNS, NEEDS)
    confirmed = guess("Статус заказа", mapping={"Статус заказа": "status"})

    assert refusal.value.problem == FileProblem.MISSING_COLUMN
    assert refusal.value.params["like"] == "Статус заказа"
    assert bind(confirmed, COLUMNS, NEEDS).at == {"status": 0}


def test_a_title_that_repeats_is_known_once_and_kept_under_a_number_after_that() -> None:
    header = ("Статус", "Статус", "utm_source", "utm_source", "Город", "Город")

    bound = bind(guess(*header), COLUMNS, NEEDS)

    assert bound.at == {"status": 0}
    assert bound.kept == {
        "utm": (("utm_source", 2), ("utm_source (2)", 3)),
        CUSTOM: (("Статус (2)", 1), ("Город", 4), ("Город (2)", 5)),
    }


def test_titles_with_a_prefix_are_kept_by_the_rest_of_them() -> None:
    bound = bind(guess("Статус", "attr.module", "attr."), COLUMNS, NEEDS)

    assert bound.kept["attrs"] == (("module", 1),)


def test_a_mapping_may_leave_a_column_out() -> None:
    found = guess("Статус", "Город", mapping={"Город": IGNORE})

    assert bind(found, COLUMNS, NEEDS).kept == {}


def test_columns_of_our_own_file_of_rejects_and_nameless_ones_are_left_out() -> None:
    found = guess("line", "column", "reason", "", "Статус")

    assert [g.certainty for g in found] == [Certainty.IGNORED] * 4 + [Certainty.SURE]


def test_what_is_missing_is_told_before_anything_is_read() -> None:
    assert missing(guess("Email"), NEEDS) == ("No column with the status.",)
    assert missing(guess("Статус заказа"), NEEDS) == ()


def test_samples_are_the_first_different_cells() -> None:
    rows = [["да"], ["да"], [""], ["нет"], ["1"], ["2"]]

    (found,) = Recogniser(COLUMNS).guess(["Вторая волна"], {}, rows)

    assert found.samples == ("да", "нет", "1")
