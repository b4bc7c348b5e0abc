"""Graduation as an event: attended, offered, bought."""

from datetime import timedelta

import pytest

from provodnik.facts.catalog.tests.factories import make_product
from provodnik.facts.learning.graduations import queries, services
from provodnik.facts.learning.graduations.errors import (
    GraduationNameTaken,
    NobodyGraduates,
    WithoutProduct,
)
from provodnik.facts.learning.graduations.models import Graduation
from provodnik.facts.learning.services import add_members
from provodnik.facts.learning.tests.factories import make_cohort
from provodnik.facts.people.models import Client
from provodnik.facts.people.tests.factories import MONDAY, happened, make_client
from provodnik.kernel.models import JournalEntry, School

pytestmark = pytest.mark.django_db


def graduation(count: int = 3) -> tuple[Graduation, list[Client]]:
    cohort = make_cohort(product_id=make_product("Колорист").pk)
    clients = [make_client() for _ in range(count)]
    add_members(cohort.pk, [c.pk for c in clients], joined_at=MONDAY, actor="system")
    held = services.hold(cohort.pk, name="Выпуск 14", held_at=MONDAY, actor="system")
    return held, clients


@pytest.mark.requirement("R-044")
def test_a_graduation_counts_who_came_was_offered_and_bought(school: School) -> None:
    held, (came, bought, late) = graduation()
    services.note_attendance(held.pk, [came.pk, bought.pk], actor="system")
    happened("payment_received", bought, MONDAY - timedelta(days=90), item="1")
    for client in (came, bought):
        happened("offer_made", client, MONDAY + timedelta(hours=1), product_id=1, channel="x")
    happened("offer_made", late, MONDAY - timedelta(days=1), product_id=1, channel="x")
    happened("payment_received", bought, MONDAY + timedelta(days=2), item="2")
    happened("payment_received", bought, MONDAY + timedelta(days=3), item="1")
    happened("payment_received", late, MONDAY + timedelta(days=40), item="3")

    row, people = queries.graduation(held.pk)

    assert (row.graduates, row.attended, row.offered, row.bought) == (3, 2, 2, 1)
    assert row.without_offer == 1
    assert {p.client_id: (p.attended, p.offered, p.bought) for p in people} == {
        came.pk: (True, True, False),
        bought.pk: (True, True, True),
        late.pk: (False, False, False),
    }
    assert queries.graduations() == [row]


@pytest.mark.requirement("R-044")
def test_every_graduate_starts_a_new_path(school: School) -> None:
    _, clients = graduation()

    told = JournalEntry.objects.filter(event__name="graduated", happened_at=MONDAY)

    assert set(told.values_list("client_id", flat=True)) == {client.pk for client in clients}
    assert told.exclude(product_id=None).count() == len(clients)


def test_attendance_is_the_whole_list_and_is_told_once(school: School) -> None:
    held, (first, second, _) = graduation()

    for came in ([first.pk, second.pk], [second.pk], [second.pk]):
        services.note_attendance(held.pk, came, actor="system")

    assert [p.client_id for p in queries.graduation(held.pk)[1] if p.attended] == [second.pk]
    assert JournalEntry.objects.filter(event__name="activity_joined").count() == 2


def test_a_graduation_needs_people_a_product_and_a_name_of_its_own(school: School) -> None:
    held, _ = graduation()
    empty = make_cohort("Поток 15", product_id=make_product().pk)
    nameless = make_cohort("Поток 16")

    with pytest.raises(GraduationNameTaken):
        services.hold(held.cohort_id, name="Выпуск 14", held_at=MONDAY, actor="system")
    with pytest.raises(WithoutProduct):
        services.hold(nameless.pk, name="Выпуск 16", held_at=MONDAY, actor="system")
    with pytest.raises(NobodyGraduates):
        services.hold(empty.pk, name="Выпуск 15", held_at=MONDAY, actor="system")
