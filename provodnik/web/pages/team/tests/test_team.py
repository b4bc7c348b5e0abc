"""Who works here and who may sign in."""

import re

import pytest
from django.test import Client
from pytest_django import Settings

from provodnik.facts.team.models import Staff, User
from provodnik.facts.team.tests.factories import make_staff
from provodnik.kernel.models import JournalEntry, School
from provodnik.web.tests.members import HEAD, cost_of, sign_in, with_password

INVITED = {"name": "Анна Лебедева", "email": "anna@example.org", "role": "coordinator"}


@pytest.fixture(autouse=True)
def quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def head(client: Client, school: School) -> Staff:
    return sign_in(client)


def invite(client: Client) -> str:
    """The page with the link, as it follows the invitation."""
    return client.post("/team/new/", INVITED, follow=True).text


def link_of(page: str) -> str:
    found = re.search(r'value="http://testserver(/accounts/[^"]+)"', page)
    assert found is not None, page
    return found[1]


@pytest.mark.requirement("R-001")
def test_a_new_colleague_gets_role_account_and_a_link(client: Client, head: Staff) -> None:
    page = invite(client)

    anna = Staff.objects.get(email="anna@example.org")
    assert (anna.name, anna.role) == ("Анна Лебедева", "coordinator")
    assert "Показываем один раз" in page
    assert link_of(page).startswith("/accounts/password/reset/key/")


def test_the_link_sets_a_password_and_lets_in(client: Client, head: Staff) -> None:
    link, guest = link_of(invite(client)), Client()

    form = guest.get(link, follow=True)
    chosen = {"password1": "a long phrase 17", "password2": "a long phrase 17"}
    guest.post(form.redirect_chain[-1][0], chosen)

    anna = User.objects.get(email="anna@example.org")
    assert anna.check_password("a long phrase 17")
    assert guest.session["_auth_user_id"] == str(anna.pk)


def test_the_link_is_shown_once(client: Client, head: Staff) -> None:
    invite(client)
    anna = Staff.objects.get(email="anna@example.org")

    again = client.get(f"/team/{anna.pk}/invitation/")

    assert again.headers["Location"] == f"/team/{anna.pk}/"


def test_a_lost_link_is_replaced_until_the_first_sign_in(client: Client, head: Staff) -> None:
    invite(client)
    anna = Staff.objects.select_related("user").get(email="anna@example.org")

    fresh = client.post(f"/team/{anna.pk}/invitation/", follow=True).text
    assert link_of(fresh)

    assert anna.user is not None
    anna.user.set_password("a long phrase 17")
    anna.user.save()
    taken = client.post(f"/team/{anna.pk}/invitation/", follow=True).text
    assert "Вход уже есть" in taken
    assert "/accounts/password/reset/key/" not in taken


def test_an_account_of_another_school_is_never_handed_out(client: Client, head: Staff) -> None:
    with_password("anna@example.org")

    page = invite(client)

    assert "/accounts/password/reset/key/" not in page
    assert "Прежний пароль подойдёт" in page


def test_the_same_e_mail_twice_is_refused_in_words(client: Client, head: Staff) -> None:
    invite(client)

    page = client.post("/team/new/", INVITED).text

    assert "Этот e-mail уже есть в команде." in page
    assert Staff.objects.filter(email="anna@example.org").count() == 1


def test_a_manager_from_an_export_gets_a_way_in(client: Client, head: Staff) -> None:
    manager = make_staff("Дарья Петрова", "sales_manager")

    page = client.post(f"/team/{manager.pk}/account/", {"email": "d@example.org"}, follow=True).text

    manager.refresh_from_db()
    assert manager.email == "d@example.org"
    assert link_of(page)


@pytest.mark.requirement("R-001")
def test_another_role_opens_other_pages_at_once(client: Client, head: Staff) -> None:
    anna, hers = sign_in(Client(), "coordinator", "Анна Лебедева"), Client()
    assert anna.user is not None
    hers.force_login(anna.user)
    assert hers.get("/team/").status_code == 403

    client.post(f"/team/{anna.pk}/role/", {"role": HEAD})

    assert hers.get("/team/").status_code == 200
    entry = JournalEntry.objects.get(event__name="staff_role_changed")
    assert (entry.staff_id, entry.actor) == (anna.pk, f"staff:{head.pk}")


def test_nobody_takes_the_last_key_from_themselves(client: Client, head: Staff) -> None:
    client.post(f"/team/{head.pk}/role/", {"role": "trainee"})
    client.post(f"/team/{head.pk}/departure/")

    head.refresh_from_db()
    assert (head.role, head.left_on) == (HEAD, None)


def test_who_leaves_is_out_at_once_and_stays_in_the_history(client: Client, head: Staff) -> None:
    anna = make_staff("Анна Лебедева")

    page = client.post(f"/team/{anna.pk}/departure/", follow=True).text

    assert "Больше не работают" in page
    assert "Доступ закрыт: Анна Лебедева" in page


def test_a_role_the_method_does_not_know_is_refused(client: Client, head: Staff) -> None:
    anna = make_staff("Анна Лебедева")

    client.post(f"/team/{anna.pk}/role/", {"role": "king"})

    anna.refresh_from_db()
    assert anna.role == "coordinator"


def test_a_colleague_without_the_right_is_refused(client: Client, school: School) -> None:
    sign_in(client, "coordinator")

    assert client.get("/team/").status_code == 403
    assert client.post("/team/new/", INVITED).status_code == 403
    assert not Staff.objects.filter(email="anna@example.org").exists()


def test_a_stranger_does_not_exist(client: Client, head: Staff) -> None:
    assert client.get(f"/team/{head.pk + 1000}/").status_code == 404


def test_the_cost_of_the_list_does_not_grow(client: Client, head: Staff) -> None:
    short = cost_of(client, "/team/")

    for number in range(30):
        make_staff(f"Сотрудник {number}")

    assert cost_of(client, "/team/") == short
