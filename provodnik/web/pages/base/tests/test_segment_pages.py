"""Segments on pages: the editor with and without scripts, assumptions, archive."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from provodnik.facts.sales.base.models import Membership, Segment
from provodnik.facts.sales.base.recounting import recount_all
from provodnik.facts.sales.tests.factories import buy, make_client, make_product
from provodnik.kernel import schools
from provodnik.kernel.models import School
from provodnik.web.tests.members import sign_in


@pytest.fixture
def head(school: School) -> Client:
    client = Client()
    sign_in(client)
    return client


def sent(*groups: list[tuple[str, str]], **others: str) -> dict[str, str]:
    """A form of the editor: each group a list of (phrase, value)."""
    told = dict(others)
    for g, group in enumerate(groups):
        for place, (phrase, value) in enumerate(group):
            told |= {f"c-{g}-{place}": phrase, f"v-{g}-{place}": value}
    return told


def saved(head: Client) -> Segment:
    form = sent([("orders:at_least", "1")], name="Покупатели", save="1")
    assert head.post("/base/segments/new/", form).status_code == 302
    return Segment.objects.get()


@pytest.mark.requirement("R-271")
def test_a_rule_is_put_together_in_words_and_saved(head: Client) -> None:
    course = make_product("Колорист")
    buyer = make_client("Анна", goal=None)
    buy(buyer, course, at=timezone.now())
    recount_all(now=timezone.now())
    form = sent(
        [("product:is", str(course.pk)), ("orders:at_least", "3")],
        [("messages:is", "")],
        name="Колористы",
    )

    counting = head.post("/base/segments/new/", form).content.decode()
    head.post("/base/segments/new/", {**form, "save": "1"})

    assert "1 человек подходит" in counting.replace("\u00a0", " ")
    assert [m.client_id for m in Membership.objects.filter(left_at=None)] == [buyer.pk]
    page = head.get(f"/base/segments/{Segment.objects.get().pk}/").content.decode()
    assert "есть покупка «Колорист» или оплаченных заказов не меньше 3" in page
    assert "сообщения разрешены" in page


def test_who_fits_a_rule_being_written_is_opened(head: Client) -> None:
    twice = sent([("orders:at_least", "2")], name="Дважды", save="1")
    head.post("/base/segments/new/", twice)
    for name, bought in (("Анна", 2), ("Борис", 1)):
        client = make_client(name, goal=None)
        for _ in range(bought):
            buy(client, at=timezone.now())
    recount_all(now=timezone.now())

    form = sent([("orders:at_least", "1")])
    page = head.post("/base/segments/new/", form).content.decode().replace("\u00a0", " ")

    fitting, shared = (unescape(href) for href in re.findall(r'href="(/base/people/[^"]+)"', page))
    assert "2 человека подходят" in page and "1 уже в другом сегменте" in page
    assert opened(head, fitting) == (2, ["Анна", "Борис"])
    assert opened(head, shared) == (1, ["Анна"])


def opened(head: Client, href: str) -> tuple[int, list[str]]:
    """How many the list behind a number says there are, and who they are."""
    told = head.get(href).context["list"]
    return told.page.total, [row.name for row, _part in told.rows]


def test_the_editor_grows_without_scripts(head: Client) -> None:
    form = sent([("orders:at_least", "2")], name="Две")

    wider = head.post("/base/segments/new/", {**form, "add": "or-0"}).content.decode()
    longer = head.post("/base/segments/new/", {**form, "add": "and"}).content.decode()

    assert 'name="c-0-1"' in wider
    assert 'name="c-1-0"' in longer
    assert not Segment.objects.exists()


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (sent([("orders:at_least", "1")], name=" ", save="1"), "Назовите сегмент"),
        (sent([("", "")], name="Все", save="1"), "Выберите хотя бы одно условие"),
        (sent([("orders:at_least", "")], name="Все", save="1"), "не указано число"),
        (
            sent([("goal:is", "")], [("goal:is_not", "")], name="Все", save="1"),
            "Правило противоречит себе",
        ),
        (sent([("nonsense:is", "1")], name="Все", save="1"), "Правило не читается"),
    ],
)
def test_a_rule_that_cannot_be_saved_says_why(
    head: Client, form: dict[str, str], words: str
) -> None:
    response = head.post("/base/segments/new/", form)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Segment.objects.exists()


def test_the_editor_begins_with_the_saved_rule(head: Client) -> None:
    segment = saved(head)

    page = head.get(f"/base/segments/{segment.pk}/edit/").content.decode()

    assert 'value="orders:at_least" selected' in page


@pytest.mark.requirement("R-274")
def test_the_assumption_is_shown_and_edited(head: Client) -> None:
    make_client("Анна", goal=None)
    recount_all(now=timezone.now())
    segment = saved(head)
    buy(make_client("Борис", goal=None), at=timezone.now())
    recount_all(now=timezone.now())
    path = f"/base/segments/{segment.pk}/"

    head.post(f"{path}assumption/", {"conversion": "6,5", "cheque": "13 100"})
    page = head.get(path).content.decode().replace("\u00a0", " ")

    assert "1 × 6,5% × 13 100 ₽" in page
    assert "~852 ₽" in page or "~851 ₽" in page
    head.post(f"{path}assumption/", {"conversion": "165", "cheque": ""})
    segment.refresh_from_db()
    assert segment.conversion_share == 0.065


def test_a_segment_goes_to_the_archive_and_comes_back(head: Client) -> None:
    segment = saved(head)
    path = f"/base/segments/{segment.pk}/"

    head.post(f"{path}archive/")
    gone = head.get(path).content.decode()
    head.post(f"{path}restore/")

    assert "в архиве" in gone
    segment.refresh_from_db()
    assert segment.archived_at is None


def test_a_ready_made_segment_is_taken_by_one_button(head: Client) -> None:
    assert head.post("/base/segments/ready/", {"key": "sleeping"}).status_code == 302
    assert head.post("/base/segments/ready/", {"key": "nonsense"}).status_code == 302

    assert Segment.objects.get().name == "Спящие покупатели"


def test_a_stranger_to_the_school_finds_nothing(head: Client, school: School) -> None:
    assert head.get("/base/segments/987654/").status_code == 404
    assert head.get("/base/campaigns/987654/").status_code == 404


def test_a_mentor_sees_a_segment_and_changes_nothing(head: Client, school: School) -> None:
    segment = saved(head)
    mentor = Client()
    with schools.inside(school.pk):
        sign_in(mentor, "mentor")
    path = f"/base/segments/{segment.pk}/"

    assert mentor.get(path).status_code == 200
    assert mentor.post(f"{path}archive/").status_code == 403
    assert mentor.get(f"{path}edit/").status_code == 403
