"""Addresses that let a person in: from an invitation, and from a letter."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core import signing
from django.urls import reverse

from provodnik.facts.team.models import User
from provodnik.kernel.models import School
from provodnik.web.tenancy import schools_of

LETTER_SECONDS = 15 * 60

_LETTER = "provodnik.web.accounts.letter"


def letter_path(user: User) -> str:
    """Where a letter's link leads. It works once, and for a quarter of an hour."""
    return reverse("signin:letter", args=[signing.dumps([user.pk, _stamp(user)], salt=_LETTER)])


def user_of_letter(token: str) -> User | None:
    """Whom a letter's link lets in; None when it is old, used or not ours."""
    try:
        user_id, stamp = signing.loads(token, salt=_LETTER, max_age=LETTER_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return user if user is not None and _stamp(user) == stamp else None


def invitation_path(user: User, school: School) -> str | None:
    """Where a newcomer sets the first password; shown to the one who invites.

    None for an account that is somebody's already, by a password, a sign-in or another
    school: whoever holds this address becomes that person everywhere.
    """
    is_used = user.has_usable_password() or user.last_login is not None
    if is_used or [one.pk for one in schools_of(user.pk)] != [school.pk]:
        return None
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])


def _stamp(user: User) -> str:
    """Changes with every sign-in, so that a link works once."""
    return user.last_login.isoformat() if user.last_login else ""
