"""How products lead to each other, and the roadmap that follows from it."""

import pytest
from pytest_django import DjangoAssertNumQueries

from provodnik.facts.catalog import queries, services
from provodnik.facts.catalog.rules import way_back
from provodnik.facts.catalog.tests.factories import MONDAY, lead, make_path, make_product
from provodnik.facts.catalog.types import LinkKind, ProductStatus
from provodnik.facts.people.services import add_pain
from provodnik.kernel.gates import Refused
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db


def test_a_product_does_not_lead_to_itself(school: School) -> None:
    product = make_product("Блонд")

    with pytest.raises(Refused, match="next_is_itself"):
        lead(product, product)


def test_next_steps_do_not_go_in_a_circle(school: School) -> None:
    blond, practicum, mentor = (make_product(name) for name in ("Блонд", "Практикум", "Наставник"))
    lead(blond, practicum)
    lead(practicum, mentor)

    with pytest.raises(Refused) as refused:
        lead(mentor, blond)

    reason = refused.value.reasons[0]
    assert reason.code == "path_in_circle"
    assert reason.params == {"chain": "Наставник → Блонд → Практикум → Наставник"}
    lead(mentor, blond, LinkKind.CROSS)


def test_linking_and_unlinking_again_changes_nothing(school: School) -> None:
    a, b = make_product(), make_product()

    def link() -> bool:
        return services.link(a.pk, b.pk, LinkKind.NEXT, now=MONDAY, actor="system")

    def unlink() -> bool:
        return services.unlink(a.pk, b.pk, LinkKind.NEXT, now=MONDAY, actor="system")

    assert [link(), link(), unlink(), unlink()] == [True, False, True, False]
    assert JournalEntry.objects.filter(event__name="product_changed").count() == 2


@pytest.mark.requirement("R-074")
def test_cross_products_are_shown_on_both_and_offered_next(school: School) -> None:
    blond, care = make_product("Блонд"), make_product("Уход")
    lead(blond, care, LinkKind.CROSS)
    lead(care, blond, LinkKind.CROSS)

    assert [p.name for p in queries.product_page(blond.pk).cross] == ["Уход"]
    assert [p.name for p in queries.product_page(care.pk).cross] == ["Блонд"]
    for product, other in ((blond, care), (care, blond)):
        offers = queries.roadmap([product.pk])
        assert [(offer.product_id, offer.via) for offer in offers] == [(other.pk, "cross")]
    assert services.unlink(care.pk, blond.pk, LinkKind.CROSS, now=MONDAY, actor="system")
    assert queries.roadmap([blond.pk]) == []


@pytest.mark.requirement("R-070")
def test_a_finished_course_shows_the_next_products_with_their_script(school: School) -> None:
    course, blond, cut, care = (
        make_product(name) for name in ("Колорист", "Блонд", "Стрижка", "Уход")
    )
    asleep = make_product("Спящий", status=ProductStatus.SLEEPING)
    for target in (cut, blond, asleep):
        lead(course, target)
    lead(course, care, LinkKind.CROSS)
    make_path((course, blond))

    offers = queries.roadmap([course.pk])

    assert [(o.product, o.via) for o in offers] == [
        ("Блонд", "path"),
        ("Стрижка", "next"),
        ("Уход", "cross"),
    ]
    assert (offers[0].script, offers[0].channel) == ("after_module", "coordinator_calls")
    assert offers[0].after == "Колорист"
    assert [o.product for o in queries.roadmap([course.pk], owned_ids=[blond.pk])] == [
        "Стрижка",
        "Уход",
    ]


def test_what_solves_the_clients_pain_comes_first(school: School) -> None:
    course, blond, care = (make_product(name) for name in ("Колорист", "Блонд", "Уход"))
    lead(course, blond)
    lead(course, care, LinkKind.CROSS)
    pain = add_pain("мало клиентов")
    services.set_pains(care.pk, [pain.pk], now=MONDAY, actor="system")

    offers = queries.roadmap([course.pk], pain_id=pain.pk)

    assert [(o.product, o.matches_goal, o.pains) for o in offers] == [
        ("Уход", True, ("мало клиентов",)),
        ("Блонд", False, ()),
    ]


@pytest.mark.parametrize("length", [1, 20])
def test_a_roadmap_and_a_page_cost_the_same_at_any_length(
    school: School, length: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    course = make_product()
    for _ in range(length):
        lead(course, make_product())

    with django_assert_num_queries(5):
        assert len(queries.roadmap([course.pk])) == length
        queries.product_page(course.pk)


@pytest.mark.parametrize(
    ("links", "circle"),
    [
        pytest.param([], (), id="nothing leads back"),
        pytest.param([(2, 1)], (1, 2, 1), id="straight back"),
        pytest.param([(2, 3), (3, 4), (4, 1)], (1, 2, 3, 4, 1), id="the long way round"),
        pytest.param([(2, 3), (3, 2)], (), id="another circle is not ours"),
    ],
)
def test_way_back(links: list[tuple[int, int]], circle: tuple[int, ...]) -> None:
    assert way_back(links, 1, 2) == circle
