"""School A reads and writes nothing of school B: every table, raw SQL included."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DataError, ProgrammingError, connection, transaction
from django.db.models import Model

from conftest import MONDAY
from provodnik.kernel import schools, tenancy
from provodnik.kernel.models import School, SchoolModel

pytestmark = pytest.mark.django_db

TABLES = sorted(model._meta.db_table for model in tenancy.school_models())


@pytest.fixture
def other(db: None) -> School:
    return School.objects.create(slug="other", name="Другая", created_at=MONDAY)


@contextmanager
def savepoint() -> Iterator[None]:
    with transaction.atomic():
        yield


def _insert(model: type[Model], school_id: int) -> str:
    """The smallest row the database takes, from the catalogue's own types."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_name = %s AND is_nullable = 'NO' AND column_default IS NULL"
            " AND is_identity = 'NO' AND column_name <> 'school_id'",
            [model._meta.db_table],
        )
        columns = cursor.fetchall()
    bare = {
        "boolean": "false",
        "jsonb": "'{}'",
        "date": "'2026-01-01'",
        "uuid": "gen_random_uuid()",
        "ARRAY": "'{}'",
    }
    values = [
        bare.get(kind) or ("'2026-01-01'" if "time" in kind else "'1'") for _, kind in columns
    ]
    names = ", ".join(["school_id", *(f'"{name}"' for name, _ in columns)])
    marks = ", ".join([str(school_id), *values])
    return f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})"


def test_every_table_that_names_a_school_is_known_to_the_models() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND column_name = 'school_id' ORDER BY 1"
        )
        found = [row[0] for row in cursor.fetchall()]

    assert found == TABLES


@pytest.mark.parametrize("table", TABLES)
def test_row_security_is_forced(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass",
            [table],
        )
        assert cursor.fetchone() == (True, True)
        cursor.execute(
            "SELECT array_agg(policyname::text ORDER BY policyname) FROM pg_policies"
            " WHERE tablename = %s AND 'provodnik_app' = ANY(roles)",
            [table],
        )
        assert cursor.fetchone() == (["of_school"],)


@pytest.mark.parametrize("table", TABLES)
def test_forgetting_the_school_is_an_error_not_an_empty_answer(table: str) -> None:
    with (
        pytest.raises((DataError, ProgrammingError)),
        savepoint(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT count(*) FROM {table}")


@pytest.mark.parametrize("table", TABLES)
def test_a_row_of_another_school_cannot_be_written(
    table: str, school: School, other: School
) -> None:
    model = next(m for m in tenancy.school_models() if m._meta.db_table == table)

    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        savepoint(),
        connection.cursor() as cursor,
    ):
        cursor.execute(_insert(model, other.pk))


@pytest.mark.parametrize("table", TABLES)
def test_rows_of_another_school_are_not_seen_changed_or_deleted(table: str, db: None) -> None:
    """A policy that compares another column, or none, would show here for its table."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT qual, with_check FROM pg_policies"
            " WHERE tablename = %s AND policyname = 'of_school'",
            [table],
        )
        setting = "(current_setting('app.school'::text))::bigint"
        wanted = (
            f"((school_id = ( SELECT {setting} AS current_setting))"
            f" AND (school_id >= LEAST({setting}, (0)::bigint)))"
        )
        assert cursor.fetchone() == (wanted, wanted)


def test_raw_sql_of_one_school_reaches_nothing_of_another(school: School, other: School) -> None:
    from provodnik.kernel.models import Signal

    with connection.cursor() as cursor:
        insert = _insert(Signal, school.pk)
        cursor.execute(insert)
        cursor.execute("SELECT count(*) FROM kernel_signal")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT set_config('app.school', %s, true)", [str(other.pk)])
        cursor.execute("SELECT count(*) FROM kernel_signal")
        assert cursor.fetchone() == (0,)
        cursor.execute("UPDATE kernel_signal SET subject = 'stolen'")
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM kernel_signal")
        assert cursor.rowcount == 0


@pytest.mark.parametrize("model", tenancy.school_models(), ids=lambda m: m._meta.db_table)
def test_links_between_tables_carry_the_school(model: type[SchoolModel], db: None) -> None:
    wanted = {field.column for field in tenancy.links(model)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype = 'f'",
            [model._meta.db_table],
        )
        definitions = [row[0] for row in cursor.fetchall()]

    carrying = {
        definition.split("(school_id, ")[1].split(")")[0]
        for definition in definitions
        if definition.startswith("FOREIGN KEY (school_id, ") and "(school_id, id)" in definition
    }
    assert carrying == wanted


def test_the_applications_role_owns_nothing_and_cannot_bypass_row_security(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles"
            " WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole::oid")
        assert cursor.fetchone() == (0,)


def test_a_transaction_belongs_to_one_school(school: School, other: School) -> None:
    with pytest.raises(schools.SchoolMismatch), schools.inside(other.pk):
        pass


def test_nesting_the_same_school_joins_it(school: School) -> None:
    with schools.inside(school.pk):
        assert schools.current() == school.pk

    assert schools.current() == school.pk


def test_outside_a_school_there_is_no_current_one(db: None) -> None:
    with pytest.raises(schools.NotInsideSchool):
        schools.current()
