"""What the frame's own templates need."""

from django import template
from django.contrib.messages.storage.base import Message
from django.urls import reverse

from provodnik.web import formats
from provodnik.web.shell import stylesheet as joined
from provodnik.web.shell.context import school_letter as letter_of

register = template.Library()

UNDO_TAG = "undo:"


@register.simple_tag
def stylesheet() -> str:
    """The address of the joined stylesheet; it changes with its content."""
    return reverse("stylesheet", args=[joined.current().digest])


@register.simple_tag
def undo_of(message: Message) -> str:
    """Where «Отменить» of a message posts: `messages.success(…, extra_tags="undo:/path/")`."""
    tags = message.extra_tags or ""
    return tags.removeprefix(UNDO_TAG) if tags.startswith(UNDO_TAG) else ""


@register.filter
def school_letter(name: str) -> str:
    """The letter on the mark of a school."""
    return letter_of(name)


@register.filter
def proper_name(name: str) -> str:
    """A school's name without its guillemets and the word before them."""
    return formats.proper_name(name)
