"""Refreshing every check of a school. Rebuildable: run it again and nothing changes."""

from datetime import datetime

from provodnik.kernel import signals
from provodnik.kernel.signals import Change
from provodnik.method import queries as method
from provodnik.method.types import SignalKey


def refresh_all(*, now: datetime) -> dict[str, Change]:
    """Open and close signals by all declared checks that the school has switched on."""
    settings = method.signal_settings()
    return {
        name: signals.refresh(check, now=now)
        for name, check in signals.checks().items()
        if settings.words(SignalKey(name)).on
    }
