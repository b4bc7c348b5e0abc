"""What a command says when it cannot: one line in words instead of a traceback."""

import errno

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.utils.translation import gettext as _

from provodnik.config.archive import ArchiveError
from provodnik.config.commands.refusal import Refusal
from provodnik.config.postgres import PostgresError
from provodnik.kernel.calendar.errors import CalendarFormatError
from provodnik.kernel.imports import words
from provodnik.kernel.imports.errors import ImportsError
from provodnik.kernel.periods import PeriodError
from provodnik.metrics.definition import MetricError

_AWAY = (
    psycopg.errors.ConnectionException,
    psycopg.errors.AdminShutdown,
    psycopg.errors.CrashShutdown,
    psycopg.errors.CannotConnectNow,
)


def in_words(error: Exception) -> str | None:
    """The line for an expected error; None for a fault of ours, which deserves its traceback."""
    match error:
        case Refusal():
            line = str(error)
        case PostgresError() | ArchiveError():
            line = _(error.message) % error.values
        case ImportsError():
            line = words.error(error)
        case OSError():
            line = _of_the_system(error)
        case DatabaseError() | psycopg.Error():
            return _of_the_database(error)
        case MetricError() | PeriodError() | CalendarFormatError() | ImproperlyConfigured():
            line = str(error)
        case _:
            return None
    return " ".join(line.split())


def _of_the_system(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _disk_full()
    match error:
        case FileNotFoundError():
            return _("The file “%(file)s” is not there.") % {"file": error.filename}
        case PermissionError():
            return _("“%(file)s” is closed to this user.") % {"file": error.filename}
        case IsADirectoryError():
            return _("“%(file)s” is a folder, and a file is needed.") % {"file": error.filename}
    return f"{error.filename}: {error.strerror}" if error.filename else str(error)


def _of_the_database(error: Exception) -> str | None:
    cause = error.__cause__ if isinstance(error, DatabaseError) else error
    if isinstance(cause, psycopg.errors.DiskFull):
        return _disk_full()
    if isinstance(cause, psycopg.errors.InsufficientPrivilege):
        return _("The database refused its role: %(why)s. Run “provodnik check”.") % {
            "why": str(cause).splitlines()[0]
        }
    # Without an SQLSTATE the server never answered: the connection itself failed.
    if isinstance(cause, _AWAY) or (
        isinstance(cause, psycopg.OperationalError) and cause.sqlstate is None
    ):
        return _("The database does not answer. What was saved is safe; run the command again.")
    return None


def _disk_full() -> str:
    return _("The disk is full: free some space and run the command again. What was saved is safe.")
