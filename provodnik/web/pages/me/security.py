"""How an account is protected."""

from dataclasses import dataclass

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

from provodnik.web.access import current_staff


@dataclass(frozen=True, slots=True)
class Protection:
    """`has_password` is False for who always signs in by a letter."""

    email: str
    has_password: bool
    has_second_step: bool


def protection_of(request: HttpRequest) -> Protection:
    """Queries: 1."""
    user = current_staff(request).user
    assert user is not None  # whoever signed in has an account
    return Protection(user.email, user.has_usable_password(), is_mfa_enabled(user))
