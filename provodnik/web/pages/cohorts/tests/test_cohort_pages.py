"""Cohorts, their goals and members, as people meet them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from provodnik.facts.learning import queries, services
from provodnik.facts.learning.tests.factories import MONDAY, make_cohort
from provodnik.facts.people.models import ClientKey
from provodnik.facts.people.tests.factories import make_client as make_person
from provodnik.facts.sales.tests.factories import buy, make_client, make_product
from provodnik.facts.team.tests.factories import make_staff, make_user
from provodnik.kernel.models import School
from provodnik.method import queries as method_queries

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


def test_people_are_found_by_name_and_taken_in(school: School) -> None:
    head, cohort, client = (
        member(),
        make_cohort(),
        make_person(first_name="Вера", last_name="Ильина"),
    )

    shown = head.get(f"/cohorts/{cohort.pk}/?q=ильина").content.decode()
    assert f'name="client" value="{client.pk}"' in shown
    head.post(f"/cohorts/{cohort.pk}/members/add/", {"client": client.pk})

    assert [one.client_id for one in queries.members(cohort.pk)] == [client.pk]


def test_a_pasted_list_takes_in_whom_it_names_and_tells_the_rest(school: School) -> None:
    head, cohort = member(), make_cohort()
    by_mail, by_id, by_phone = make_client("А"), make_client("Б"), make_client("В")
    for client, kind, value in ((by_mail, "email", "vera@mail.test"), (by_id, "getcourse", "4711")):
        ClientKey.objects.create(school=school, client=client, kind=kind, value=value)
    by_phone.phone = "+79171234567"
    by_phone.save(update_fields=["phone"])
    lines = "Vera@Mail.test\n\n4711\r\n8 917 123-45-67\nnobody@mail.test"

    answer = head.post(f"/cohorts/{cohort.pk}/members/add/", {"lines": lines}, follow=True)

    came = {one.client_id for one in queries.members(cohort.pk)}
    assert came == {by_mail.pk, by_id.pk, by_phone.pk}
    said = answer.content.decode()
    assert "Добавлено: 3\u00a0ученика" in said
    assert "нашли нескольких: nobody@mail.test" in said


def test_a_phone_of_two_people_takes_in_neither(school: School) -> None:
    head, cohort = member(), make_cohort()
    for client in (make_client("А"), make_client("Б")):
        client.phone = "+79171234567"
        client.save(update_fields=["phone"])

    head.post(f"/cohorts/{cohort.pk}/members/add/", {"lines": "8 917 123-45-67"})

    assert queries.members(cohort.pk) == []


def test_only_who_assigns_may_change_members(school: School) -> None:
    cohort, client = make_cohort(), make_client()

    answer = member("curator").post(f"/cohorts/{cohort.pk}/members/add/", {"client": client.pk})

    assert answer.status_code == 403
    assert member().post(f"/cohorts/{cohort.pk}/members/", {"client": "999999"}).status_code == 404


def test_a_cohort_costs_the_same_at_any_length(school: School) -> None:
    head, cohort = member(), make_cohort()
    method_queries._of_transaction.clear()
    counts = []
    for length in (1, 30):
        clients = [make_person().pk for _ in range(length)]
        services.add_members(cohort.pk, clients, joined_at=MONDAY, actor="system")
        make_cohort(f"Ещё поток {length}")
        for address in ("/cohorts/", f"/cohorts/{cohort.pk}/?q=ремизова"):
            head.get(address)
            with CaptureQueriesContext(connection) as asked:
                head.get(address)
            counts.append(len(asked))

    assert counts[:2] == counts[2:]
