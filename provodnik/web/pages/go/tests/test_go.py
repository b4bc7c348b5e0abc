"""A client opens a tracked link: fast, without signing in, from a school nobody named."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from provodnik.facts.sales.models import LinkClick, TrackedLink
from provodnik.facts.sales.services.channels import open_channels
from provodnik.facts.sales.tests.factories import make_client, make_link, make_product
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.kernel.schools.services import create_school

PHONE = {"User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Mobile/15E148"}


@pytest.fixture
def link(committed_school: School) -> TrackedLink:
    """A link made a day ago."""
    with schools.inside(committed_school.pk):
        return make_link(make_product(), make_client(), at=timezone.now() - timedelta(days=1))


def signs(school: School) -> list[str]:
    with schools.inside(school.pk):
        return list(LinkClick.objects.order_by("pk").values_list("machine_sign", flat=True))


@pytest.mark.requirement("R-094")
def test_a_stranger_is_led_to_the_page_of_payment(
    committed_school: School, link: TrackedLink, client: Browser
) -> None:
    response = client.get(f"/go/{link.token}", headers=PHONE)

    assert response.status_code == 302
    assert response["Location"].startswith(link.target_url)
    assert "no-store" in response["Cache-Control"]
    assert signs(committed_school) == [""]


@pytest.mark.parametrize(
    ("headers", "sign"),
    [
        pytest.param({**PHONE, "Sec-Purpose": "prefetch;prerender"}, "prefetch", id="prefetch"),
        pytest.param({**PHONE, "Purpose": "preview"}, "prefetch", id="preview"),
        pytest.param({"User-Agent": "TelegramBot"}, "robot", id="robot"),
    ],
)
def test_machines_are_led_on_and_marked(
    committed_school: School,
    link: TrackedLink,
    client: Browser,
    headers: dict[str, str],
    sign: str,
) -> None:
    assert client.get(f"/go/{link.token}", headers=headers).status_code == 302
    assert signs(committed_school) == [sign]


def test_a_head_request_is_a_machine(
    committed_school: School, link: TrackedLink, client: Browser
) -> None:
    assert client.head(f"/go/{link.token}", headers=PHONE).status_code == 302
    assert signs(committed_school) == ["head"]


def test_our_own_look_does_not_count(
    committed_school: School, link: TrackedLink, client: Browser
) -> None:
    user = make_user()
    with schools.inside(committed_school.pk):
        make_staff(user=user)
    client.force_login(user)

    assert client.get(f"/go/{link.token}", headers=PHONE).status_code == 302
    assert signs(committed_school) == ["colleague"]


def test_a_member_of_another_school_is_a_person_like_any_other(
    committed_school: School, link: TrackedLink, client: Browser
) -> None:
    other = create_school(slug="other", name="Другая", now=timezone.now())
    user = make_user()
    with schools.inside(other.pk):
        open_channels()
        make_staff(user=user)
    client.force_login(user)

    assert client.get(f"/go/{link.token}", headers=PHONE).status_code == 302
    assert signs(committed_school) == [""]


@pytest.mark.parametrize("token", ["nothing", "1-AAAAAAAAAAAA"])
def test_an_unknown_link_gets_a_friendly_page(
    committed_school: School, client: Browser, token: str
) -> None:
    response = client.get(f"/go/{token}", headers=PHONE)

    assert response.status_code == 404
    assert "По этой ссылке ничего нет" in response.text


def test_a_disabled_link_says_so_and_names_nobody(
    committed_school: School, link: TrackedLink, client: Browser
) -> None:
    with schools.inside(committed_school.pk):
        TrackedLink.objects.update(disabled_at=timezone.now())

    response = client.get(f"/go/{link.token}", headers=PHONE)

    assert response.status_code == 410
    assert "Эта ссылка больше не работает" in response.text
    assert "Ремизова" not in response.text


def test_a_link_is_opened_not_posted_to(
    committed_school: School, link: TrackedLink, client: Browser
) -> None:
    assert client.post(f"/go/{link.token}").status_code == 405
