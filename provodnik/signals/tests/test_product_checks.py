"""Products that sleep and products nobody is led to."""

from datetime import timedelta

import pytest

from provodnik.facts.catalog import services as catalog
from provodnik.facts.catalog.tests.factories import lead, make_path, make_product
from provodnik.facts.catalog.types import LinkKind, ProductStatus
from provodnik.facts.sales.tests.factories import MONDAY, buy, make_client
from provodnik.kernel.models import School
from provodnik.method import queries as method
from provodnik.signals import queries, services

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.requirement("R-068")
def test_ready_content_without_sales_in_the_window_is_found(school: School) -> None:
    window = method.signal_settings().product_sleeping.after_days
    sold, unsold, put = (make_product(kind="mini_course") for _ in range(3))
    unready = make_product(kind="mini_course", status=ProductStatus.UNSORTED)
    catalog.set_status(put.pk, ProductStatus.SLEEPING, now=MONDAY, actor="staff:1")
    now = MONDAY + (window + 1) * DAY
    buy(make_client(), sold, at=now - (window - 1) * DAY)

    services.refresh_all(now=MONDAY + (window - 1) * DAY)
    assert queries.subjects("product_sleeping") == []

    services.refresh_all(now=now)
    assert queries.subjects("product_sleeping") == [unsold.pk], "put to sleep is decided already"

    catalog.set_content_ready([unready.pk], is_ready=True, now=MONDAY, actor="staff:1")
    buy(make_client(), unsold, at=now)
    services.refresh_all(now=now)
    assert queries.subjects("product_sleeping") == [unready.pk]


@pytest.mark.requirement("R-068")
def test_a_product_nothing_leads_to_is_found_until_linked(school: School) -> None:
    flagship, blond, mini = (make_product(kind=kind) for kind in ("flagship", "course", "course"))
    lead(flagship, mini)
    services.refresh_all(now=MONDAY)
    assert queries.subjects("product_orphan") == [blond.pk]

    make_path((mini, blond))
    services.refresh_all(now=MONDAY)

    assert queries.subjects("product_orphan") == []


def test_a_cross_product_is_no_orphan(school: School) -> None:
    lead(make_product(kind="flagship"), make_product(kind="course"), LinkKind.CROSS)

    services.refresh_all(now=MONDAY)

    assert queries.subjects("product_orphan") == []
