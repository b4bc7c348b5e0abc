"""Pairs who look alike: pointed at, never merged by themselves."""

import pytest

from provodnik.facts.people import queries, services
from provodnik.facts.people.models import Client, MatchSuggestion
from provodnik.facts.people.tests.factories import MONDAY, make_client
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db


def find() -> int:
    return services.find_suggestions(now=MONDAY)


def pairs() -> list[tuple[int, int, str]]:
    rows = queries.suggestions()
    return [(row.first.client_id, row.second.client_id, row.reason) for row in rows]


def test_one_phone_or_one_name_and_city_is_a_weak_sign(school: School) -> None:
    a = make_client(first_name="Анна", phone="8 917 123 45 67")
    b = make_client(first_name="Яна", phone="+79171234567")
    c = make_client(first_name="Пётр", last_name="Ёлкин", city="Казань")
    d = make_client(first_name="петр", last_name="Елкин", city="казань")
    make_client(first_name="Пётр", last_name="Ёлкин", city="Уфа")

    assert find() == 2

    assert pairs() == [(a.pk, b.pk, "phone"), (c.pk, d.pk, "name")]
    assert Client.objects.filter(merged_into__isnull=False).count() == 0


def test_looking_again_suggests_nothing_new(school: School) -> None:
    for _ in range(2):
        make_client(phone="89171234567")

    assert [find(), find()] == [1, 0]


def test_a_pair_told_apart_never_comes_back(school: School) -> None:
    first, second = (make_client(phone="89171234567") for _ in range(2))
    find()

    for _ in range(2):
        services.decide_different(MatchSuggestion.objects.get().pk, now=MONDAY, actor="system")

    assert find() == 0
    assert pairs() == []
    elder = make_client(phone="89170000000")
    services.merge(elder.pk, first.pk, now=MONDAY, actor="system")
    Client.objects.filter(pk=elder.pk).update(phone="+79171234567")
    assert find() == 0, "the card that stands for one of them is not suggested either"
    del second


def test_merging_decides_a_pair_and_undoing_opens_it(school: School) -> None:
    first, second = (make_client(phone="89171234567") for _ in range(2))
    find()

    merged = services.merge(first.pk, second.pk, now=MONDAY, actor="system")
    assert MatchSuggestion.objects.get().state == "merged"
    assert pairs() == []

    services.undo_merge(merged.pk, now=MONDAY, actor="system")
    assert pairs() == [(first.pk, second.pk, "phone")]
    assert [row.first.phone for row in queries.suggestions_of(second.pk)] == ["+79171234567"]
    assert queries.merges_of(first.pk) == []


def test_a_phone_of_many_is_an_office_not_a_person(school: School) -> None:
    for _ in range(7):
        make_client(phone="84951234567")

    assert find() == 0


def test_a_pair_of_which_one_was_merged_elsewhere_is_not_shown(school: School) -> None:
    first, second = (make_client(phone="89171234567") for _ in range(2))
    find()
    services.merge(make_client().pk, second.pk, now=MONDAY, actor="system")

    assert queries.suggestions_of(first.pk) == []
