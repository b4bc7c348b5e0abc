"""The app above all others: it binds them, and lets go of what they hold when a process ends."""

import atexit

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "provodnik.config"
    label = "config"

    def ready(self) -> None:
        from provodnik.config import wiring  # noqa: PLC0415 (apps must be loaded first)

        wiring.connect()
        atexit.register(_close_pools)


def _close_pools() -> None:
    """Interpreters that end with a pool open wait five seconds for each of its four threads."""
    from django.db import connections  # noqa: PLC0415 (settings must be read first)
    from django.db.backends.postgresql.base import DatabaseWrapper  # noqa: PLC0415 (the same)

    for connection in connections.all(initialized_only=True):
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()
