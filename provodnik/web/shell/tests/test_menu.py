"""Who sees which entries: rights decide, missing pages are skipped."""

import pytest
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path

from provodnik.web.shell import menu
from provodnik.web.shell.entries import ENTRIES
from provodnik.web.shell.types import Counter, Group

GUIDE = {"see_own_students", "work_queue", "make_offers", "see_matrix", "see_path"}
HEAD = GUIDE | {
    *("see_pulse", "see_numbers", "see_all_students", "edit_matrix", "see_channels"),
    *("import_data", "edit_method", "manage_staff"),
}


NAMES: dict[str, set[str]] = {}
for _entry in ENTRIES:
    NAMES.setdefault(_entry.url_name.partition(":")[0], set()).add(
        _entry.url_name.partition(":")[2]
    )
FOR_EVERYBODY = [entry.url_name for entry in ENTRIES if not entry.rights]


class Everything:
    """All the pages of the menu, so that the order does not depend on what is built."""

    urlpatterns = [
        path(f"{part}/", include(([path(name, HttpResponse, name=name) for name in names], part)))
        for part, names in NAMES.items()
    ]


class Nothing:
    urlpatterns: list[object] = []


@pytest.fixture
def everything() -> object:
    with override_settings(ROOT_URLCONF=Everything):
        yield


def labels(rights: set[str]) -> list[str]:
    return [item.label for item in menu.items(rights, {}, "")]


def test_a_coordinator_starts_with_the_day(everything: None) -> None:
    assert labels(GUIDE) == [
        *("Мой день", "Мои ученики", "Этапы отношений", "Что предлагать", "Путь после покупки"),
        *("Путь к результату", "Низкие оценки", "Кто кому подчинён", "Как меня оценивают"),
    ]


def test_the_head_sees_the_machine_and_the_figures(everything: None) -> None:
    assert labels(HEAD) == [
        *("Пульс отдела", "Мой день", "Ученики", "Этапы отношений", "Матрица продуктов"),
        *("Путь после покупки", "Каналы", "Путь к результату", "Потоки", "Низкие оценки"),
        *("Показатели", "Разбор", "Аудит", "Загрузка данных", "Настройка школы", "Команда"),
        *("Кто кому подчинён", "Как меня оценивают"),
    ]


def test_a_long_sidebar_keeps_ten_and_puts_the_rest_under_more(everything: None) -> None:
    every = {right for entry in ENTRIES for right in entry.rights}
    long, short = (menu.in_groups(menu.items(one, {}, "")) for one in (every, GUIDE))

    rare = {item.entry.url_name for item in long[Group.MORE]}
    assert "imports:list" in rare
    assert "day:show" not in rare
    assert [item.entry.url_name for item in short[Group.MORE]] == FOR_EVERYBODY


def test_one_page_appears_once(everything: None) -> None:
    found = [item.entry.url_name for item in menu.items(HEAD, {}, "")]

    assert len(found) == len(set(found))


def test_a_right_given_by_the_school_opens_an_entry(everything: None) -> None:
    assert "Каналы" in labels(GUIDE | {"see_channels"})


def test_without_rights_one_sees_only_what_is_for_everybody(everything: None) -> None:
    assert labels(set()) == ["Кто кому подчинён", "Как меня оценивают"]


def test_a_page_that_is_not_there_is_skipped() -> None:
    with override_settings(ROOT_URLCONF=Nothing):
        assert labels(HEAD) == []


def test_an_entry_knows_its_counter_and_that_it_is_open(everything: None) -> None:
    waiting = Counter(14, late=3)

    found = {item.entry.url_name: item for item in menu.items(GUIDE, {"day": waiting}, "day:talks")}

    assert found["day:show"].counter == waiting
    assert found["day:show"].is_current
    assert not found["students:list"].is_current


def test_of_two_entries_of_one_part_the_page_read_is_marked(everything: None) -> None:
    rights = frozenset({"check_quality", "see_own_quality"})

    def marked(page: str) -> list[str]:
        return [item.entry.url_name for item in menu.items(rights, {}, page) if item.is_current]

    assert marked("quality:mine") == ["quality:mine"]
    assert len(marked("quality:check")) == 1


def test_tab_labels_fit_a_phone(everything: None) -> None:
    for rights in (GUIDE, HEAD):
        tabs = menu.items(rights, {}, "")[: menu.TAB_COUNT]
        assert max(len(item.tab_label) for item in tabs) <= 12
