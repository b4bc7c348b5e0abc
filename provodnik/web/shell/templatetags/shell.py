"""What the frame's own templates need."""

from django import template
from django.contrib.messages.storage.base import Message
from django.urls import reverse

from provodnik.web.shell import stylesheet as joined

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
