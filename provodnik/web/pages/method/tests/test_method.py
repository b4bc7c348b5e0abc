"""The head reads and changes the method; every change can be taken back."""

import re
from copy import deepcopy
from html.parser import HTMLParser

import pytest
from django.test import Client

from provodnik.facts.team.models import Staff
from provodnik.kernel.models import School
from provodnik.method import queries
from provodnik.method.models import MethodDocument
from provodnik.method.types import Section
from provodnik.web.tests.members import cost_of, sign_in


@pytest.fixture
def head(client: Client, school: School) -> Staff:
    return sign_in(client)


def rename_owner(client: Client, title: str = "Владелец", **posted: str) -> str:
    told = {"at": "roles.owner", "reason": "Так привычнее", "seen_revision": "1", **posted}
    response = client.post("/method/roles/edit/", {"roles.owner.title": title, **told}, follow=True)
    return response.text


def owner_title() -> str:
    role = queries.roles().role("owner")
    assert role is not None
    return role.title


@pytest.mark.parametrize("section", list(Section))
def test_every_section_can_be_read_edited_and_traced(
    client: Client, head: Staff, section: Section
) -> None:
    for page in ("", "edit/", "newer/", "history/", "history/1/"):
        assert client.get(f"/method/{section}/{page}").status_code == 200


@pytest.mark.parametrize("section", list(Section))
def test_saving_a_section_as_it_is_changes_nothing(
    client: Client, head: Staff, section: Section
) -> None:
    posted = _as_shown(client.get(f"/method/{section}/edit/").text)

    response = client.post(f"/method/{section}/edit/", {**posted, "reason": "проверка"})

    assert response.status_code == 302
    assert queries.document(section).revision == 1


def test_an_edit_is_written_with_its_author_and_reason(client: Client, head: Staff) -> None:
    rename_owner(client)

    history = client.get("/method/roles/history/").text
    assert owner_title() == "Владелец"
    assert "Так привычнее" in history
    assert head.name in history


def test_an_edit_can_be_taken_back_from_the_toast(client: Client, head: Staff) -> None:
    page = rename_owner(client)

    undo = re.search(r'action="(/method/roles/history/\d+/)"', page)
    assert undo is not None
    client.post(undo[1])

    assert owner_title() == "Собственник"


def test_a_mistake_is_said_beside_its_field_and_nothing_is_saved(
    client: Client, head: Staff
) -> None:
    page = rename_owner(client, title="")

    assert "Пока ничего не сохранено: исправьте отмеченное." in page
    assert 'id="id_roles.owner.title-note">текст пуст' in page
    assert owner_title() == "Собственник"


def test_an_edit_without_a_reason_is_refused(client: Client, head: Staff) -> None:
    page = rename_owner(client, reason=" ")

    assert "Напишите, почему: причина останется в истории." in page


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(client: Client, head: Staff) -> None:
    rename_owner(client)

    page = rename_owner(client, title="Хозяин")

    assert f"Пока вы писали, раздел изменился, автор: {head.name}." in page
    assert owner_title() == "Владелец"


def test_an_item_is_added_and_removed(client: Client, head: Staff) -> None:
    form = client.get("/method/product_kinds/new/?to=kinds").text
    posted = _as_shown(form)
    title = next(name for name in posted if name.endswith(".title"))
    empty = [name for name in posted if name.startswith("kinds.") and not posted[name]]
    posted |= dict.fromkeys(empty, "Свой вид")
    posted |= dict.fromkeys((name for name in posted if name.endswith("_percent")), "5")

    client.post("/method/product_kinds/edit/", {**posted, title: "Интенсив", "reason": "Появился"})

    added = [kind for kind in queries.product_kinds().kinds if kind.title == "Интенсив"]
    assert len(added) == 1
    client.post("/method/product_kinds/removal/", {"path": f"kinds.{added[0].key}"})
    assert "Интенсив" not in [kind.title for kind in queries.product_kinds().kinds]


def test_an_item_that_others_point_at_stays(client: Client, head: Staff) -> None:
    used = queries.scripts().scripts[0].kind

    page = client.post("/method/scripts/removal/", {"path": f"kinds.{used}"}, follow=True).text

    assert used in [kind.key for kind in queries.scripts().kinds]
    assert "Пока ничего не сохранено" in page


def test_items_change_places(client: Client, head: Staff) -> None:
    before = [role.key for role in queries.roles().roles]

    client.post("/method/roles/order/", {"path": f"roles.{before[1]}", "by": "-1"})

    assert [role.key for role in queries.roles().roles][:2] == [before[1], before[0]]


def test_a_newer_method_is_offered_change_by_change(client: Client, head: Staff) -> None:
    _age(Section.QUEUE, attempts_limit=(5, 4), rest_days=(20, 20))

    page = client.get("/method/queue/newer/").text

    assert "Новая версия предлагает 2\u00a0изменения" in page
    assert "вы тоже меняли" in page
    assert (
        "2\u00a0изменения" in client.get("/method/").text
        or "обновления" in client.get("/method/").text
    )


def test_what_is_chosen_is_taken_and_the_rest_kept(client: Client, head: Staff) -> None:
    _age(Section.QUEUE, attempts_limit=(5, 4), rest_days=(20, 20))
    posted = {"change:attempts_limit": "keep", "change:rest_days": "take", "reason": "Новый метод"}

    client.post("/method/queue/newer/", {**posted, "seen_revision": "1"})

    now = queries.queue_settings()
    assert (now.attempts_limit, now.rest_days) == (4, 14)
    assert queries.newer(Section.QUEUE) == ()


def test_a_conflict_waits_for_a_choice(client: Client, head: Staff) -> None:
    _age(Section.QUEUE, attempts_limit=(5, 4), rest_days=(20, 20))

    page = client.post("/method/queue/newer/", {"reason": "Новый метод"}).text

    assert "Выберите для каждого места, которое вы тоже меняли" in page
    assert queries.queue_settings().rest_days == 20


def test_a_reader_sees_and_cannot_change(client: Client, school: School) -> None:
    sign_in(client, "coordinator")

    page = client.get("/method/roles/").text

    assert "Собственник" in page
    assert "/method/roles/edit/" not in page
    assert client.post("/method/roles/edit/", {}).status_code == 403
    assert client.post("/method/roles/history/1/", {}).status_code == 403


def test_a_stranger_signs_in_first(client: Client, db: None) -> None:
    assert client.get("/method/").headers["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("address", ["/method/nonsense/", "/method/roles/history/99/"])
def test_what_is_not_there_is_404(client: Client, head: Staff, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_cost_of_the_history_does_not_grow(client: Client, head: Staff) -> None:
    rename_owner(client)
    short = cost_of(client, "/method/roles/history/")

    for number in range(2, 8):
        rename_owner(client, f"Владелец {number}", seen_revision=str(number))

    assert cost_of(client, "/method/roles/history/") == short


def _as_shown(page: str) -> dict[str, object]:
    """What a browser would post of the page's edit form, untouched."""
    reader = FormReader()
    start = page.index('id="part"')
    reader.feed(page[start : page.index("</form>", start)])
    return {name: value if len(value) > 1 else value[0] for name, value in reader.posted.items()}


class FormReader(HTMLParser):
    """Collects what the fields of a form hold."""

    def __init__(self) -> None:
        super().__init__()
        self.posted: dict[str, list[str]] = {}
        self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        match tag:
            case "textarea":
                self.area = told["name"]
                self.posted[self.area] = [""]
            case "select":
                self.select = told["name"]
            case "option" if "selected" in told:
                self.posted[self.select] = [told["value"]]
            case "input" if "name" in told:
                self._input(told)

    def handle_data(self, data: str) -> None:
        if self.area:
            self.posted[self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.posted[self.area][0] = self.posted[self.area][0].removeprefix("\n")
            self.area = ""

    def _input(self, told: dict[str, str]) -> None:
        is_box = told.get("type") in {"checkbox", "radio"}
        if not is_box or "checked" in told:
            blank = "on" if is_box else ""
            self.posted.setdefault(told["name"], []).append(told.get("value", blank))


def _age(section: Section, **values: tuple[int, int]) -> None:
    """As if an older method had shipped the first value, and the school had the second."""
    document = MethodDocument.objects.get(section=section.value)
    base, body = deepcopy(document.base_body), deepcopy(document.body)
    for name, (shipped, own) in values.items():
        base[name], body[name] = shipped, own
    MethodDocument.objects.filter(pk=document.pk).update(base_body=base, body=body)
    queries.forget()
