"""The matrix: all products, what is broken, what sells."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from provodnik.facts.catalog import services
from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.tests.factories import MONDAY, lead, make_path, make_product
from provodnik.facts.catalog.types import LinkKind, ProductStatus
from provodnik.facts.people.models import Client
from provodnik.facts.people.services import add_pain
from provodnik.facts.people.tests.factories import make_client
from provodnik.facts.sales.models import Order
from provodnik.facts.sales.queries.matrix import (
    CSV_HEADER,
    MatrixFilter,
    MatrixRow,
    Tab,
    csv_rows,
    matrix,
)
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import School
from provodnik.method import queries as method

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(days=365)


def sell(product: Product, client: Client, at: datetime, *, refunded: bool = False) -> None:
    Order.objects.create(
        school_id=product.school_id,
        source="test",
        external_id=f"{product.pk}-{client.pk}-{at:%Y%m%d}",
        client=client,
        product=product,
        paid_kopecks=100,
        refunded_kopecks=100 if refunded else 0,
        created_at=at,
        first_paid_at=at,
    )


def row(product: Product, now: datetime = MONDAY) -> MatrixRow:
    return next(r for r in matrix(now=now).rows if r.product_id == product.pk)


def names(which: MatrixFilter, now: datetime = MONDAY) -> list[str]:
    return [r.name for r in matrix(which, now=now).rows]


@pytest.mark.requirement("R-064")
def test_more_than_twenty_products_stand_in_one_matrix_with_filters(school: School) -> None:
    darya, pain = make_staff("Дарья Мухина"), add_pain("страх осветления")
    products = [make_product(f"Продукт {n:02}") for n in range(22)]
    blond = make_product(
        "Блонд без брака",
        kind="mini_course",
        price_kopecks=12_900_00,
        cost_kopecks=5_418_00,
        owner_id=darya.pk,
    )
    services.set_pains(blond.pk, [pain.pk], now=MONDAY, actor="system")
    lead(blond, products[0])
    sell(blond, make_client(), MONDAY - timedelta(days=89))
    sell(blond, make_client(), MONDAY - timedelta(days=91))

    told = row(blond)

    assert matrix(now=MONDAY).counts[Tab.ALL] == 23
    assert (told.kind, told.price_kopecks, told.owner) == (
        "mini_course",
        12_900_00,
        "Дарья Мухина",
    )
    assert told.margin_share == pytest.approx(0.58)
    assert (told.pains, told.next, told.sold) == (("страх осветления",), ("Продукт 00",), 1)
    for which in (
        MatrixFilter(kind="mini_course"),
        MatrixFilter(pain_id=pain.pk),
        MatrixFilter(owner_id=darya.pk),
        MatrixFilter(text="блонд"),
        MatrixFilter(text="jcdtnk"),
    ):
        assert names(which) == ["Блонд без брака"]


@pytest.mark.requirement("R-065")
def test_every_kind_of_the_method_can_be_filtered(school: School) -> None:
    kinds = [kind.key for kind in method.product_kinds().kinds]
    for kind in kinds:
        make_product(kind, kind=kind)

    assert len(kinds) >= 13
    for kind in kinds:
        assert names(MatrixFilter(kind=kind)) == [kind]


@pytest.mark.requirement("R-087")
def test_a_product_whose_last_link_is_removed_becomes_a_dead_end(school: School) -> None:
    course, mini = make_product("Колорист"), make_product("Мини")
    lead(course, mini)
    assert not row(course).is_dead_end
    assert names(MatrixFilter(Tab.DEAD_ENDS)) == ["Мини"]

    services.unlink(course.pk, mini.pk, LinkKind.NEXT, now=MONDAY, actor="system")
    assert row(course).is_dead_end

    make_path((course, mini))
    assert not row(course).is_dead_end
    assert row(course).steps == 1


def test_a_link_to_what_is_not_sold_or_a_cross_link_leads_nowhere(school: School) -> None:
    course, other = make_product(), make_product()
    gone = make_product(status=ProductStatus.RETIRED)
    lead(course, gone)
    lead(course, other, LinkKind.CROSS)

    assert row(course).is_dead_end


def test_a_kind_that_needs_no_next_step_is_no_dead_end(school: School) -> None:
    ends = next(k.key for k in method.product_kinds().kinds if not k.needs_next)

    assert not row(make_product(kind=ends)).is_dead_end


def test_a_product_nobody_pays_for_sleeps(school: School) -> None:
    sold, unsold, put = (make_product(name) for name in ("Продаётся", "Нет", "Усыплён"))
    services.set_status(put.pk, ProductStatus.SLEEPING, now=MONDAY, actor="system")
    sell(sold, make_client(), NOW - timedelta(days=10))

    assert names(MatrixFilter(Tab.SLEEPING), NOW) == ["Нет", "Усыплён"]
    assert not row(unsold, MONDAY).is_sleeping, "a new product has had no time to sell"
    assert not row(make_product(price_kopecks=0), NOW).is_sleeping, "nobody pays for a gift"


def test_tabs_count_what_is_broken_whatever_is_shown(school: School) -> None:
    darya = make_staff()
    make_product("А", owner_id=darya.pk)
    make_product("Б", kind="", status=ProductStatus.UNSORTED)
    make_product("В", status=ProductStatus.RETIRED)

    told = matrix(MatrixFilter(Tab.RETIRED), now=MONDAY)

    assert [r.name for r in told.rows] == ["В"]
    assert told.counts == {
        Tab.ALL: 3,
        Tab.ACTIVE: 1,
        Tab.SLEEPING: 0,
        Tab.DEAD_ENDS: 1,
        Tab.ORPHANS: 1,
        Tab.UNREVISED: 0,
        Tab.WITHOUT_OWNER: 1,
        Tab.NO_DATA: 3,
        Tab.RETIRED: 1,
    }
    missing = {r.name: r.missing for r in matrix(now=MONDAY).rows}
    assert missing["Б"] == ("kind", "cost", "audience", "pains", "payment_url")


def test_the_file_holds_what_the_screen_shows(school: School) -> None:
    blond = make_product("Блонд", price_kopecks=12_900_50, cost_kopecks=6_450_25)
    lead(blond, make_product("Мини"))

    rows = list(csv_rows(matrix(MatrixFilter(text="блонд"), now=MONDAY)))

    assert len(rows) == 1
    line = dict(zip(CSV_HEADER, rows[0], strict=True))
    assert (line["price"], line["cost"], line["margin_percent"]) == ("12900.50", "6450.25", "50.0")
    assert line["next"] == "Мини"


@pytest.mark.parametrize("length", [1, 30])
def test_the_matrix_costs_one_query(
    school: School, length: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(length):
        make_product()

    # The method made in this transaction is read anew each of two times.
    with django_assert_num_queries(3):
        matrix(now=MONDAY)


@pytest.mark.requirement("R-068")
def test_a_product_nothing_leads_to_is_an_orphan_until_linked(school: School) -> None:
    course, mini, pair, twin = (make_product(name) for name in ("Курс", "Мини", "Пара", "Двойник"))
    make_product("Флагман", kind="flagship")
    lead(course, mini)
    lead(pair, twin, LinkKind.CROSS)

    assert names(MatrixFilter(Tab.ORPHANS)) == ["Курс"]

    make_path((mini, course))
    assert names(MatrixFilter(Tab.ORPHANS)) == []
