"""What a person fills in about a bot or a mail box, and what of it is kept where."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from provodnik.kernel.accounts.models import ChannelAccount
from provodnik.kernel.accounts.types import NewAccount, Setting

_GUARDED = [
    ("tls", _("from the first byte (TLS)")),
    ("starttls", _("STARTTLS")),
    ("plain", _("no")),
]


def _port() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Port"),
        help_text=_("Empty: the usual one"),
        min_value=1,
        max_value=65535,
        required=False,
    )


class AccountForm(forms.Form):
    """What every channel has: a name for people, a secret, settings of its own."""

    channel: ClassVar[str]
    secret_hint = _("Empty: the one kept stays")

    title = forms.CharField(label=_("Name for the team"), max_length=100)
    secret = forms.CharField(max_length=300, widget=forms.PasswordInput(), required=False)

    def __init__(
        self, data: Mapping[str, str] | None = None, *, account: ChannelAccount | None = None
    ) -> None:
        kept = {**account.settings, "title": account.title} if account else {}
        super().__init__(data, initial=kept)
        self.account = account
        if account is not None:
            self.fields["secret"].help_text = self.secret_hint

    def settings(self) -> dict[str, Setting]:
        """What is kept as settings of the account, with what the channel itself told before."""
        told = {k: v for k, v in self.cleaned_data.items() if k not in {"title", "secret"}}
        return {**(self.account.settings if self.account else {}), **told}

    def secret_given(self) -> str | None:
        """A new secret; None: none was written."""
        return self.cleaned_data["secret"] or None

    def to_account(self) -> NewAccount:
        """A new account for the services."""
        told = self.cleaned_data
        return NewAccount(self.channel, told["title"], told["secret"], self.settings())


class TelegramForm(AccountForm):
    """A bot."""

    channel = "telegram"

    mode = forms.ChoiceField(
        label=_("How messages come"),
        choices=[("polling", _("we ask for them")), ("webhook", _("Telegram brings them"))],
        help_text=_("The second is faster and needs an address of this site open to the world."),
    )
    public_url = forms.URLField(
        label=_("Address of this site"), required=False, assume_scheme="https"
    )
    base_url = forms.URLField(
        label=_("Own server of the Bot API"),
        required=False,
        assume_scheme="https",
        help_text=_("Empty: Telegram's own"),
    )

    def __init__(
        self, data: Mapping[str, str] | None = None, *, account: ChannelAccount | None = None
    ) -> None:
        super().__init__(data, account=account)
        self.fields["secret"].label = _("Token of the bot")
        self.fields["secret"].required = account is None
        if account is None:
            self.fields["secret"].help_text = _("@BotFather gives it when the bot is made.")

    def clean(self) -> dict[str, object]:
        """A webhook needs an address to be brought to."""
        told = super().clean() or self.cleaned_data
        if told.get("mode") == "webhook" and not told.get("public_url"):
            self.add_error(
                "public_url", _("Without the address Telegram has nowhere to bring them.")
            )
        return told


class MailForm(AccountForm):
    """A mail box: letters out by SMTP, letters in by IMAP."""

    channel = "email"

    address = forms.EmailField(label=_("Address of the mail box"))
    from_name = forms.CharField(label=_("Name students see"), max_length=100, required=False)
    user = forms.CharField(
        label=_("Login"), max_length=200, required=False, help_text=_("Empty: the address itself")
    )
    smtp_host = forms.CharField(label=_("Server of outgoing letters (SMTP)"), max_length=200)
    smtp_security = forms.ChoiceField(label=_("Guarding"), choices=_GUARDED)
    smtp_port = _port()
    imap_host = forms.CharField(
        label=_("Server of incoming letters (IMAP)"),
        max_length=200,
        required=False,
        help_text=_("Empty: letters are only sent"),
    )
    imap_security = forms.ChoiceField(label=_("Guarding"), choices=_GUARDED)
    imap_port = _port()
    folder = forms.CharField(
        label=_("Folder"), max_length=200, required=False, help_text=_("Empty: INBOX")
    )

    def __init__(
        self, data: Mapping[str, str] | None = None, *, account: ChannelAccount | None = None
    ) -> None:
        super().__init__(data, account=account)
        self.fields["secret"].label = _("Password")
        if account is None:
            self.fields["secret"].help_text = _(
                "Many mail services want a password for programs, made in their settings."
            )


FORMS: Mapping[str, type[AccountForm]] = {form.channel: form for form in (TelegramForm, MailForm)}
