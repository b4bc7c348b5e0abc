"""A line of mini-products: what is launched, what each brought, what is next."""

from datetime import date, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from provodnik.facts.catalog import services
from provodnik.facts.catalog.errors import LineNameTaken, PlaceTaken
from provodnik.facts.catalog.models import ProductLine
from provodnik.facts.catalog.tests.factories import make_product
from provodnik.facts.catalog.types import LineFields, ProductStatus
from provodnik.facts.sales.queries.lines import product_line, product_lines
from provodnik.facts.sales.tests.factories import MONDAY, buy, make_client
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIELDS = LineFields("20 мини-продуктов", 20, kind="mini_product", due_on=date(2026, 12, 31))


def plan(fields: LineFields = FIELDS) -> ProductLine:
    return services.plan_line(fields, now=MONDAY, actor="staff:1")


@pytest.mark.requirement("R-066")
def test_a_line_of_twenty_counts_launches_and_money_of_each(school: School) -> None:
    line = plan()
    toning = make_product("Тонирование", kind="mini_product")
    ready = make_product("Формулы", kind="mini_product", status=ProductStatus.UNSORTED)
    for name, product, day in (
        ("Тонирование", toning, None),
        ("Формулы", ready, date(2026, 12, 1)),
        ("Растяжка", None, date(2026, 11, 20)),
        ("Без даты", None, None),
    ):
        services.plan_product(
            line.pk, name, launch_on=day, product_id=product.pk if product else None, now=MONDAY
        )
    for _ in range(2):
        buy(make_client(), toning, kopecks=2_900_00)

    told = product_line(line.pk)

    assert (told.target_count, told.launched, told.left) == (20, 1, 19)
    first = told.places[0]
    assert (first.name, first.buyers, first.revenue_kopecks) == ("Тонирование", 2, 5_800_00)
    assert told.revenue_kopecks == 5_800_00
    assert told.next_place is not None
    assert told.next_place.name == "Растяжка"
    assert told.next_place.is_late(date(2026, 11, 21))

    services.set_status(ready.pk, ProductStatus.ACTIVE, now=MONDAY + DAY, actor="staff:1")
    assert product_line(line.pk).launched == 2


@pytest.mark.requirement("R-066")
@pytest.mark.golden("G10")
def test_twenty_launched_of_twenty_planned_leave_nothing(school: School) -> None:
    line = plan()
    for nth in range(1, 21):
        mini = make_product(f"Мини {nth:02}", kind="mini_product")
        services.plan_product(line.pk, mini.name, product_id=mini.pk, now=MONDAY)
        told = product_line(line.pk)
        assert (told.launched, told.target_count, told.left) == (nth, 20, 20 - nth)

    assert told.next_place is None


def test_a_launched_product_stays_launched_when_it_falls_asleep(school: School) -> None:
    line, product = plan(), make_product()
    services.plan_product(line.pk, "А", product_id=product.pk, now=MONDAY)

    services.set_status(product.pk, ProductStatus.SLEEPING, now=MONDAY, actor="staff:1")

    place = product_line(line.pk).places[0]
    assert (place.is_launched, place.status) == (True, "sleeping")


def test_a_name_is_taken_once_and_a_product_fills_one_place(school: School) -> None:
    line, product = plan(), make_product()
    place = services.plan_product(line.pk, "А", now=MONDAY)
    services.fill_place(place.pk, product.pk)

    with pytest.raises(LineNameTaken):
        plan()
    with pytest.raises(PlaceTaken):
        services.plan_product(line.pk, "Б", product_id=product.pk, now=MONDAY)

    services.drop_place(place.pk)
    services.plan_product(line.pk, "Б", product_id=product.pk, now=MONDAY)


@pytest.mark.parametrize("length", [1, 20])
def test_lines_cost_two_queries(
    school: School, length: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(length):
        line = plan(LineFields(f"Линейка {number}", 5))
        services.plan_product(line.pk, "А", product_id=make_product().pk, now=MONDAY)

    with django_assert_num_queries(2):
        product_lines()
