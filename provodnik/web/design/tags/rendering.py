"""What every tag shares: its template, checked arguments, the reader's language and clock."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.template import Context, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

_DEFAULT_LANGUAGE = "ru"


def render(component: str, **values: object) -> SafeString:
    """The component's template filled in, without the space a file ends with."""
    return mark_safe(render_to_string(f"design/{component}.html", values).strip())  # noqa: S308


def one_of[Member: StrEnum](kind: type[Member], value: str, argument: str) -> Member:
    """The member a template named.

    Raises:  TemplateSyntaxError: there is none, so a misspelt tone fails on its first sight
    """
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(member.value for member in kind)
        raise TemplateSyntaxError(f"{argument}: {value!r} is not one of {known}") from None


def among(allowed: Iterable[str], value: str, argument: str) -> str:
    """The same for plain words.

    Raises:  TemplateSyntaxError: the value is not allowed
    """
    if value not in allowed:
        raise TemplateSyntaxError(f"{argument}: {value!r} is not one of {', '.join(allowed)}")
    return value


def language() -> str:
    """The language the page is written in."""
    return (get_language() or _DEFAULT_LANGUAGE).split("-")[0]


def now_of(context: Context) -> datetime:
    """The moment the page is made at; a page may put its own `now` into the context."""
    now = context.get("now")
    return now if isinstance(now, datetime) else timezone.now()
