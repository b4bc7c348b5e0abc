"""Finding clients however they were typed."""

import pytest
from django.db import connection

from provodnik.facts.people import queries, services
from provodnik.facts.people.models import Client
from provodnik.facts.people.search import SEARCH_TEXT_SQL, SORT_KEY_SQL, needles
from provodnik.facts.people.services import Contacts
from provodnik.facts.people.tests.factories import MONDAY, make_client
from provodnik.facts.people.types import KeyKind
from provodnik.kernel.models import School
from provodnik.kernel.names import search_key, sort_key

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("семенов", id="е for ё"),
        pytest.param("Семёнов Пётр", id="last name first"),
        pytest.param("пётр семен", id="first name first"),
        pytest.param("ctvtyjd", id="wrong layout"),
        pytest.param("Petr_S@Example", id="e-mail in capitals, with an underscore"),
        pytest.param("8 (917) 123", id="dialled with 8"),
        pytest.param("+7 917 123-45-67", id="whole phone"),
        pytest.param("4567", id="end of the phone"),
        pytest.param("@petya", id="Telegram name"),
        pytest.param("gc-300", id="GetCourse id"),
    ],
)
def test_a_client_is_found_by_any_part(school: School, typed: str) -> None:
    petr = services.add_client(
        Contacts(
            first_name="Пётр",
            last_name="Семёнов",
            email="petr_s@example.org",
            phone="8 917 123-45-67",
            telegram="@petya",
        ),
        keys={KeyKind.GETCOURSE: "gc-300"},
        now=MONDAY,
        actor="system",
    )
    make_client(first_name="Анна", last_name="Иванова", phone="+7 903 555-66-77")

    assert [hit.client_id for hit in queries.search(typed)] == [petr.pk]


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "\\"])
def test_signs_alone_are_looked_for_as_signs(school: School, typed: str) -> None:
    make_client(email="anna@example.org")

    assert queries.search(typed) == []


def test_names_that_begin_with_the_text_come_first(school: School) -> None:
    inside = make_client(first_name="Анна", last_name="Бремизова")
    begins = make_client(first_name="Яна", last_name="Ремизова")

    assert [hit.client_id for hit in queries.search("ремиз")] == [begins.pk, inside.pk]


def test_two_letters_are_the_beginning_of_a_last_name(school: School) -> None:
    begins = make_client(first_name="Яна", last_name="Ёлкина")
    make_client(first_name="Елена", last_name="Белова")

    assert [hit.client_id for hit in queries.search("ел")] == [begins.pk]


def test_a_client_merged_into_another_is_found_as_the_other(school: School) -> None:
    stays = make_client(email="new@example.org")
    gone = make_client(email="old@example.org")

    services.merge(stays.pk, gone.pk, now=MONDAY, actor="system")

    assert [hit.client_id for hit in queries.search("old@example")] == [stays.pk]


def test_another_schools_clients_are_not_found(school: School) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosecdef FROM pg_proc WHERE proname = 'people_search'")
        assert cursor.fetchone() == (True,)
    make_client(email="anna@example.org")

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.school', %s, true)", [str(school.pk + 1)])
        cursor.execute("SELECT count(*) FROM people_search('anna', 10)")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT set_config('app.school', %s, true)", [str(school.pk)])


@pytest.mark.parametrize(
    ("first", "last"),
    [("Пётр", "Ёлкин"), ("  Анна  Мария ", "Де  Ла"), ("Ли", "")],
)
def test_python_and_sql_fold_alike(school: School, first: str, last: str) -> None:
    client = Client.objects.get(pk=make_client(first_name=first, last_name=last).pk)

    assert client.sort_key == sort_key(f"{last} {first}")
    assert search_key(f"{first} {last}") in client.search_text


def test_expressions_read_a_staged_table_as_well(school: School) -> None:
    client = make_client(first_name="Пётр", last_name="Ёлкин", email="e@example.org")

    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH staged AS (SELECT * FROM people_client)"
            f" SELECT {SEARCH_TEXT_SQL}, {SORT_KEY_SQL} FROM staged c"
        )
        assert cursor.fetchone() == (client.search_text, client.sort_key)


@pytest.mark.parametrize(
    ("typed", "sought"),
    [
        ("Кот", ("кот", "rjn")),
        ("@Petya", ("petya", "зуенф")),
        ("8917123", ("8917123", "917123")),
        ("917", ("917",)),
        ("(495) 123-45", ("49512345",)),
        ("", ()),
    ],
)
def test_needles(typed: str, sought: tuple[str, ...]) -> None:
    assert needles(typed) == sought
