"""From an account's settings to a mail box."""

from provodnik.connectors.email.types import MailBox, Security, Server
from provodnik.kernel.accounts.types import Account

_PORTS = {
    ("smtp", Security.TLS): 465,
    ("smtp", Security.STARTTLS): 587,
    ("smtp", Security.PLAIN): 25,
    ("imap", Security.TLS): 993,
    ("imap", Security.STARTTLS): 143,
    ("imap", Security.PLAIN): 143,
}
TIMEOUT_SECONDS = 20


def mailbox_of(account: Account) -> MailBox:
    """The mail box of an account.

    Settings: address, from_name, user (empty: the address), smtp_host, smtp_port, smtp_security,
    imap_host (empty: letters are not read), imap_port, imap_security, folder.

    Raises:  ValueError: a port or a way of guarding that cannot be
    """
    address = account.setting("address")
    return MailBox(
        account_id=account.id,
        address=address,
        name=account.setting("from_name", account.title),
        user=account.setting("user", address),
        password=account.secret,
        smtp=_server(account, "smtp"),
        imap=_server(account, "imap") if account.setting("imap_host") else None,
        folder=account.setting("folder", "INBOX"),
    )


def _server(account: Account, kind: str) -> Server:
    security = Security(account.setting(f"{kind}_security", Security.TLS.value))
    port = account.setting(f"{kind}_port") or _PORTS[kind, security]
    return Server(account.setting(f"{kind}_host"), int(port), security)
