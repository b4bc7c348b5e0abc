"""`provodnik serve`: the database, the tables, the site and its jobs, until it is stopped."""

import os
import socket
from argparse import Namespace

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils.translation import gettext as _

from provodnik.config import assets, postgres, serve
from provodnik.config.commands.refusal import Refusal


def run(arguments: Namespace) -> int:
    host, port = arguments.host, arguments.port
    _require_free(host, port)
    _build_assets()
    _collect_static()
    # The children have connections of their own; ours would only be one more after a restart.
    connections.close_all()
    os.environ.setdefault("PROVODNIK_LOG_LEVEL", "INFO")
    supervisor = serve.Supervisor(
        children=[serve.site(host, port), serve.worker()],
        ensure_database=lambda: postgres.ensure(settings.HOME),
        is_ready=lambda: serve.answers(_reached_at(host), port),
        on_ready=lambda: print(f"http://{_reached_at(host)}:{port}", flush=True),
    )
    supervisor.run()
    return 0


def _build_assets() -> None:
    try:
        assets.build()
    except assets.AssetsError as error:
        raise Refusal(str(error)) from error


def _collect_static() -> None:
    """In production the files get names made of their content; otherwise they are served as is."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    if settings.PRODUCTION:
        call_command("collectstatic", interactive=False, verbosity=0)


def _require_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # As the server itself does: a port left in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise Refusal(
                _("Port %(port)s is taken: stop what uses it or choose another by --port.")
                % {"port": port}
            ) from error


def _reached_at(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
