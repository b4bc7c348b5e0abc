"""The embedded server with real processes: started once, found by all, never lost."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from provodnik.config import postgres
from provodnik.config.postgres import processes, server
from provodnik.config.postgres.errors import CannotStart, DiskFull, WrongMajor
from provodnik.config.postgres.types import Layout
from tests.runtime.processes import eventually, finish, kill, python, read_line

pytestmark = pytest.mark.slow

KEEP = "import psycopg; psycopg.connect(ensure(home).owner, autocommit=True)"


def remember(home: Path, word: str) -> None:
    with psycopg.connect(postgres.ensure(home).owner) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS memory (word text)")
        connection.execute("INSERT INTO memory VALUES (%s)", [word])


def remembered(home: Path) -> list[str]:
    with psycopg.connect(postgres.ensure(home).owner) as connection:
        return [row[0] for row in connection.execute("SELECT word FROM memory ORDER BY word")]


def starts(home: Path) -> int:
    logs = Layout(home).log.glob("postgres-*.log")
    return sum(log.read_text().count("starting PostgreSQL") for log in logs)


def postmaster(home: Path) -> int:
    pid = processes.postmaster(Layout(home))
    assert pid is not None
    return pid


def test_a_cold_start_makes_three_roles_with_no_more_rights_than_they_need(home: Path) -> None:
    urls = postgres.ensure(home)

    with psycopg.connect(urls.app) as app, psycopg.connect(urls.lake) as lake:
        roles = app.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcanlogin FROM pg_roles"
            " WHERE rolname LIKE 'provodnik%' ORDER BY rolname"
        ).fetchall()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE TABLE public.mine (id int)")
        assert lake.execute("SELECT current_user").fetchone() == ("provodnik_lake",)
    assert roles == [
        ("provodnik_app", False, False, False, True),
        ("provodnik_lake", False, False, False, True),
        ("provodnik_owner", False, False, False, True),
        ("provodnik_search", False, False, False, False),
    ]


def test_the_owner_may_hand_a_function_to_search_but_has_none_of_its_rights(home: Path) -> None:
    with psycopg.connect(postgres.ensure(home).owner) as owner:
        row = owner.execute(
            "SELECT pg_has_role('provodnik_search', 'SET'),"
            " pg_has_role('provodnik_search', 'USAGE')"
        ).fetchone()

    assert row == (True, False)


def test_cyrillic_folds_and_trigrams_are_there(home: Path) -> None:
    with psycopg.connect(postgres.ensure(home).app) as app:
        row = app.execute(
            "SELECT lower('ЩЁЛК'), 'щёлк' ILIKE 'ЩЁ%', similarity('Анна', 'Анны') > 0"
        ).fetchone()

    assert row == ("щёлк", True, True)


def test_nothing_listens_on_the_network(home: Path) -> None:
    with psycopg.connect(postgres.ensure(home).app) as app:
        assert app.execute("SHOW listen_addresses").fetchone() == ("",)
    assert Layout(home).sockets.stat().st_mode & 0o077 == 0


def test_a_stopped_server_starts_again_with_its_data(home: Path) -> None:
    remember(home, "до")
    postgres.leave(home)
    assert processes.postmaster(Layout(home)) is None

    assert remembered(home) == ["до"]
    assert starts(home) == 2


def test_two_commands_at_once_start_one_server_and_the_last_one_stops_it(home: Path) -> None:
    code = KEEP + "\nprint('in', flush=True)\nsys.stdin.read()"
    first, second = python(home, code), python(home, code)
    assert [read_line(first), read_line(second)] == ["in", "in"]

    finish(first)
    assert processes.answers(Layout(home))
    finish(second)

    assert processes.postmaster(Layout(home)) is None
    assert starts(home) == 1


def test_a_killed_server_comes_back_with_what_was_committed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PROVODNIK_TEST_CLUSTER")
    remember(home, "сохранено")
    kill(postmaster(home))

    assert remembered(home) == ["сохранено"]
    assert starts(home) == 2


def test_backends_that_outlive_a_killed_server_are_ended_before_the_next_one(home: Path) -> None:
    busy = python(
        home,
        "import psycopg; c = psycopg.connect(ensure(home).owner); print(c.info.backend_pid)\n"
        "sys.stdout.flush()\n"
        'c.execute("SELECT count(*) FROM generate_series(1, 10^9::bigint) a WHERE a % 7 = 8")',
    )
    backend = int(read_line(busy))
    remember(home, "сохранено")
    kill(postmaster(home))

    assert remembered(home) == ["сохранено"]
    comm = Path(f"/proc/{backend}/cwd")
    assert not (os.path.lexists(comm) and os.path.exists(comm))
    busy.kill()
    busy.communicate()


def test_a_pid_file_that_names_somebody_elses_process_is_stale(home: Path) -> None:
    remember(home, "сохранено")
    postgres.leave(home)
    layout = Layout(home)
    stranger = f"{os.getpid()}\n{layout.data}\n0\n5432\n{layout.sockets}\n\n0 0\nready\n"
    (layout.data / "postmaster.pid").write_text(stranger)
    (layout.sockets / ".s.PGSQL.5432.lock").write_text(stranger)

    assert remembered(home) == ["сохранено"]


def test_a_killed_command_leaves_no_half_transaction_and_no_server(home: Path) -> None:
    remember(home, "сохранено")
    writer = python(
        home,
        "import psycopg; c = psycopg.connect(ensure(home).owner)\n"
        "c.execute(\"INSERT INTO memory VALUES ('наполовину')\"); print('written', flush=True)\n"
        "sys.stdin.read()",
    )
    assert read_line(writer) == "written"
    writer.kill()
    writer.communicate()

    assert remembered(home) == ["сохранено"]
    postgres.leave(home)
    assert processes.postmaster(Layout(home)) is None


def test_a_fork_of_a_command_does_not_stop_the_server_at_its_end(home: Path) -> None:
    parent = python(
        home,
        "ensure(home); pid = os.fork()\n"
        "sys.exit() if pid == 0 else os.waitpid(pid, 0)\n"
        "from provodnik.config.postgres import processes\n"
        "print(processes.answers(postgres.Layout(home)))",
    )

    assert finish(parent) == "True"


def test_a_start_that_was_killed_in_the_middle_is_made_good(home: Path) -> None:
    half = Layout(home).root / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")

    postgres.ensure(home)

    assert not half.exists()


def test_data_of_another_major_version_is_left_alone(home: Path) -> None:
    postgres.ensure(home)
    postgres.leave(home)
    (Layout(home).data / "PG_VERSION").write_text("11\n")

    with pytest.raises(WrongMajor, match=r"PostgreSQL 11.*untouched"):
        postgres.ensure(home)
    assert starts(home) == 1


def test_a_server_named_from_outside_wins(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a@h/d")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://o@h/d")

    urls = postgres.ensure(home)

    assert urls == postgres.Urls("postgresql://a@h/d", "postgresql://o@h/d", "postgresql://o@h/d")
    assert list(home.iterdir()) == []


def test_a_home_too_deep_for_a_socket_works_and_keeps_strangers_out(home: Path) -> None:
    deep = home / ("очень-глубоко-" * 4) / "дом"
    layout = Layout(deep)
    assert not layout.sockets.is_relative_to(home)
    try:
        remember(deep, "сохранено")
        assert remembered(deep) == ["сохранено"]
        postgres.leave(deep)
        layout.sockets.chmod(0o777)
        with pytest.raises(CannotStart, match="belong to you alone"):
            postgres.ensure(deep)
    finally:
        shutil.rmtree(layout.sockets)


def test_a_server_that_refuses_says_why(home: Path) -> None:
    postgres.ensure(home)
    postgres.leave(home)
    (Layout(home).data / "postgresql.auto.conf").write_text("no_such_setting = 1\n")

    with pytest.raises(CannotStart, match="no_such_setting"):
        postgres.ensure(home)


def test_a_home_that_cannot_be_written_says_so(home: Path) -> None:
    (home / "postgres").write_text("a file in the place of the folder")

    with pytest.raises(CannotStart, match="Cannot write"):
        postgres.ensure(home)


def test_a_full_disk_says_so_and_what_was_saved_stays(home: Path) -> None:
    """A disk of 30 MB, mounted in a namespace of our own, is too small for a cluster."""
    prefix = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c"]
    if subprocess.run([*prefix, f"mount -t tmpfs -o size=1m none {home}"], check=False).returncode:
        pytest.skip("this machine lets nobody mount")
    code = (
        "import os, sys, subprocess; from pathlib import Path\n"
        "from provodnik.config import postgres\n"
        "from provodnik.config.postgres.errors import DiskFull\n"
        f"home = Path({str(home)!r})\n"
        "try: postgres.ensure(home)\n"
        "except DiskFull as full: print(full)"
    )
    script = f'mount -t tmpfs -o size=30m none {home} && exec "$0" -c "$1"'
    done = subprocess.run(
        [*prefix, script, sys.executable, code], capture_output=True, text=True, check=True
    )

    assert "is full" in done.stdout


def test_the_words_of_a_full_disk_are_recognised(home: Path) -> None:
    said = "FATAL:  could not write lock file: No space left on device"

    assert isinstance(server.explained(said, Layout(home)), DiskFull)


def test_eventually_everything_is_gone(home: Path) -> None:
    finish(python(home, KEEP))

    eventually(lambda: processes.postmaster(Layout(home)) is None)
    assert list(Layout(home).sockets.glob(".s.*")) == []
