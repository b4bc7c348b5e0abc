"""Similar people are pointed at; a person joins them, parts them, takes it back."""

import re

import pytest
from django.test import Client

from provodnik.facts.people.models import Client as Student
from provodnik.facts.people.models import MatchSuggestion, Merge
from provodnik.facts.people.services.suggestions import find_suggestions
from provodnik.facts.team.models import Staff
from provodnik.facts.team.tests.factories import MONDAY
from provodnik.kernel.models import School
from provodnik.kernel.names import sort_key
from provodnik.web.tests.members import cost_of, sign_in


@pytest.fixture
def head(client: Client, school: School) -> Staff:
    return sign_in(client)


def make_pair(school: School, number: int = 1) -> MatchSuggestion:
    phone = f"+7917123{number:04d}"
    for mail in ("old", "new"):
        name = f"Наталья Ремизова {number}"
        Student.objects.create(
            school=school,
            name=name,
            sort_key=sort_key(name),
            external_name=f"{mail}{number}",
            email=f"{mail}{number}@example.org",
            phone=phone,
            created_at=MONDAY,
        )
    find_suggestions(now=MONDAY)
    return MatchSuggestion.objects.order_by("-pk")[0]


def test_both_cards_stand_side_by_side(client: Client, head: Staff, school: School) -> None:
    make_pair(school)

    page = client.get("/people/similar/").text

    assert "Похожи друг на друга: 1\u00a0пара. Решаете вы" in page
    assert "Совпал телефон" in page
    assert "old1@example.org" in page
    assert "new1@example.org" in page


def test_one_person_is_joined_and_parted_again(client: Client, head: Staff, school: School) -> None:
    pair = make_pair(school)

    page = client.post(
        f"/people/similar/{pair.pk}/merge/", {"survivor": pair.second_id}, follow=True
    ).text
    merged = Merge.objects.get()
    assert (merged.survivor_id, merged.absorbed_id) == (pair.second_id, pair.first_id)
    assert merged.merged_by_id == head.pk
    undo = re.search(r'action="(/people/merges/\d+/undo/)"', page)
    assert undo is not None

    page = client.post(undo[1], follow=True).text

    assert "Объединение отменено, обе карточки на месте." in page
    assert Student.objects.filter(merged_into=None).count() == 2


def test_two_people_are_not_pointed_at_again(client: Client, head: Staff, school: School) -> None:
    pair = make_pair(school)

    client.post(f"/people/similar/{pair.pk}/difference/")
    find_suggestions(now=MONDAY)

    assert "Похожих людей нет" in client.get("/people/similar/").text


def test_only_a_card_of_the_pair_can_stay(client: Client, head: Staff, school: School) -> None:
    pair = make_pair(school)

    response = client.post(f"/people/similar/{pair.pk}/merge/", {"survivor": "999999"})

    assert response.status_code == 404
    assert not Merge.objects.exists()


@pytest.mark.parametrize("survivor", ["", "x", "-1"])
def test_nonsense_is_no_card(client: Client, head: Staff, school: School, survivor: str) -> None:
    pair = make_pair(school)

    response = client.post(f"/people/similar/{pair.pk}/merge/", {"survivor": survivor})

    assert response.status_code == 404


def test_a_card_joined_meanwhile_is_said_in_words(
    client: Client, head: Staff, school: School
) -> None:
    from provodnik.facts.people.services.merging import merge

    pair = make_pair(school)
    third = Student.objects.create(
        school=school, name="Третья", sort_key="третья", external_name="3", created_at=MONDAY
    )
    merge(third.pk, pair.first_id, now=MONDAY, actor="system")

    page = client.post(
        f"/people/similar/{pair.pk}/merge/", {"survivor": pair.second_id}, follow=True
    ).text

    assert "уже объединили с другой" in page


def test_a_colleague_without_the_right_is_refused(client: Client, school: School) -> None:
    pair = make_pair(school)
    sign_in(client, "coordinator")

    assert client.get("/people/similar/").status_code == 403
    response = client.post(f"/people/similar/{pair.pk}/merge/", {"survivor": pair.first_id})
    assert response.status_code == 403


def test_the_cost_does_not_grow(client: Client, head: Staff, school: School) -> None:
    make_pair(school)
    short = cost_of(client, "/people/similar/")

    for number in range(2, 15):
        make_pair(school, number)

    assert cost_of(client, "/people/similar/") == short


def test_two_people_can_be_taken_back(client: Client, head: Staff, school: School) -> None:
    pair = make_pair(school)
    page = client.post(f"/people/similar/{pair.pk}/difference/", follow=True).text
    undo = re.search(r'action="(/people/similar/\d+/difference/undo/)"', page)
    assert undo is not None

    page = client.post(undo[1], follow=True).text

    assert "Пара снова ждёт решения." in page
    assert "Похожи друг на друга: 1\u00a0пара" in page


def test_a_joined_pair_is_not_reopened(client: Client, head: Staff, school: School) -> None:
    pair = make_pair(school)
    client.post(f"/people/similar/{pair.pk}/merge/", {"survivor": pair.second_id})
    pair.refresh_from_db()
    joined = pair.state

    client.post(f"/people/similar/{pair.pk}/difference/undo/")

    pair.refresh_from_db()
    assert pair.state == joined
