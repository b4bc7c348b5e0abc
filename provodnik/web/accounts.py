"""How accounts of django-allauth behave here: members are invited, nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from provodnik.facts.team.models import User


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed sign-up; the rest is allauth's."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        del request
        return False

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Accounts have no user name: the e-mail is the name."""
        del request, user
