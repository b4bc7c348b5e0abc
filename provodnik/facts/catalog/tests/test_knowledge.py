"""Staff read what products are, and read them again when they change."""

from dataclasses import replace
from datetime import timedelta

import pytest

from provodnik.facts.catalog import services
from provodnik.facts.catalog.queries.knowledge import knowledge, to_learn, unread_count
from provodnik.facts.catalog.tests.factories import MONDAY, lead, make_product
from provodnik.facts.catalog.types import ProductStatus
from provodnik.facts.people.services import add_pain
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=1)


@pytest.mark.requirement("R-071")
def test_the_report_shows_who_knows_which_product_and_the_gaps(school: School) -> None:
    anna, olga = make_staff("Анна", "curator"), make_staff("Ольга", "curator")
    make_staff("Кирилл", "marketer")
    blond, toning = make_product("Блонд"), make_product("Тонирование")
    make_product("Спит", status=ProductStatus.SLEEPING)

    services.acknowledge([blond.pk, toning.pk], staff_id=anna.pk, now=LATER, actor="staff:1")
    services.acknowledge([blond.pk], staff_id=olga.pk, now=LATER, actor="staff:2")

    told = knowledge()
    assert [name for _id, name in told.products] == ["Блонд", "Тонирование"]
    assert [(one.name, one.share, one.cells) for one in told.learners] == [
        ("Ольга", 0.5, (True, False)),
        ("Анна", 1.0, (True, True)),
    ]
    assert (told.share, told.gaps) == (0.75, {blond.pk: 0, toning.pk: 1})


@pytest.mark.requirement("R-071")
def test_a_material_change_has_a_product_read_again_and_another_does_not(school: School) -> None:
    anna, blond = make_staff("Анна", "curator"), make_product("Блонд")
    services.acknowledge([blond.pk], staff_id=anna.pk, now=MONDAY, actor="staff:1")

    cost = replace(services.fields_of(blond), cost_kopecks=100_00)
    services.edit_product(blond.pk, cost, now=LATER, actor="staff:1")
    assert unread_count(anna.pk) == 0

    services.edit_product(
        blond.pk, replace(cost, price_kopecks=1_000_00), now=LATER, actor="staff:1"
    )
    row = to_learn(anna.pk)[0]
    assert (row.is_known, row.acknowledged_at) == (False, MONDAY)

    again = services.acknowledge([blond.pk], staff_id=anna.pk, now=LATER, actor="staff:1")
    assert (again, unread_count(anna.pk)) == (1, 0)


def test_other_pains_and_another_next_step_are_news_too(school: School) -> None:
    anna, blond, next_one = make_staff("Анна", "curator"), make_product(), make_product()
    both = [blond.pk, next_one.pk]
    services.acknowledge(both, staff_id=anna.pk, now=MONDAY, actor="staff:1")

    services.set_pains(blond.pk, [add_pain("страх").pk], now=LATER, actor="staff:1")
    assert unread_count(anna.pk) == 1

    services.acknowledge(both, staff_id=anna.pk, now=LATER, actor="staff:1")
    lead(blond, next_one)
    assert unread_count(anna.pk) == 0, "the factory links on Monday, before it was read"


def test_reading_twice_tells_the_journal_once(school: School) -> None:
    anna, blond = make_staff("Анна", "curator"), make_product()

    for _ in range(2):
        services.acknowledge([blond.pk], staff_id=anna.pk, now=LATER, actor="staff:1")

    entry = JournalEntry.objects.get(event__name="product_acknowledged")
    assert (entry.staff_id, entry.product_id) == (anna.pk, blond.pk)
