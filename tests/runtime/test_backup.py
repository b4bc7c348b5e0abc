"""A backup carries everything into an empty home, and refuses what would lose something."""

import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from provodnik.config import archive, postgres
from provodnik.config.archive import ArchiveError
from tests.runtime.homes import fresh_home
from tests.runtime.processes import answer

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def saved() -> Iterator[Path]:
    """A home with a school and a file, and its backup in `copy.tar`."""
    for home in fresh_home():
        answer(home, "school", "create", "ottenok", "--name", "Оттенок")
        kept = home / "files" / "imports" / "1"
        kept.mkdir(parents=True)
        (kept / "выгрузка.csv").write_text("строка")
        done = answer(home, "backup", str(home / "copy.tar"))
        assert (done.returncode, done.stderr) == (0, "")
        yield home


@pytest.fixture(scope="module")
def restored(saved: Path) -> Iterator[Path]:
    """Another home, after `provodnik restore` of that backup."""
    for home in fresh_home():
        done = answer(home, "restore", str(saved / "copy.tar"))
        assert (done.returncode, done.stderr) == (0, "")
        yield home


def rows(home: Path) -> dict[str, int]:
    """The number of rows in every table, as the owner sees them."""
    with psycopg.connect(postgres.ensure(home).owner) as owner:
        names = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {str(name): count(owner, str(name)) for (name,) in names.fetchall()}


def count(owner: psycopg.Connection, table: str) -> int:
    row = owner.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
    assert row
    return int(row[0])


def test_everything_is_there_again_in_another_home(saved: Path, restored: Path) -> None:
    assert rows(restored) == rows(saved)
    assert rows(restored)["kernel_school"] == 1
    assert (restored / "files" / "imports" / "1" / "выгрузка.csv").read_text() == "строка"


def test_row_security_and_rights_come_along(restored: Path) -> None:
    with psycopg.connect(postgres.ensure(restored).app) as app:
        with pytest.raises(psycopg.errors.UndefinedObject):
            app.execute("SELECT count(*) FROM kernel_journalentry")
        app.rollback()
        app.execute("SELECT set_config('app.school', '999', true)")
        assert app.execute("SELECT count(*) FROM kernel_importrun").fetchone() == (0,)
        owners = app.execute(
            "SELECT proname::text, pg_get_userbyid(proowner)::text FROM pg_proc"
            " WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        ).fetchall()
        assert dict(owners) == {
            "people_search": "provodnik_search",
            "team_schools_of": "provodnik_search",
            "team_schools_left_by": "provodnik_search",
            "kernel_freshen_statistics": "provodnik_owner",
            "people_erase_words": "provodnik_owner",
        }


def test_a_restored_home_is_sound(restored: Path) -> None:
    done = answer(restored, "check", "--lake")

    assert (done.returncode, "✗" in done.stdout) == (0, False), done.stdout


def test_a_home_that_holds_data_is_not_overwritten(saved: Path) -> None:
    before = rows(saved)

    with pytest.raises(ArchiveError, match="not empty"):
        archive.read(saved / "copy.tar", owner_url=postgres.ensure(saved).owner, home=saved)
    assert rows(saved) == before


def test_what_is_no_backup_is_refused(home: Path) -> None:
    text, tar = home / "a.txt", home / "a.tar"
    text.write_text("письмо")
    with tarfile.open(tar, "w") as made:
        made.add(text, "a.txt")

    for file in (text, tar):
        with pytest.raises(ArchiveError, match=file.name):
            archive.read(file, owner_url=postgres.ensure(home).owner, home=home)


def test_a_dump_that_cannot_be_loaded_leaves_the_database_empty(home: Path) -> None:
    url = postgres.ensure(home).owner
    with psycopg.connect(url) as owner:
        owner.execute("CREATE TABLE one (id int)")
        owner.execute("CREATE FUNCTION two() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    archive.write(home / "copy.tar", owner_url=url, home=home, now=NOW)
    with psycopg.connect(url) as owner:
        owner.execute("DROP TABLE one")

    with pytest.raises(ArchiveError, match="pg_restore"):
        archive.read(home / "copy.tar", owner_url=url, home=home)
    assert rows(home) == {}


def test_a_backup_that_cannot_be_made_leaves_nothing(home: Path) -> None:
    postgres.ensure(home)
    nowhere = f"postgresql://provodnik_owner@/nowhere?host={home}/postgres/run"

    with pytest.raises(ArchiveError, match="pg_dump"):
        archive.write(home / "copy.tar", owner_url=nowhere, home=home, now=NOW)
    assert [path.name for path in home.iterdir()] == ["postgres"]
