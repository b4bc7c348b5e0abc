"""What a channel can say about an account of its own: bound by config, used by pages."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from provodnik.kernel.accounts import queries, services
from provodnik.kernel.accounts.types import Account, Setting

NOT_BOUND = "no_connector"


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether an account works. `title` is its name there; `code` and `words` what is amiss.

    `learned` are settings the channel told, kept with the account.
    """

    ok: bool
    title: str = ""
    code: str = ""
    words: str = ""
    learned: Mapping[str, Setting] = field(default_factory=dict)


type Checker = Callable[[Account], Checked]

_checkers: dict[str, Checker] = {}


def declare(checkers: Mapping[str, Checker]) -> None:
    """Replace all checkers. Called once, from provodnik.config."""
    _checkers.clear()
    _checkers.update(checkers)


def check(account_id: int, *, now: datetime) -> Checked:
    """Ask the channel whether the account works, set it up there, and remember the answer.

    Speaks to the network for some seconds: called outside long transactions.

    Raises:  ChannelAccount.DoesNotExist; Unreadable
    """
    account = queries.account(account_id)
    checker = _checkers.get(account.channel)
    answer = checker(account) if checker else Checked(ok=False, code=NOT_BOUND)
    if answer.ok:
        services.learn(account_id, answer.learned)
        services.note_heard(account_id, now=now)
    else:
        services.note_trouble(account_id, answer.code, words=answer.words, now=now)
    return answer
