"""The frame's values for templates: `shell` in every context."""

from collections.abc import Mapping
from typing import Protocol, cast

from django.http import HttpRequest

from provodnik.method import queries as method
from provodnik.web import formats
from provodnik.web.shell import menu
from provodnik.web.shell.types import Counter, Group, SchoolMark, Shell, Theme

THEME_COOKIE = "theme"
SIDEBAR_COOKIE = "sidebar"
KEYS_COOKIE = "keys"

_SERIES = 4


class Member(Protocol):
    """What the frame asks of `request.staff`."""

    name: str
    role: str


class Tenant(Protocol):
    """What the frame asks of `request.school`."""

    pk: int
    name: str


def shell(request: HttpRequest) -> dict[str, Shell]:
    """`request.staff`, `request.school`, `request.schools` and `request.counters` become a frame.

    Any of them may be absent: a stranger gets a page without a sidebar.
    """
    staff = cast("Member | None", getattr(request, "staff", None))
    school = cast("Tenant | None", getattr(request, "school", None))
    if staff is None or school is None:
        return {"shell": Shell(theme_of(request), is_narrow=False, single_keys=True)}
    role = method.roles().role(staff.role)
    shown = menu.items(
        frozenset() if role is None else frozenset(role.rights),
        _counters(request),
        _page(request),
    )
    placed = menu.in_groups(shown)
    return {
        "shell": Shell(
            theme=theme_of(request),
            is_narrow=request.COOKIES.get(SIDEBAR_COOKIE) == "narrow",
            single_keys=request.COOKIES.get(KEYS_COOKIE) != "off",
            stop_reason=getattr(request, "stop_reason", None) or "",
            staff_name=staff.name,
            role_title=staff.role if role is None else role.title,
            initials=formats.initials(staff.name),
            school=_mark(school),
            schools=_other_schools(request, school),
            groups=tuple(items for group, items in placed.items() if group is not Group.MORE),
            more=placed[Group.MORE],
            tabs=tuple(shown[: menu.TAB_COUNT]),
            current=next((item for item in shown if item.is_current), None),
        )
    }


def theme_of(request: HttpRequest) -> Theme:
    """The chosen theme; a strange cookie is the system's."""
    try:
        return Theme(request.COOKIES.get(THEME_COOKIE, ""))
    except ValueError:
        return Theme.AUTO


def _mark(school: Tenant) -> SchoolMark:
    letter = school_letter(school.name)
    return SchoolMark(school.name, letter, (school.pk - 1) % _SERIES + 1)


def school_letter(name: str) -> str:
    """The letter on a school's mark: of its proper name, so that schools differ."""
    return next((char for char in formats.proper_name(name) if char.isalnum()), "?").upper()


def _counters(request: HttpRequest) -> dict[str, Counter]:
    given = cast("Mapping[str, Counter | int]", getattr(request, "counters", {}))
    return {
        key: value if isinstance(value, Counter) else Counter(value)
        for key, value in given.items()
        if value
    }


def _other_schools(request: HttpRequest, school: Tenant) -> tuple[tuple[int, str], ...]:
    mine = cast("list[Tenant]", getattr(request, "schools", []))
    return tuple((one.pk, one.name) for one in mine if one.pk != school.pk)


def _page(request: HttpRequest) -> str:
    match = request.resolver_match
    return "" if match is None else match.view_name
