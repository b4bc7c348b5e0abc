"""Cohorts, their goals and members, as people meet them."""

from datetime import timedelta

import pytest
from django.test import Client

from provodnik.facts.learning import queries, services
from provodnik.facts.learning.tests.factories import MONDAY, make_cohort
from provodnik.facts.sales.tests.factories import buy, make_client, make_product
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel.models import School

pytestmark = pytest.mark.django_db


def member(role: str = "head_of_product_and_service") -> Client:
    user = make_user()
    make_staff(role=role, user=user)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.requirement("R-033")
def test_a_cohort_shows_its_plan_and_what_its_members_brought(school: School) -> None:
    head, cohort = member(), make_cohort("Поток 14")
    flagship, mini = make_product("Колорист"), make_product("Блонд")
    again, once = make_client(), make_client()
    for client in (again, once):
        buy(client, flagship, at=MONDAY, kopecks=30_000_00)
    buy(again, mini, at=MONDAY + timedelta(days=30), kopecks=12_900_00)
    services.add_members(cohort.pk, [again.pk, once.pk], joined_at=MONDAY, actor="system")

    for metric, target in (("repeat_purchase_share", "40"), ("repeat_sales", "25800")):
        head.post(f"/cohorts/{cohort.pk}/goals/", {"metric": metric, "target": target})
    shown = head.get(f"/cohorts/{cohort.pk}/").content.decode()

    assert "Поток 14: учатся 2\u00a0ученика" in shown
    assert "50,0%" in shown and "40,0%" in shown
    assert "12\u00a0900\u00a0₽" in shown and "25\u00a0800\u00a0₽" in shown
    assert "50,0% пути" in shown


def test_cohorts_are_opened_corrected_and_refused_in_words(school: School) -> None:
    head = member()
    filled = {"name": "Поток 15", "starts_on": "2026-11-02", "last_on": "2026-12-01"}

    head.post("/cohorts/new/", filled)
    taken = head.post("/cohorts/new/", filled).content.decode()
    row = queries.cohort_list()[0]
    early = {**filled, "last_on": "2026-10-01"}
    backwards = head.post(f"/cohorts/{row.cohort_id}/edit/", early).content.decode()

    assert (str(row.starts_on), str(row.ends_on)) == ("2026-11-02", "2026-12-02")
    assert "Поток с таким названием уже есть." in taken
    assert "Последний день раньше первого." in backwards


def test_a_departure_is_noted(school: School) -> None:
    head, cohort, client = member(), make_cohort(), make_client()
    services.add_members(cohort.pk, [client.pk], joined_at=MONDAY, actor="system")

    head.post(f"/cohorts/{cohort.pk}/members/", {"client": client.pk})

    assert queries.members(cohort.pk)[0].left_at is not None


def test_strangers_sign_in_and_others_do_not_exist(school: School) -> None:
    assert Client().get("/cohorts/").status_code == 302
    assert member().get("/cohorts/999999/").status_code == 404
    assert member("curator").post("/cohorts/new/", {"name": "x"}).status_code == 403
