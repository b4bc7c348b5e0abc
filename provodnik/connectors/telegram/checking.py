"""Whether a bot works, and telling Telegram how it wants its updates."""

from provodnik.connectors.telegram.api import Api, NoAnswer, NotReached, Reply
from provodnik.connectors.telegram.polling import ALLOWED, MODE, POLLING, code_of
from provodnik.connectors.telegram.rules import Plain
from provodnik.connectors.telegram.sender import BASE_URL
from provodnik.connectors.telegram.views import hook_secret
from provodnik.kernel.accounts.ports import Checked
from provodnik.kernel.accounts.starting import USERNAME
from provodnik.kernel.accounts.types import Account

PUBLIC_URL = "public_url"


def check(account: Account) -> Checked:
    """Ask for the bot's name and set its webhook, or take it away where updates are asked for."""
    api = Api(account.setting(BASE_URL), account.secret)
    try:
        named = api.call("getMe", {})
        told = _told(api, account) if named.ok else named
    except NotReached as error:
        return Checked(ok=False, code="unreachable", words=str(error))
    except NoAnswer as error:
        return Checked(ok=False, code="no_answer", words=str(error))
    finally:
        api.close()
    if not told.ok:
        return Checked(ok=False, code=code_of(told), words=told.words)
    username = _username(named)
    return Checked(ok=True, title=f"@{username}", learned={USERNAME: username})


def _told(api: Api, account: Account) -> Reply:
    if account.setting(MODE, POLLING) == POLLING:
        return api.call("deleteWebhook", {})
    address = f"{account.setting(PUBLIC_URL).rstrip('/')}/hooks/telegram/{account.hook}"
    asked: dict[str, Plain] = {
        "url": address,
        "secret_token": hook_secret(account.hook),
        "allowed_updates": list[Plain](ALLOWED),
    }
    return api.call("setWebhook", asked)


def _username(reply: Reply) -> str:
    return str(reply.result.get("username") or "") if isinstance(reply.result, dict) else ""
