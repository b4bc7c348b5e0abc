"""How django-allauth behaves here and what it says: members are invited, nobody signs up."""

from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from provodnik.facts.team.models import User
from provodnik.web.accounts import letter_path

_LETTER = "account/email/login_code"


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed sign-up; a letter holds a link beside the code; our words."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Access of this account is closed. Ask the head of your school."),
        "email_password_mismatch": _("E-mail or password did not fit."),
        "enter_current_password": _("The present password did not fit."),
        "incorrect_code": _("The code did not fit. Take it from the latest letter."),
        "incorrect_password": _("The password did not fit."),
        "invalid_password_reset": _("The link is used already. Ask for a new one."),
        "rate_limited": _("Too many attempts. Wait a minute."),
        "too_many_login_attempts": _(
            "Too many attempts. Wait five minutes, or sign in by the link of a letter."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        del request
        return False

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Accounts have no user name: the e-mail is the name."""
        del request, user

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """A letter with a code also gets a link, which works in any browser."""
        request = context.get("request")
        user = User.objects.filter(email=email.lower()).first()
        if template_prefix == _LETTER and user is not None and isinstance(request, HttpRequest):
            next_page = get_next_redirect_url(request)
            query = f"?{urlencode({'next': next_page})}" if next_page else ""
            context = {**context, "link": request.build_absolute_uri(letter_path(user) + query)}
        super().send_mail(template_prefix, email, context)


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Words of the second step."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code did not fit. Check the clock of the phone."),
    }
