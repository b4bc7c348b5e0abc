"""The first page of each role, as the school's method says."""

from django.urls import NoReverseMatch, reverse

from provodnik.facts.team.models import Staff
from provodnik.method import queries as method
from provodnik.web.shell import menu

_EVERYBODYS = "me:show"


def first_page(staff: Staff) -> str:
    """The address of the role's home; without one, of the first page open to the role."""
    role = method.roles().role(staff.role)
    if role is not None:
        try:
            return reverse(role.home)
        except NoReverseMatch:
            pass
    # Pages open to everybody are nobody's first: who has no rights begins with themselves.
    rights = method.rights_of(staff.role)
    open_to = menu.items(rights, {}, "") if rights else ()
    return open_to[0].href if open_to else reverse(_EVERYBODYS)
