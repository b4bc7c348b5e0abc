"""Asking Telegram for updates: what is asked for next never passes what is kept."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

import structlog
from django.db.models import Max

from provodnik.connectors.telegram.api import Api, NoAnswer, NotReached, Reply
from provodnik.connectors.telegram.models import Update
from provodnik.connectors.telegram.rules import Fields, Plain
from provodnik.connectors.telegram.sender import BASE_URL
from provodnik.connectors.telegram.services import keep
from provodnik.kernel import schools
from provodnik.kernel.accounts import queries as accounts
from provodnik.kernel.accounts import services as account_services
from provodnik.kernel.accounts.types import Account

log = structlog.get_logger(__name__)

MODE = "mode"
POLLING = "polling"
ALLOWED = ["message", "edited_message", "my_chat_member"]
_MOST = 100
_WAIT_SECONDS = 10
_MARGIN_SECONDS = 10
_AFTER_FAILURE_SECONDS = 3.0
# After a week without updates Telegram numbers them from anywhere, perhaps from below.
_NUMBERS_LAST = timedelta(days=6)

type Clock = Callable[[], datetime]
type Woken = Callable[[int], None]


def is_polled(account: Account) -> bool:
    """Whether updates of this account are asked for; a webhook's are not."""
    return account.is_on and account.setting(MODE, POLLING) == POLLING


def listen(school_id: int, account_id: int, *, woken: Woken, clock: Clock, seconds: float) -> None:
    """Ask for updates for about so many seconds; `woken` is told when some were kept.

    Outside transactions. Killed anywhere, the next run asks from what was kept.
    """
    ends = time.monotonic() + seconds
    with schools.inside(school_id):
        account = accounts.account(account_id)
    api = Api(account.setting(BASE_URL), account.secret)
    try:
        while time.monotonic() < ends and is_polled(account):
            if not _once(school_id, account, api, woken=woken, clock=clock):
                time.sleep(_AFTER_FAILURE_SECONDS)
            with schools.inside(school_id):
                account = accounts.account(account_id)
    finally:
        api.close()


def _once(school_id: int, account: Account, api: Api, *, woken: Woken, clock: Clock) -> bool:
    """One question. False when it was not answered."""
    with schools.inside(school_id):
        offset = _offset(account, now=clock())
    asked: dict[str, Plain] = {
        "timeout": _WAIT_SECONDS,
        "limit": _MOST,
        "allowed_updates": list[Plain](ALLOWED),
        **({} if offset is None else {"offset": offset}),
    }
    try:
        reply = api.call("getUpdates", asked, seconds=_WAIT_SECONDS + _MARGIN_SECONDS)
    except (NotReached, NoAnswer) as error:
        _note(school_id, account, "unreachable", str(error), now=clock())
        return False
    if not reply.ok:
        _note(school_id, account, code_of(reply), reply.words, now=clock())
        return False
    updates: list[Fields] = [one for one in _list(reply.result) if isinstance(one, dict)]
    with schools.inside(school_id):
        if updates:
            greatest = keep(account.id, updates, now=clock())
            account_services.move_mark(account.id, greatest, anew=offset is None)
        if updates or account.trouble:
            account_services.note_heard(account.id, now=clock())
    if updates:
        woken(account.id)
    return True


def code_of(reply: Reply) -> str:
    """What is amiss with an account, by what it was answered."""
    if reply.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
        return "unauthorised"
    return "conflict" if reply.status == HTTPStatus.CONFLICT else "server_failed"


def _offset(account: Account, *, now: datetime) -> int | None:
    """The first update not kept yet; None: from the earliest Telegram still holds."""
    kept = Update.objects.filter(account_id=account.id).aggregate(at=Max("received_at"))["at"]
    if kept is None or now - kept > _NUMBERS_LAST:
        return None
    return account.mark + 1


def _note(school_id: int, account: Account, code: str, words: str, *, now: datetime) -> None:
    with schools.inside(school_id):
        account_services.note_trouble(account.id, code, words=words, now=now)


def _list(value: Plain) -> list[Plain]:
    return value if isinstance(value, list) else []
