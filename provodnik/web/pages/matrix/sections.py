"""The parts of the matrix and who may open which; each is a chip above its page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provodnik.facts.team.models import Staff
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right
from provodnik.web.design.types import View


@dataclass(frozen=True, slots=True)
class _Part:
    url: str
    words: Callable[[], str]
    right: Right


_PARTS = (
    _Part("list", lambda: _("Products"), Right.SEE_MATRIX),
    _Part("roadmap", lambda: _("What is next"), Right.SEE_MATRIX),
    _Part("learn", lambda: _("To read"), Right.SEE_MATRIX),
    _Part("knowledge", lambda: _("Who knows them"), Right.EDIT_MATRIX),
    _Part("lines", lambda: _("Plans"), Right.EDIT_MATRIX),
    _Part("backlog", lambda: _("Lessons kept"), Right.EDIT_MATRIX),
    _Part("subscriptions", lambda: _("Subscriptions"), Right.SEE_NUMBERS),
    _Part("helpers", lambda: _("Bonuses and tripwires"), Right.SEE_NUMBERS),
)
LABEL = gettext_lazy("Parts of the matrix")


def parts(staff: Staff, current: str) -> tuple[View, ...]:
    """The parts this member may open, the current one marked."""
    return tuple(
        View(part.words(), reverse(f"matrix:{part.url}"), is_current=part.url == current)
        for part in _PARTS
        if has_right(staff, part.right)
    )


def show(
    request: HttpRequest, part: str, template: str, context: Mapping[str, object]
) -> HttpResponse:
    """A page of the matrix under the chips of its parts."""
    staff = current_staff(request)
    shared = {
        "parts": parts(staff, part),
        "parts_label": LABEL,
        "may_edit": has_right(staff, Right.EDIT_MATRIX),
        "may_see_money": has_right(staff, Right.SEE_MONEY),
    }
    return render(request, template, {**shared, **context})
