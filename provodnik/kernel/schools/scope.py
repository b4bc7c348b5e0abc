"""The one way into a school's data: a transaction that knows its school."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connections, transaction

_current: ContextVar[int | None] = ContextVar("school", default=None)


class NotInsideSchool(RuntimeError):
    """Code that needs a school was called outside `inside(school_id)`."""


class SchoolMismatch(RuntimeError):
    """A transaction belongs to one school; a second one was asked for inside it."""


def current() -> int:
    """The id of the school this transaction belongs to.

    Raises:  NotInsideSchool
    """
    school_id = _current.get()
    if school_id is None:
        raise NotInsideSchool("open schools.inside(school_id) first")
    return school_id


@contextmanager
def inside(school_id: int, *, using: str = "default") -> Iterator[None]:
    """Open a transaction in which only this school's rows exist.

    Row-level security reads the setting made here; without it every query on a
    school's table is an error, never an empty answer. Nesting the same school
    joins the transaction that is open.

    Raises:  SchoolMismatch: another school is open already
    """
    already = _current.get()
    if already is not None:
        if already != school_id:
            raise SchoolMismatch(f"inside school {already}, asked for {school_id}")
        yield
        return
    connection = connections[using]
    token = _current.set(school_id)
    try:
        with transaction.atomic(using=using):
            _set(using, str(school_id))
            yield
    finally:
        _current.reset(token)
        # A savepoint (a test's outer transaction) outlives us and would keep the setting.
        if connection.in_atomic_block and not connection.needs_rollback:
            _set(using, "")


def _set(using: str, value: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT set_config('app.school', %s, true)", [value])
