"""What the middleware round every page keeps."""

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from provodnik.config import urls
from provodnik.config.opening import open_school
from provodnik.facts.team.models import Staff
from provodnik.facts.team.services import leave
from provodnik.facts.team.tests.factories import MONDAY, make_staff
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.web.access import current_staff
from provodnik.web.tests.members import HEAD, sign_in, with_password


def write_and_fail(request: HttpRequest) -> HttpResponse:
    Staff.objects.filter(pk=current_staff(request).pk).update(name="half-written")
    raise RuntimeError


urlpatterns = [*urls.urlpatterns, path("fail/", write_and_fail)]
handler500 = urls.handler500


@pytest.mark.slow
@pytest.mark.urls(__name__)
def test_a_page_that_fails_takes_back_what_it_wrote(committed_school: School) -> None:
    client = Client(raise_request_exception=False)
    with schools.inside(committed_school.pk):
        staff = sign_in(client)

    response = client.get("/fail/")

    with schools.inside(committed_school.pk):
        assert Staff.objects.get(pk=staff.pk).name == "Ольга Седова"
    assert response.status_code == 500
    assert "Код для поддержки" in response.text


@pytest.mark.slow
def test_a_school_that_was_left_gives_way_to_another(committed_school: School) -> None:
    client, user = Client(), with_password("olga@example.org")
    other = open_school(slug="other", name="Ярче", now=MONDAY)
    for school in (committed_school, other):
        with schools.inside(school.pk):
            staff = make_staff(role=HEAD, user=user)
    client.force_login(user)
    _choose(client, user, other)

    with schools.inside(other.pk):
        leave(staff.pk, left_on=MONDAY.date(), now=MONDAY, actor="system")

    assert "Оттенок" in client.get("/me/").text


def _choose(client: Client, user: AbstractBaseUser, school: School) -> None:
    del user
    response = client.post("/me/school/", {"school": school.pk})
    assert response.status_code == 302
