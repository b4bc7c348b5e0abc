"""What a command says in place of a traceback, and what stays a traceback."""

import errno

import psycopg
import pytest
from django.db import OperationalError, connection

from provodnik.config import complaints, logging
from provodnik.config.postgres.errors import WrongMajor


def wrapped(cause: psycopg.Error) -> OperationalError:
    """The driver's error as Django passes it on."""
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        wrapped(psycopg.errors.DiskFull("could not extend file")),
        psycopg.errors.DiskFull("could not extend file"),
    ],
    ids=["our own file", "the database by Django", "the database"],
)
def test_a_full_disk_is_said_in_words(error: Exception) -> None:
    line = complaints.in_words(error)

    assert line == complaints._disk_full()
    assert "%" not in line


def test_a_lost_connection_is_said_in_words() -> None:
    away = wrapped(psycopg.OperationalError("connection refused"))
    shut = wrapped(psycopg.errors.AdminShutdown("terminating connection"))

    assert complaints.in_words(away) == complaints.in_words(shut)
    assert "\n" not in (complaints.in_words(away) or "\n")


@pytest.mark.django_db
def test_a_role_that_may_not_is_told_to_run_check() -> None:
    with pytest.raises(Exception) as caught, connection.cursor() as cursor:
        cursor.execute("TRUNCATE kernel_school CASCADE")

    assert "provodnik check" in (complaints.in_words(caught.value) or "")


def test_an_error_of_the_launcher_is_translated_with_its_values() -> None:
    error = WrongMajor("Written by %(data)s.", data=17)

    assert complaints.in_words(error) == "Written by 17."


@pytest.mark.parametrize(
    "fault", [KeyError("x"), ValueError("x"), psycopg.errors.SyntaxError("at SELEC")], ids=repr
)
def test_a_fault_of_ours_keeps_its_traceback(fault: Exception) -> None:
    assert complaints.in_words(fault) is None


def test_logs_carry_ids_and_hide_what_names_a_person() -> None:
    event = {"event": "merged", "client_id": 7, "email": "anna@example.org", "name": "Анна"}

    shown = logging.hide_personal_data(None, "info", event)

    assert shown == {"event": "merged", "client_id": 7, "email": "…", "name": "…"}
