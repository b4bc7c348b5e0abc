"""Products: fields, status, unit economics, titles."""

from dataclasses import replace

import pytest

from provodnik.facts.catalog import queries, services
from provodnik.facts.catalog.errors import EconomicsIncomplete, TitleTaken
from provodnik.facts.catalog.models import Product, ProductAlias
from provodnik.facts.catalog.rules import margin_share
from provodnik.facts.catalog.services.products import fields_of, may_scale
from provodnik.facts.catalog.tests.factories import MONDAY, lead, make_path, make_product
from provodnik.facts.catalog.types import LinkKind, ProductFields, ProductStatus
from provodnik.facts.people.services import add_pain
from provodnik.facts.team.rules import staff_actor
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.gates import Refused
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db
HEAD = "system"


def said(event: str) -> int:
    return JournalEntry.objects.filter(event__name=event).count()


def edit(product: Product, reason: str = "", **changes: object) -> Product:
    fields = replace(fields_of(product), **changes)  # type: ignore[arg-type]
    return services.edit_product(product.pk, fields, now=MONDAY, actor=HEAD, reason=reason)


def test_a_product_is_found_by_exports_under_its_name(school: School) -> None:
    product = make_product(" Блонд без брака ")

    assert ProductAlias.objects.get(title="Блонд без брака").product_id == product.pk
    assert said("product_added") == 1


def test_a_taken_name_is_refused_with_a_reason(school: School) -> None:
    make_product("Блонд", status=ProductStatus.RETIRED)

    with pytest.raises(Refused, match="product_name_taken"):
        make_product("Блонд")
    with pytest.raises(Refused, match="product_name_taken"):
        edit(make_product("Другой"), name="Блонд")


def test_the_same_fields_change_nothing(school: School) -> None:
    product = make_product()

    for _ in range(2):
        edit(product, audience="мастера")
        product.refresh_from_db()

    entry = JournalEntry.objects.get(event__name="product_changed")
    assert entry.attrs == {"fields": "audience"}


def test_a_price_below_the_cost_needs_a_reason(school: School) -> None:
    product = make_product(price_kopecks=1_000_00)

    with pytest.raises(Refused) as refused:
        edit(product, cost_kopecks=1_400_00)
    assert refused.value.reasons[0].params["below_kopecks"] == 400_00

    edit(product, cost_kopecks=1_400_00, reason="вход в воронку")
    entry = JournalEntry.objects.get(event__name="product_changed")
    assert entry.attrs == {"fields": "cost_kopecks", "reason": "вход в воронку"}


@pytest.mark.requirement("R-073")
def test_confirmed_economics_name_the_person_and_end_with_a_new_price(school: School) -> None:
    olga = make_staff("Ольга Седова")
    product = make_product(price_kopecks=10_000_00, cost_kopecks=4_000_00)
    assert not may_scale(product).allowed

    for _ in range(2):
        services.confirm_economics(
            product.pk, by_id=olga.pk, now=MONDAY, actor=staff_actor(olga.pk)
        )

    told = queries.economics(product.pk)
    assert (told.price_kopecks, told.cost_kopecks, told.margin_share) == (
        10_000_00,
        4_000_00,
        0.6,
    )
    assert (told.confirmed_at, told.confirmed_by) == (MONDAY, "Ольга Седова")
    assert said("economics_confirmed") == 1
    product.refresh_from_db()
    assert may_scale(product).allowed

    assert edit(product, audience="мастера").economics_confirmed_at == MONDAY
    assert edit(product, price_kopecks=11_000_00).economics_confirmed_at is None
    assert queries.economics(product.pk).confirmed_by is None


def test_unknown_economics_cannot_be_confirmed(school: School) -> None:
    product = make_product(cost_kopecks=None)

    with pytest.raises(EconomicsIncomplete):
        services.confirm_economics(product.pk, by_id=1, now=MONDAY, actor=HEAD)


def test_a_product_that_steps_lead_to_is_not_retired(school: School) -> None:
    flagship, mini = make_product("Флагман"), make_product("Мини")
    make_path((flagship, mini))

    with pytest.raises(Refused) as refused:
        services.set_status(mini.pk, ProductStatus.RETIRED, now=MONDAY, actor=HEAD)

    assert refused.value.reasons[0].code == "product_has_steps"
    assert refused.value.reasons[0].params == {"product": "Мини", "count": 1}
    for _ in range(2):
        services.set_status(flagship.pk, ProductStatus.RETIRED, now=MONDAY, actor=HEAD)
    assert said("product_status_changed") == 1


@pytest.mark.requirement("R-082")
def test_a_tripwire_is_launched_only_with_its_flagship_and_next_product(school: School) -> None:
    tripwire = make_product("Урок за 390", kind="tripwire", status=ProductStatus.SLEEPING)
    flagship, mini = make_product("Флагман", kind="flagship"), make_product("Мини")

    with pytest.raises(Refused) as refused:
        services.set_status(tripwire.pk, ProductStatus.ACTIVE, now=MONDAY, actor=HEAD)
    assert [reason.code for reason in refused.value.reasons] == [
        "tripwire_without_flagship",
        "tripwire_without_next",
    ]

    lead(tripwire, flagship, LinkKind.TRIPWIRE)
    lead(tripwire, mini)
    services.set_status(tripwire.pk, ProductStatus.ACTIVE, now=MONDAY, actor=HEAD)

    page = queries.product_page(tripwire.pk)
    assert page.product.status == "active"
    assert [p.name for p in page.tripwire] == ["Флагман"]
    assert [p.name for p in page.next] == ["Мини"]


def test_several_products_get_an_owner_at_once(school: School) -> None:
    darya = make_staff("Дарья Мухина")
    first, second = make_product(), make_product(owner_id=darya.pk)

    def give() -> int:
        return services.set_owner([first.pk, second.pk], owner_id=darya.pk, now=MONDAY, actor=HEAD)

    assert [give(), give()] == [1, 0]
    assert said("product_changed") == 1


def test_a_title_of_exports_means_one_product(school: School) -> None:
    first, second = make_product("Первый"), make_product("Второй")

    for _ in range(2):
        services.add_title(first.pk, "Первый (рассрочка)", now=MONDAY, actor=HEAD)

    with pytest.raises(TitleTaken) as refused:
        services.add_title(second.pk, "Первый (рассрочка)", now=MONDAY, actor=HEAD)
    assert refused.value.product_id == first.pk
    assert queries.product_page(first.pk).titles == ("Первый", "Первый (рассрочка)")
    assert said("product_changed") == 1


@pytest.mark.requirement("R-069")
def test_a_pain_finds_the_products_that_solve_it(school: School) -> None:
    fear, money = add_pain("страх осветления"), add_pain("мало клиентов")
    blond, old = make_product("Блонд"), make_product("Старый", status=ProductStatus.RETIRED)
    make_product("Посторонний")
    for product, pains in ((blond, [fear.pk, money.pk]), (old, [fear.pk])):
        for _ in range(2):
            services.set_pains(product.pk, pains, now=MONDAY, actor=HEAD)

    assert [p.name for p in queries.products_for_pain("осветл")] == ["Блонд"]
    assert [p.name for p in queries.products_for_pain("jcdtnk")] == ["Блонд"]
    assert [p.name for p in queries.products_for_pain(pain_id=money.pk)] == ["Блонд"]
    assert queries.products_for_pain("нет такого") == []

    services.set_pains(blond.pk, [money.pk], now=MONDAY, actor=HEAD)
    assert queries.products_for_pain("осветл") == []
    assert [pain.name for pain in queries.product_page(blond.pk).pains] == ["мало клиентов"]
    assert said("product_changed") == 3


@pytest.mark.parametrize(
    ("price", "cost", "share"),
    [(100, 40, 0.6), (100, 100, 0.0), (100, 150, -0.5), (0, 10, None), (100, None, None)],
)
def test_margin(price: int, cost: int | None, share: float | None) -> None:
    assert margin_share(price, cost) == share


def test_a_new_field_of_a_product_is_written_by_people() -> None:
    assert set(ProductFields.__dataclass_fields__) <= {
        str(field.attname) for field in Product._meta.concrete_fields
    }
