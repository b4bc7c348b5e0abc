"""Forms of django-allauth in our words: labels above the fields, nothing inside them."""

import re
from collections.abc import Mapping
from typing import ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_MISMATCH = "email_password_mismatch"


class _InOurWords:
    """Labels by field; the prompts that stand inside the fields are taken off."""

    labels: ClassVar[Mapping[str, str | Promise]] = {}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = ""


class SignInForm(_InOurWords, account.LoginForm):  # type: ignore[misc]
    labels = {"login": _("E-mail"), "password": _("Password")}

    def clean(self) -> dict[str, object]:
        """A password in Cyrillic letters is most often a forgotten layout."""
        try:
            cleaned: dict[str, object] = super().clean()
        except ValidationError as error:
            if error.code == _MISMATCH and _CYRILLIC.search(self.data.get("password", "")):
                words = _(
                    "E-mail or password did not fit. Check the keyboard layout: it is Russian now."
                )
                raise ValidationError(words, code=_MISMATCH) from None
            raise
        return cleaned


class LetterForm(_InOurWords, account.RequestLoginCodeForm):  # type: ignore[misc]
    labels = {"email": _("E-mail")}


class LetterCodeForm(_InOurWords, account.ConfirmLoginCodeForm):  # type: ignore[misc]
    labels = {"code": _("Code from the letter")}


class ForgottenPasswordForm(_InOurWords, account.ResetPasswordForm):  # type: ignore[misc]
    labels = {"email": _("E-mail")}


class FirstPasswordForm(_InOurWords, account.ResetPasswordKeyForm):  # type: ignore[misc]
    labels = {"password1": _("New password"), "password2": _("Once more")}


class OwnPasswordForm(_InOurWords, account.SetPasswordForm):  # type: ignore[misc]
    labels = {"password1": _("New password"), "password2": _("Once more")}


class ChangedPasswordForm(_InOurWords, account.ChangePasswordForm):  # type: ignore[misc]
    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("Once more"),
    }


class PasswordAgainForm(_InOurWords, account.ReauthenticateForm):  # type: ignore[misc]
    labels = {"password": _("Password")}


class AppCodeForm(_InOurWords, mfa.AuthenticateForm):  # type: ignore[misc]
    labels = {"code": _("Code from the app")}


class AppCodeAgainForm(_InOurWords, mfa.ReauthenticateForm):  # type: ignore[misc]
    labels = {"code": _("Code from the app")}


class ConnectAppForm(_InOurWords, totp.ActivateTOTPForm):  # type: ignore[misc]
    labels = {"code": _("Code from the app")}
