"""Runs of small files of orders, as tests drive them."""

import errno
from collections.abc import Callable, Sequence
from pathlib import Path

from django.db import connection

from conftest import MONDAY
from provodnik.kernel.imports import services
from provodnik.kernel.imports.models import ImportRun
from provodnik.kernel.imports.services import SourceFile
from provodnik.kernel.imports.tests.files import csv_file
from provodnik.kernel.models import School

HEADER = ["ID заказа", "Email", "Дата создания", "Статус", "Стоимость, RUB", "Title"]


def rows(count: int, start: int = 1) -> list[list[str]]:
    return [
        [str(n), f"u{n % 7}@mail.ru", "2026-10-01", "payed", "100", "Курс"]
        for n in range(start, start + count)
    ]


def orders_file(folder: Path, body: Sequence[Sequence[str]], name: str = "orders.csv") -> Path:
    return csv_file(folder / name, [HEADER, *body])


def start(school: School, path: Path, **told: bool) -> ImportRun:
    return services.start_run(
        SourceFile(path), kind="getcourse-orders", school=school, by="staff:1", now=MONDAY, **told
    )


def finish(run: ImportRun, chunk_rows: int = 100) -> ImportRun:
    return services.run_to_end(
        school_id=run.school_id, run_id=run.pk, now=MONDAY, chunk_rows=chunk_rows
    )


def load(school: School, path: Path, chunk_rows: int = 100, **told: bool) -> ImportRun:
    return finish(start(school, path, **told), chunk_rows)


def no_space_left(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def sql(statement: str) -> Callable[[], None]:
    """Runs a statement where it is called."""

    def harm() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return harm


DISK_FULL = sql("DO $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = 'disk_full'; END $$")
AWAY = sql("SELECT pg_terminate_backend(pg_backend_pid())")
