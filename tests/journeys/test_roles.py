"""Every role of the method signs in, lands on its own page, sees its menu and no more."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from provodnik.method import loader
from provodnik.method.shapes import Roles
from provodnik.method.types import Section
from tests.journeys.conftest import Site, another_person, sign_in
from tests.journeys.stage import Stage

# Role: where it lands, what its menu has, what is closed to it.
PLACES = {
    "owner": ("/owner/", "Главная", "/day/"),
    "producer": ("/owner/", "Главная", "/imports/"),
    "school_expert": ("/matrix/", "Показатели", "/imports/"),
    "head_of_product_and_service": ("/pulse/", "База", "/owner/"),
    "coordinator": ("/day/", "Мой день", "/imports/"),
    "senior_curator": ("/students/", "Мой день", "/imports/"),
    "curator": ("/students/", "Мои ученики", "/channels/"),
    "trainee": ("/students/", "Мои ученики", "/day/"),
    "service_manager": ("/students/", "Обращения", "/day/"),
    "marketer": ("/channels/", "Каналы", "/day/"),
    "sales_manager": ("/students/", "Ученики", "/channels/"),
    "expert_assessor": ("/homework/", "Мои ученики", "/day/"),
    "mentor": ("/pulse/", "Пульс отдела", "/day/"),
}


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.requirement("R-001")
def test_every_role_has_a_home_a_menu_and_closed_doors(
    site: Site, browser: Browser, tmp_path: Path
) -> None:
    roles = loader.shipped().sections[Section.ROLES]
    assert isinstance(roles, Roles)
    assert {str(role.key) for role in roles.roles} == set(PLACES)
    stage = Stage(site, "roles", tmp_path)
    stage.open([(f"Сотрудник {number}", role) for number, role in enumerate(PLACES)])

    for role, (home, entry, closed) in PLACES.items():
        context = another_person(browser, site)
        page = context.new_page()
        sign_in(page, stage.email(role))
        assert urlsplit(page.url).path == home, role
        menu = page.get_by_role("navigation", name="Разделы")
        expect(menu.get_by_role("link", name=entry, exact=True)).to_be_visible()
        expect(menu.locator(f'a[href="{closed}"]')).to_have_count(0)
        answer = page.goto(closed)
        assert answer is not None
        assert answer.status == 403, role
        context.close()
