"""A person's own page, and going from school to school."""

import pytest
from django.test import Client

from provodnik.config.opening import open_school
from provodnik.facts.team.tests.factories import MONDAY, make_staff
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.web.tests.members import HEAD, sign_in, with_password


def test_a_stranger_signs_in_first(client: Client, db: None) -> None:
    response = client.get("/me/")

    assert response.headers["Location"] == "/accounts/login/?next=/me/"


def test_everyone_has_a_profile(client: Client, school: School) -> None:
    staff = sign_in(client, "trainee", "Полина Жданова")

    page = client.get("/me/").text

    assert "Полина Жданова" in page
    assert staff.email in page
    assert "Не задан, вы входите по ссылке" in page


@pytest.mark.parametrize(
    ("address", "posted", "cookie"),
    [
        ("/me/theme/", {"theme": "dark"}, ("theme", "dark")),
        ("/me/language/", {"language": "en"}, ("django_language", "en")),
        ("/me/keys/", {"keys": "off"}, ("keys", "off")),
    ],
)
def test_what_is_chosen_on_the_page_is_remembered(
    client: Client, school: School, address: str, posted: dict[str, str], cookie: tuple[str, str]
) -> None:
    sign_in(client)

    response = client.post(address, posted)

    assert response.status_code == 302
    assert client.cookies[cookie[0]].value == cookie[1]


@pytest.mark.slow
def test_a_chosen_school_opens_and_says_so(committed_school: School) -> None:
    client, user = Client(), with_password("olga@example.org")
    other = open_school(slug="other", name="Ярче", now=MONDAY)
    for school in (committed_school, other):
        with schools.inside(school.pk):
            make_staff(role=HEAD, user=user)
    client.force_login(user)

    response = client.post("/me/school/", {"school": other.pk}, follow=True)

    assert "Вы в школе «Ярче»" in response.text or "You are in the school" in response.text


def test_a_foreign_school_does_not_exist(client: Client, school: School) -> None:
    sign_in(client)

    assert client.post("/me/school/", {"school": school.pk + 1}).status_code == 404
