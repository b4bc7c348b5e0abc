"""What the sidebar counts for whom."""

import pytest

from provodnik.facts.catalog.tests.factories import make_product
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School
from provodnik.web.counters import counters_of
from provodnik.web.shell.types import Counter

pytestmark = pytest.mark.django_db


def test_products_not_yet_read_are_counted_beside_what_to_offer(school: School) -> None:
    make_product("Блонд без брака")
    curator = make_staff("Светлана Громова", "curator")

    assert counters_of(curator)["learn"] == Counter(1)


def test_who_leads_the_products_is_not_reminded_to_read_them(school: School) -> None:
    make_product("Блонд без брака")
    head = make_staff("Ольга Седова", "head_of_product_and_service")

    assert "learn" not in counters_of(head)
