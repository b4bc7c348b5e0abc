"""The same change to several products, and its way back."""

from datetime import timedelta

import pytest

from provodnik.facts.catalog import services
from provodnik.facts.catalog.queries.revision import revision
from provodnik.facts.catalog.services.several import CellChange
from provodnik.facts.catalog.tests.factories import MONDAY, make_path, make_product
from provodnik.facts.catalog.types import ProductStatus
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=1)


def test_several_products_get_an_owner_and_give_it_back(school: School) -> None:
    anna, olga = make_staff("Анна"), make_staff("Ольга")
    products = [make_product("А", owner_id=olga.pk), make_product("Б"), make_product("В")]
    services.change_cells([products[2].pk], "owner_id", anna.pk, now=MONDAY, actor="staff:1")

    done = services.change_cells(
        [one.pk for one in products], "owner_id", anna.pk, now=LATER, actor="staff:1"
    )
    assert [(one.was, one.became) for one in done.changes] == [(olga.pk, anna.pk), (None, anna.pk)]

    services.take_back(done.changes, now=LATER, actor="staff:1")
    for product in products:
        product.refresh_from_db()
    assert [one.owner_id for one in products] == [olga.pk, None, anna.pk]


def test_what_may_not_change_says_why_and_the_others_change(school: School) -> None:
    flagship, blond, old = make_product("Флагман"), make_product("Блонд"), make_product("Старый")
    make_path((flagship, blond))

    done = services.change_cells(
        [blond.pk, old.pk], "status", ProductStatus.RETIRED.value, now=LATER, actor="staff:1"
    )

    assert [one.product_id for one in done.changes] == [old.pk]
    assert [reason.code for reason in done.refused] == ["product_has_steps"]


def test_taking_back_leaves_alone_what_somebody_changed_since(school: School) -> None:
    blond = make_product("Блонд", price_kopecks=100_00)
    services.change_cells([blond.pk], "price_kopecks", 300_00, now=LATER, actor="staff:2")

    back = services.take_back(
        [CellChange(blond.pk, "price_kopecks", 100_00, 200_00)], now=LATER, actor="staff:1"
    )

    blond.refresh_from_db()
    assert (back.changes, blond.price_kopecks) == ((), 300_00)


def test_no_cell_changes_a_field_that_it_does_not_show(school: School) -> None:
    with pytest.raises(KeyError):
        services.change_cells([make_product().pk], "created_at", None, now=LATER, actor="staff:1")


@pytest.mark.requirement("R-067")
def test_chosen_products_come_into_the_revision_that_goes_on(school: School) -> None:
    one, two = make_product("А"), make_product("Б")
    services.start_revision(now=MONDAY, actor="staff:1")
    services.revise(one.pk, ProductStatus.ACTIVE, now=MONDAY, actor="staff:1")

    services.ask_again([one.pk], now=LATER, actor="staff:1")

    going = revision()
    assert going is not None
    assert (going.left, going.total) == ((one.pk, two.pk), 2)


@pytest.mark.requirement("R-067")
def test_chosen_products_begin_a_revision_of_their_own(school: School) -> None:
    one, _two = make_product("А"), make_product("Б")

    services.ask_again([one.pk], now=LATER, actor="staff:1")

    going = revision()
    assert going is not None
    assert (going.left, going.total) == ((one.pk,), 1)


def test_content_is_ready_from_the_moment_somebody_says_so(school: School) -> None:
    idea = make_product(status=ProductStatus.UNSORTED)
    assert idea.content_ready_at is None

    assert services.set_content_ready([idea.pk], is_ready=True, now=LATER, actor="staff:1") == 1
    assert services.set_content_ready([idea.pk], is_ready=True, now=LATER, actor="staff:1") == 0

    idea.refresh_from_db()
    assert idea.content_ready_at == LATER
