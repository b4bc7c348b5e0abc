"""People: who is who, what the roster knows, and what only a person may decide."""

import pytest

from provodnik.connectors.getcourse.tests.exports import Loader, order, payment
from provodnik.facts.people.models import Client, ClientKey, MatchSuggestion
from provodnik.facts.people.queries.searching import search
from provodnik.kernel.imports.types import Tally

pytestmark = pytest.mark.django_db

HEADER = [
    *("id", "Email", "Создан", "Последняя активность", "Имя", "Фамилия"),
    *("Телефон", "Город", "Возраст"),
]


def user(  # noqa: PLR0913 (a row of the export)
    key: str = "7",
    *,
    email: str = "Anna@Mail.ru",
    made: str = "2026-09-01 10:00",
    first: str = "Анна",
    last: str = "Ёлкина",
    phone: str = "8 916 123-45-67",
    city: str = "Казань",
    age: str = "22",
) -> list[str]:
    return [key, email, made, "", first, last, phone, city, age]


def users(load: Loader, *rows: list[str]) -> Tally:
    return load.rows("getcourse-users", [HEADER, *rows]).tally


def test_a_user_becomes_a_client_known_by_id_and_by_e_mail(load: Loader) -> None:
    assert users(load, user()) == Tally(created=1)

    anna = Client.objects.get()
    assert (anna.name, anna.external_name, anna.email) == ("Анна Ёлкина", "7", "anna@mail.ru")
    assert (anna.phone, anna.phone_raw) == ("+79161234567", "8 916 123-45-67")
    assert (anna.city, anna.custom) == ("Казань", {"Возраст": "22"})
    keys = set(ClientKey.objects.values_list("kind", "value"))
    assert keys == {("getcourse", "7"), ("email", "anna@mail.ru")}


def test_a_user_is_found_by_name_phone_e_mail_and_id(load: Loader) -> None:
    users(load, user("70001"))

    for needle in ("елкина", "9161234567", "anna@", "70001"):
        assert [hit.client_id for hit in search(needle)] == [Client.objects.get().pk]


def test_the_same_roster_again_changes_nothing(load: Loader) -> None:
    rows = [user(), user("8", email="b@mail.ru"), user("9", email="")]
    users(load, *rows)

    assert users(load, *rows) == Tally(unchanged=3)


def test_the_roster_fills_a_client_whom_an_order_made(load: Loader) -> None:
    load.orders(order(user="7", email="anna@mail.ru"))

    assert users(load, user()) == Tally(updated=1)

    assert Client.objects.get().name == "Анна Ёлкина"


def test_an_order_does_not_change_contacts_of_a_known_client(load: Loader) -> None:
    users(load, user())

    load.orders(order(user="7", email="old@mail.ru"))

    assert Client.objects.get().email == "anna@mail.ru"


def test_a_blank_cell_of_the_roster_takes_nothing_away(load: Loader) -> None:
    users(load, user())

    assert users(load, user(phone="", city="", age="")) == Tally(unchanged=1)


def test_somebody_known_by_e_mail_is_the_user_of_this_e_mail(load: Loader) -> None:
    load.payments(payment(order="", email="anna@mail.ru"))

    users(load, user())

    anna = Client.objects.get()
    assert (anna.external_name, ClientKey.objects.filter(kind="getcourse").count()) == ("7", 1)


def test_two_ids_with_one_e_mail_are_two_people(load: Loader) -> None:
    load.orders(order("1", user="7"), order("2", user="8"))

    assert sorted(Client.objects.values_list("external_name", flat=True)) == ["7", "8"]


def test_the_roster_says_whose_an_e_mail_is_now(load: Loader) -> None:
    load.orders(order("1", user="8", email="anna@mail.ru"))

    users(load, user("7", email="anna@mail.ru"))
    load.payments(payment(order="", email="anna@mail.ru"))

    anna = ClientKey.objects.get(kind="email", value="anna@mail.ru")
    assert Client.objects.get(pk=anna.client_id).external_name == "7"


def test_a_known_user_and_somebody_with_the_same_e_mail_are_shown_to_a_person(
    load: Loader,
) -> None:
    load.orders(order(user="7", email="old@mail.ru"))
    load.payments(payment(order="", email="anna@mail.ru"))

    users(load, user("7", email="anna@mail.ru"))

    assert Client.objects.count() == 2
    assert [s.reason for s in MatchSuggestion.objects.all()] == ["email"]


def test_people_with_one_phone_are_suggested_and_never_merged(load: Loader) -> None:
    run = load.rows("getcourse-users", [HEADER, user("7"), user("8", email="b@mail.ru")])

    assert Client.objects.filter(merged_into=None).count() == 2
    assert [s.reason for s in MatchSuggestion.objects.all()] == ["phone"]
    assert run.notes["suggested"] == 1


def test_a_user_with_neither_id_nor_e_mail_is_left_out(load: Loader) -> None:
    assert users(load, user("", email=""), user()) == Tally(created=1, rejected=1)


def test_groups_of_a_group_export_gather_on_one_client(load: Loader) -> None:
    header = [*HEADER, "ID группы", "Добавлен в группу"]
    rows = [[*user(), "31", "2026-09-01"], [*user(), "32", "2026-09-05"]]

    first = load.rows("getcourse-users", [header, *rows]).tally
    again = load.rows("getcourse-users", [header, *rows]).tally

    assert (first, again) == (Tally(created=1, unchanged=1), Tally(unchanged=2))
    assert Client.objects.get().custom["groups"] == {"31": "2026-09-01", "32": "2026-09-05"}


def test_of_two_rows_of_one_user_the_last_rules_now_and_when_it_comes_again(load: Loader) -> None:
    rows = [user(city="Казань"), user("8", email="b@mail.ru"), user(city="Пермь")]

    users(load, *rows)

    assert users(load, *rows) == Tally(unchanged=3)
    assert Client.objects.get(external_name="7").city == "Пермь"
