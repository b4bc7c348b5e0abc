"""Who in the school may do what was refused, and how to ask them."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from provodnik.facts.team.queries import staff_list
from provodnik.facts.team.types import StaffRow
from provodnik.method import queries as method


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody to ask. `ask_href` is a letter begun for them; empty when we know no address."""

    role: str
    name: str
    ask_href: str


def who_may(request: HttpRequest, right: str) -> Colleague | None:
    """The colleague with this right; of several, the one whose role may most.

    None for a stranger, for an unknown right, and when nobody holds it.
    """
    if getattr(request, "staff", None) is None:
        return None
    roles = [role for role in method.roles().roles if right in role.rights]
    people = staff_list()
    for role in sorted(roles, key=lambda role: -len(role.rights)):
        for member in people:
            if member.role == role.key:
                return Colleague(_inside(role.title), member.name, _letter(member, request))
    return None


def _letter(member: StaffRow, request: HttpRequest) -> str:
    if not member.email:
        return ""
    words = {"subject": _("Help needed in Provodnik"), "body": request.build_absolute_uri()}
    return f"mailto:{quote(member.email)}?{urlencode(words, quote_via=quote)}"


def _inside(title: str) -> str:
    """A role in the middle of a sentence; an abbreviation keeps its capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]
