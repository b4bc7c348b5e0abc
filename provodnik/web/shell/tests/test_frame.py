"""The frame of a member's page, on a real school."""

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve

from provodnik.web.shell.context import shell
from provodnik.web.shell.templatetags.shell import undo_of
from provodnik.web.shell.types import Counter

if TYPE_CHECKING:
    from provodnik.kernel.models import School

LONG = "Константин Рождественский-Преображенский"


def request_of(school: "School", role: str = "head_of_product_and_service") -> HttpRequest:
    request = RequestFactory().get("/design/")
    request.resolver_match = resolve("/design/")
    staff = SimpleNamespace(name=LONG, role=role)
    for name, value in {
        "staff": staff,
        "school": school,
        "schools": [school, SimpleNamespace(pk=school.pk + 1, name="Ритм")],
        "counters": {"pulse": Counter(6), "day": Counter(14, late=3)},
        "_messages": [],
    }.items():
        setattr(request, name, value)
    return request


def page(request: HttpRequest) -> str:
    return render_to_string("shell/base.html", request=request)


def test_a_stranger_gets_a_frame_without_a_school() -> None:
    frame = shell(RequestFactory().get("/"))["shell"]

    assert frame.school is None
    assert frame.items == ()


def test_a_member_sees_the_school_the_role_and_the_way_out(school: "School") -> None:
    html = page(request_of(school))

    assert "Оттенок" in html
    assert "РОПиС" in html
    assert LONG in html
    assert 'action="/accounts/logout/"' in html
    assert "2\u00a0школы" in html


def test_counters_are_alarming_only_when_something_is_late(school: "School") -> None:
    request = request_of(school)
    frame = shell(request)["shell"]

    html = render_to_string("shell/counters.html", request=request)

    shown = {item.entry.counter for item in frame.items if item.counter}
    assert ("pv-counter--late" in html) is ("day" in shown)
    assert html.count("hx-swap-oob") == sum(
        1 for item in (*frame.items, *frame.tabs) if item.entry.counter
    )


def test_a_role_the_method_does_not_know_opens_nothing(school: "School") -> None:
    frame = shell(request_of(school, role="nobody"))["shell"]

    assert not [item for item in frame.items if item.entry.rights]
    assert frame.role_title == "nobody"


def test_a_school_keeps_its_colour_and_letter(school: "School") -> None:
    mark = shell(request_of(school))["shell"].school

    assert mark is not None
    assert mark.letter == "О"
    assert mark.series in range(1, 5)


def test_every_form_of_the_frame_carries_its_token(school: "School") -> None:
    html = page(request_of(school))

    assert html.count('method="post"') == html.count('name="csrfmiddlewaretoken"')


def test_the_search_works_without_a_script(school: "School") -> None:
    html = page(request_of(school))

    assert '<form class="pv-find" method="post" action="/search/"' in html
    assert '<input name="q"' in html


@pytest.mark.parametrize(
    ("tags", "address"), [("undo:/touches/7/undo/", "/touches/7/undo/"), ("", ""), ("big", "")]
)
def test_a_message_may_carry_its_undo(tags: str, address: str) -> None:
    assert undo_of(Message(constants.SUCCESS, "Сделано", extra_tags=tags)) == address
