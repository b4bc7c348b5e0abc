"""Target groups as people meet them."""

import pytest
from django.test import Client as Browser

from provodnik.facts.people.audience import queries
from provodnik.facts.people.services import add_pain
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db


def browser(role: str = "head_of_product_and_service") -> Browser:
    user = make_user()
    make_staff(role=role, user=user)
    client = Browser()
    client.force_login(user)
    return client


def page(client: Browser, address: str) -> str:
    return client.get(address).content.decode()


def group(head: Browser) -> str:
    pain = add_pain("Боюсь испортить волосы")
    return head.post("/audience/new/", {"name": "Новички", "pains": [pain.pk]})["Location"]


@pytest.mark.requirement("R-047", "R-048")
def test_a_group_gets_a_portrait_from_an_interview_and_a_map(school: School) -> None:
    head = browser()
    address = group(head)
    said = {"part_who": "Мастер, два года", "source_kind": "interview"}
    nobody = head.post(f"{address}portrait/", said).content.decode()
    flagged = page(head, "/audience/")

    source = {"source": "Наталья", "taken_on": "2026-11-02"}
    head.post(f"{address}portrait/", {**said, **source})
    head.post(f"{address}meanings/", {"part_pain": "Клиентки уходят"})
    shown = page(head, address)

    assert "хватит одного интервью" in nobody
    assert "1\u00a0группа без карты смыслов" in flagged and "карты нет" in flagged
    assert "Мастер, два года" in shown and "интервью, Наталья" in shown
    assert "Клиентки уходят" in shown
    assert "У каждой группы есть карта смыслов" in page(head, "/audience/")


@pytest.mark.requirement("R-049")
def test_a_landing_page_shows_conversion_before_and_after(school: School) -> None:
    head = browser()
    address = group(head)
    said = {"part_who": "Мастер", "source_kind": "call", "source": "Ира", "taken_on": "2026-11-02"}
    head.post(f"{address}portrait/", said)
    audience = queries.audiences()[0].audience_id
    head.post("/audience/landings/", {"name": "Главная", "audience_id": audience})
    landing = queries.landings()[0].landing_id
    counted = f"/audience/landings/{landing}/count/"

    for day, leads, payments in (("2026-10-31", 60, 10), ("2026-11-02", 200, 50)):
        filled = {"day": day, "visits": 1000, "leads": leads, "payments": payments}
        head.post(counted, filled)
    wrong = {"day": "2026-11-03", "visits": 1, "leads": 2, "payments": 0}
    refused = head.post(counted, wrong, follow=True).content.decode()
    rewritten = {"what": "Первый экран", "refined_on": "2026-11-01"}
    head.post(f"/audience/landings/{landing}/refine/", rewritten)
    shown = page(head, "/audience/landings/")

    assert "правка под портрет версии 1" in shown
    assert "6,0%" in shown and "20,0%" in shown and "1,0%" in shown and "5,0%" in shown
    assert "Оплаты бывают из заявок" in refused


def test_who_may_not_edit_only_reads(school: School) -> None:
    head, coordinator = browser(), browser("coordinator")
    address = group(head)

    assert "Новички" in page(coordinator, address)
    assert coordinator.post(f"{address}edit/", {"name": "Другие"}).status_code == 403
    assert (
        coordinator.post("/audience/landings/", {"name": "Х", "audience_id": 1}).status_code == 200
    )
    assert queries.landings() == []
    assert head.get("/audience/999999/").status_code == 404
    assert Browser().get("/audience/").status_code == 302
