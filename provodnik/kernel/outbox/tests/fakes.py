"""A channel of tests: what it was handed, and what it answers."""

from collections.abc import Callable, Mapping
from datetime import datetime

from provodnik.kernel.accounts import services as accounts
from provodnik.kernel.accounts.types import Account, NewAccount
from provodnik.kernel.outbox import ports
from provodnik.kernel.outbox.types import Accepted, Answer, Attempt, Outgoing, Terms, Told

CHANNEL = "pigeon"
TERMS = Terms(
    per_second=1000,
    at_once=20,
    parallel=2,
    attempts=3,
    first_retry_seconds=10,
    longest_retry_seconds=100,
    lease_seconds=60,
)


class Pigeons:
    """Keeps what was handed over, in order; answers as `answer` says."""

    def __init__(self) -> None:
        self.taken: list[Attempt] = []
        self.told: list[Told] = []
        self.closed = 0
        self.answer: Callable[[Attempt], Answer] = lambda one: Accepted(f"bird-{one.id}")

    def bind(self, *, terms: Terms = TERMS) -> None:
        ports.declare({CHANNEL: self._sender}, {"letter": self.told.extend}, lambda _c: terms)

    def _sender(self, account: Account) -> ports.Sender:
        return Pigeon(self, account)


class Pigeon:
    """One sender of the tests' channel."""

    def __init__(self, flock: Pigeons, account: Account) -> None:
        self._flock, self.account = flock, account

    def send(self, message: Attempt) -> Answer:
        self._flock.taken.append(message)
        return self._flock.answer(message)

    def close(self) -> None:
        self._flock.closed += 1


def pigeon_loft(now: datetime) -> int:
    """A working account of the tests' channel."""
    new = NewAccount(CHANNEL, "Голубятня", secret="зерно")
    return accounts.connect(new, actor="staff:1", now=now).pk


def letter(number: int, **more: object) -> Outgoing:
    """A message to a recipient of its own unless told otherwise."""
    told: Mapping[str, object] = {
        "channel": CHANNEL,
        "recipient": f"roof-{number}",
        "body": {"text": f"письмо {number}"},
        "key": f"letter:{number}",
        "about": f"letter:{number}",
        **more,
    }
    return Outgoing(**told)  # type: ignore[arg-type]  # the keywords are its own
