"""Values of events by the unit of their kind."""

import pytest

from provodnik.connectors.events_file.rules import needed_columns, value_of
from provodnik.kernel.events import Unit, kind
from provodnik.kernel.imports.types import BadCell, RejectCode


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("12.5", Unit.KOPECKS, 1250),
        ("4.5", Unit.HUNDREDTHS, 450),
        ("12.5", Unit.SECONDS, 13),
        ("3", Unit.COUNT, 3),
        ("3.0", None, 3),
        ("", Unit.KOPECKS, None),
    ],
)
def test_a_number_becomes_the_smallest_unit(text: str, unit: Unit, value: int | None) -> None:
    assert value_of(text, unit) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2.5", RejectCode.BAD_NUMBER),
        ("-1", RejectCode.NEGATIVE),
        ("1 000", RejectCode.BAD_NUMBER),
    ],
)
def test_what_cannot_be_counted_is_refused(text: str, code: RejectCode) -> None:
    with pytest.raises(BadCell) as refusal:
        value_of(text, Unit.COUNT)

    assert refusal.value.code == code


def test_needs_of_a_kind_are_told_by_columns_of_the_file() -> None:
    sale = kind("sale", "a sale", needs="client_id product_id staff_id value")

    assert needed_columns(sale) == ("client", "product", "staff", "value")
