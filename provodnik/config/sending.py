"""How channels are spoken to, as the school's method says it, in the outbox's own words."""

from provodnik.kernel.outbox.signals import checks
from provodnik.kernel.outbox.types import Terms
from provodnik.method import queries as method

_MINUTE = 60


def terms_of(channel: str) -> Terms:
    """The pace and the attempts of a channel in the current school."""
    found = method.sending_settings().channel(channel)
    return Terms(
        per_second=found.per_second,
        at_once=found.at_once,
        parallel=found.parallel,
        attempts=found.attempts,
        first_retry_seconds=found.first_retry_seconds,
        longest_retry_seconds=found.longest_retry_minutes * _MINUTE,
        lease_seconds=found.lease_seconds,
    )


CHECKS = checks(
    refused_days=lambda: method.signal_settings().message_refused.after_days,
    waiting_minutes=lambda: method.sending_settings().waiting_minutes,
)
