"""Accounts: who may sign in.

An account stands above schools, so the journal of a school says nothing of it; that it
joined a school, it does.
"""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from provodnik.facts.team.models import Staff, User
from provodnik.facts.team.services import add_staff, give_account


def account_for(email: str) -> User:
    """The account of an e-mail; made without a password when there is none yet."""
    user, _made = User.objects.get_or_create(
        email=User.objects.normalize_email(email).lower(),
        defaults={"password": make_password(None)},
    )
    return user


@transaction.atomic
def invite(*, name: str, role: str, email: str, now: datetime, actor: str) -> Staff:
    """Take a person into the team with an account of that e-mail.

    Raises:  AlreadyMember: the account works here
    """
    return add_staff(name=name, role=role, user=account_for(email), now=now, actor=actor)


@transaction.atomic
def open_access(staff_id: int, *, email: str, now: datetime, actor: str) -> Staff:
    """Let a member met in an export sign in by an e-mail.

    Raises:  as `services.give_account`
    """
    return give_account(staff_id, user=account_for(email), now=now, actor=actor)
