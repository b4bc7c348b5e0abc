"""Finding products by a part of the name."""

import pytest

from provodnik.facts.catalog.queries import products_by_name
from provodnik.facts.catalog.tests.factories import make_product
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db


def names(text: str, **options: int) -> list[str]:
    return [hit.name for hit in products_by_name(text, **options)]


def test_no_text_gives_every_product_by_name_up_to_the_limit(school: School) -> None:
    for name in ("Стилист", "Блонд", "Колорист"):
        make_product(name)

    assert names("") == names("  ") == ["Блонд", "Колорист", "Стилист"]
    assert names("", limit=2) == ["Блонд", "Колорист"]


def test_a_text_leaves_those_it_stands_in(school: School) -> None:
    for name in ("Стилист", "Колорист"):
        make_product(name)

    assert names("колор") == ["Колорист"]
