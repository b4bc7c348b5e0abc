"""Logs: one line an event, ids instead of names, JSON where a machine reads them."""

import logging
import os
import sys

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

# Words under which personal data could slip into a line; what stands there is left out.
_PERSONAL = frozenset({"name", "email", "phone", "login", "password", "token", "text", "address"})


def configure() -> None:
    """Send structlog and the standard library through one formatter to stderr.

    PROVODNIK_LOG_LEVEL sets the level (WARNING for commands, INFO for what serves);
    PROVODNIK_LOG_FORMAT=json prints JSON.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide_personal_data,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_renderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(os.environ.get("PROVODNIK_LOG_LEVEL", "WARNING"))
    # They say queries with their values, jobs with their arguments and people by their logins.
    for name in ("axes", "django.db.backends", "procrastinate"):
        logging.getLogger(name).setLevel(logging.WARNING)


def hide_personal_data(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Logs carry ids, not names: a value under a personal key is replaced by «…»."""
    for key in event.keys() & _PERSONAL:
        event[key] = "…"
    return event


def _renderer() -> list[Processor]:
    if os.environ.get("PROVODNIK_LOG_FORMAT") == "json":
        return [
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
