"""Who runs the embedded server: root in a namespace or as a lesser user, and anybody else."""

import os
import pwd
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from provodnik.config import postgres
from provodnik.config.postgres import account, binaries, processes
from provodnik.config.postgres.account import Account, User
from provodnik.config.postgres.errors import NoAccount
from provodnik.config.postgres.types import Layout
from tests.runtime.processes import environment

pytestmark = pytest.mark.slow

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else")

# Imports come first: the interpreter itself may stand where only root can read.
AS_NOBODY = """
import ctypes, encodings.idna, os, sys
from pathlib import Path
import psycopg
from provodnik.config import postgres
postgres.processes.answers(postgres.Layout(Path('/nowhere')))
os.setgroups([]); os.setgid({gid}); os.setuid({uid})
home = Path({home!r})
for _ in range(2):
    with psycopg.connect(postgres.ensure(home).app) as app:
        print(app.execute('SELECT current_user').fetchone()[0])
    postgres.leave(home)
print({{path.stat().st_uid for path in home.rglob('*')}})
"""


def reached_by_all(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o005 == 0o005 for parent in path.parents)


@as_root
def test_root_runs_it_in_a_namespace_and_the_files_stay_roots(home: Path) -> None:
    if not account._namespace():
        pytest.skip("this machine has no user namespaces")

    with psycopg.connect(postgres.ensure(home).app) as app:
        assert app.execute("SELECT 1").fetchone() == (1,)
    assert Layout(home).data.stat().st_uid == 0


@as_root
def test_root_without_namespaces_runs_it_as_a_lesser_user(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not reached_by_all(binaries.find().folder):
        pytest.skip("the programs stand where only root can read")
    monkeypatch.setattr(account, "_namespace", tuple)

    with psycopg.connect(postgres.ensure(home).app) as app:
        assert app.execute("SELECT 1").fetchone() == (1,)
    pid = processes.postmaster(Layout(home))
    owner = Layout(home).data.stat().st_uid
    assert owner != 0
    assert Path(f"/proc/{pid}").stat().st_uid == owner

    monkeypatch.undo()
    postgres.leave(home)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    postgres.ensure(home)
    assert Layout(home).data.stat().st_uid == owner


@as_root
def test_a_lesser_user_who_cannot_reach_the_files_is_told_of(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "_namespace", tuple)
    home.chmod(0o700)

    with pytest.raises(NoAccount, match="PROVODNIK_HOME"):
        postgres.ensure(home)


def test_a_user_without_a_name_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account, "_namespace", tuple)
    monkeypatch.setattr(os, "geteuid", lambda: 54321)

    with pytest.raises(NoAccount, match="ordinary user"):
        account.account(Path("/nowhere"))


def test_an_ordinary_user_runs_it_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: pwd.getpwnam("nobody").pw_uid)

    assert account.account(Path("/nowhere")) == Account()


@as_root
def test_a_cluster_of_a_lesser_user_is_run_by_that_user_again(home: Path) -> None:
    os.chown(home, 54321, 54321)

    assert account.account(home) == Account(user=User(54321, 54321, "54321"))


@as_root
def test_an_ordinary_user_starts_and_stops_one_of_their_own(home: Path) -> None:
    if not reached_by_all(binaries.find().folder):
        pytest.skip("the programs stand where only root can read")
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    code = AS_NOBODY.format(uid=nobody.pw_uid, gid=nobody.pw_gid, home=str(home))

    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(home),
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == ""
    assert done.stdout.split() == ["provodnik_app"] * 2 + [f"{{{nobody.pw_uid}}}"]
