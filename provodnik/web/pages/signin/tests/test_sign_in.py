"""The way in: password, letter, code of an app; and where each role begins."""

import re

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from provodnik.facts.team.models import User
from provodnik.facts.team.services import leave
from provodnik.facts.team.tests.factories import MONDAY, make_staff
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.web.accounts import letter_path
from provodnik.web.tests.members import HEAD, PASSWORD, sign_in, with_password

OLGA = "olga@example.org"


@pytest.fixture(autouse=True)
def quick_and_local(settings: Settings) -> None:
    """Letters stay in memory; the slowness of real password hashing is not what is tested."""
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def enter(client: Client, password: str = PASSWORD, **posted: str) -> object:
    return client.post("/accounts/login/", {"login": OLGA, "password": password, **posted})


def test_a_stranger_is_taken_to_sign_in_and_back(client: Client, school: School) -> None:
    make_staff(role=HEAD, user=with_password(OLGA))

    asked = client.get("/method/roles/?x=1")
    response = client.post(asked.headers["Location"], {"login": OLGA, "password": PASSWORD})

    assert response.headers["Location"] == "/method/roles/?x=1"


def test_the_page_says_that_it_leads_back(client: Client, school: School) -> None:
    page = client.get("/accounts/login/?next=/method/").text

    assert "Войдите, и вернёмся ровно сюда" in page
    assert "Вход в школу «Оттенок»" in page


def test_a_wrong_password_is_said_in_words(client: Client, school: School) -> None:
    with_password(OLGA)

    page = enter(client, "wrong").text  # type: ignore[attr-defined]

    assert "E-mail или пароль не подошли." in page
    assert "Проверьте раскладку: сейчас русская.</p>\n  </div>" not in page


def test_a_password_in_russian_letters_hints_at_the_layout(client: Client, school: School) -> None:
    with_password(OLGA)

    page = enter(client, "дщтп").text  # type: ignore[attr-defined]

    assert "E-mail или пароль не подошли. Проверьте раскладку: сейчас русская." in page


def test_too_many_failures_lock_for_minutes_and_offer_a_letter(
    client: Client, school: School
) -> None:
    with_password(OLGA)

    for _ in range(8):
        response = enter(client, "wrong")
    locked = enter(client)

    assert response.status_code == 429  # type: ignore[attr-defined]
    assert "Следующая через 6 мин, или войдите по ссылке из письма." in locked.text  # type: ignore[attr-defined]


def test_a_success_forgets_earlier_failures(client: Client, school: School) -> None:
    with_password(OLGA)
    for _ in range(7):
        enter(client, "wrong")

    enter(client)
    client.logout()

    assert enter(client, "wrong").status_code == 200  # type: ignore[attr-defined]


def test_a_letter_holds_a_link_and_a_code(client: Client, school: School) -> None:
    make_staff(role=HEAD, user=with_password(OLGA))

    client.post("/accounts/login/code/?next=/method/", {"email": OLGA, "next": "/method/"})

    (letter,) = mail.outbox
    link = re.search(r"http://testserver(\S+)", str(letter.body))
    assert link is not None
    assert "next=%2Fmethod%2F" in link[1]
    assert "Ссылка для входа" in letter.body
    other_device = Client()
    response = other_device.post(link[1], {"next": "/method/"})
    assert response.headers["Location"] == "/method/"


def test_an_unknown_address_gets_no_letter_and_no_answer(client: Client, school: School) -> None:
    response = client.post("/accounts/login/code/", {"email": "nobody@example.org"}, follow=True)

    assert mail.outbox == []
    assert "Посмотрите почту" in response.text


def test_opening_a_link_signs_nobody_in(client: Client, school: School) -> None:
    response = client.get(letter_path(with_password(OLGA)))

    assert OLGA in response.text
    assert "_auth_user_id" not in client.session


def test_a_link_works_once(client: Client, school: School) -> None:
    path = letter_path(with_password(OLGA))
    client.post(path)

    response = Client().post(path)

    assert response.status_code == 410
    assert "Ссылка уже использована. Пришлём новую?" in response.text


def test_the_second_step_asks_for_the_code_of_the_app(client: Client, school: School) -> None:
    user = with_password(OLGA)
    make_staff(role=HEAD, user=user)
    TOTP.activate(user, generate_totp_secret())

    asked = client.get(enter(client).headers["Location"])  # type: ignore[attr-defined]
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})

    assert "Код из приложения" in asked.text
    assert "Код не подошёл. Сверьте время на телефоне." in wrong.text


@pytest.mark.requirement("R-001")
@pytest.mark.parametrize(
    ("role", "home"),
    [
        ("owner", "/owner/"),
        ("coordinator", "/day/"),
        ("marketer", "/channels/"),
    ],
)
def test_each_role_begins_on_its_own_page(
    client: Client, school: School, role: str, home: str
) -> None:
    sign_in(client, role)

    assert client.get("/").headers["Location"] == home


def test_a_role_without_a_home_begins_on_the_first_page_open_to_it(
    client: Client, school: School
) -> None:
    sign_in(client, "a role the method lost")

    assert client.get("/").headers["Location"] == "/me/"


@pytest.mark.slow
def test_a_closed_access_names_the_day_and_whom_to_ask(committed_school: School) -> None:
    client, user = Client(), with_password(OLGA)
    with schools.inside(committed_school.pk):
        make_staff("Ольга Седова", HEAD)
        gone = make_staff("Анна Лебедева", user=user)
        leave(gone.pk, left_on=MONDAY.date(), now=timezone.now(), actor="system")
    client.force_login(user)

    response = client.get("/")

    assert response.status_code == 403
    assert "Доступ закрыт" in response.text
    assert "2&nbsp;ноября" in response.text or "2\u00a0ноября" in response.text
    assert "Ольга Седова" in response.text


def test_an_account_of_no_school_is_told_to_wait(client: Client, db: None) -> None:
    client.force_login(User.objects.create_user(OLGA))

    assert "Вас ещё не добавили ни в одну школу" in client.get("/").text


def test_nobody_signs_up(client: Client, db: None) -> None:
    page = client.get("/accounts/signup/").text

    assert "В школу входят по приглашению" in page


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/logout/",
        "/accounts/password/change/",
        "/accounts/password/set/",
        "/accounts/2fa/",
        "/accounts/totp/activate/",
        "/accounts/reauthenticate/",
    ],
)
def test_every_page_of_the_account_speaks_russian(
    client: Client, school: School, address: str
) -> None:
    user = with_password(OLGA)
    make_staff(role=HEAD, user=user)
    client.force_login(user)

    page = client.get(address, follow=True)

    assert page.status_code in (200, 404)
    assert "Two-Factor" not in page.text
    assert "Password" not in page.text
