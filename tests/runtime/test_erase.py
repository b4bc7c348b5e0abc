"""`provodnik erase` in a home of its own, and backups that knew the person before."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from provodnik.config import postgres
from provodnik.kernel import backups
from tests.runtime.homes import fresh_home
from tests.runtime.processes import answer, provodnik

pytestmark = pytest.mark.slow

USERS = """id;Email;Создан;Имя;Фамилия;Телефон
70012;remizova@mail.ru;2026-09-01 10:00;Наталья;Ремизова;8 (917) 000-11-22
70013;boris@mail.ru;2026-09-01 10:00;Борис;Лаптев;
"""
ERASE = ("--school", "ottenok", "--reason", "письмо № 15")


@pytest.fixture(scope="module")
def erased() -> Iterator[Path]:
    """A home where two people were loaded, backed up, and one of them erased."""
    for home in fresh_home():
        (home / "users.csv").write_text(USERS)
        answer(home, "school", "create", "ottenok", "--name", "Оттенок")
        answer(home, "import", "getcourse-users", str(home / "users.csv"), "--school", "ottenok")
        assert answer(home, "backup", str(home / "before.tar")).returncode == 0
        done = answer(home, "erase", "remizova@mail.ru", *ERASE, "--yes")
        assert (done.returncode, done.stderr) == (0, "")
        (home / "said.txt").write_text(done.stdout)
        yield home


def names(home: Path) -> list[str]:
    with psycopg.connect(postgres.ensure(home).owner) as owner:
        found = owner.execute("SELECT external_name FROM people_client ORDER BY id")
        return [str(name) for (name,) in found.fetchall()]


def test_the_command_names_the_backup_that_still_holds_the_person(erased: Path) -> None:
    said = (erased / "said.txt").read_text()

    assert str(erased / "before.tar") in said
    assert [one.path for one in backups.known(erased)] == [str(erased / "before.tar")]
    [stone, boris] = names(erased)
    assert (stone.startswith("erased-"), boris) == (True, "70013")


def test_the_same_file_again_is_read_without_the_person(erased: Path) -> None:
    file = str(erased / "users.csv")

    done = answer(erased, "import", "getcourse-users", file, "--school", "ottenok", "--json")

    told = json.loads(done.stdout)
    counts = {name: told[name] for name in ("rows", "created", "unchanged", "rejected")}
    assert counts == {"rows": 2, "created": 0, "unchanged": 1, "rejected": 1}
    assert "remizova" not in Path(told["rejects_file"]).read_text()


def test_the_home_is_sound_after_it(erased: Path) -> None:
    done = answer(erased, "check", "--lake")

    assert (done.returncode, "✗" in done.stdout) == (0, False), done.stdout


def test_who_is_not_known_or_not_confirmed_is_not_erased(erased: Path) -> None:
    nobody = answer(erased, "erase", "vera@mail.ru", *ERASE, "--yes")
    unsure = provodnik(erased, "erase", "boris@mail.ru", *ERASE)
    _, complained = unsure.communicate("нет\n", timeout=60)

    assert (nobody.returncode, unsure.returncode) == (2, 2)
    assert "vera@mail.ru" in nobody.stderr
    assert complained.startswith("provodnik: ")
    assert "70013" in names(erased)


def test_a_restore_beside_the_log_erases_again(erased: Path) -> None:
    for home in fresh_home():
        shutil.copy(erased / "erasures.jsonl", home)
        shutil.copy(erased / "secret_key", home)

        done = answer(home, "restore", str(erased / "before.tar"))

        assert done.returncode == 0, done.stderr
        assert names(home)[0].startswith("erased-")
        assert "remizova" not in _everything(home)


def test_a_restore_without_the_log_is_found_out_when_it_is_brought(erased: Path) -> None:
    for home in fresh_home():
        answer(home, "restore", str(erased / "before.tar"))
        assert "70012" in names(home)
        shutil.copy(erased / "erasures.jsonl", home)

        done = answer(home, "check")

        assert done.returncode == 1
        assert "provodnik erase client:" in done.stdout


def _everything(home: Path) -> str:
    """The clients and the journal, as text."""
    with psycopg.connect(postgres.ensure(home).owner) as owner:
        clients = owner.execute("SELECT row_to_json(c)::text FROM people_client c").fetchall()
        entries = owner.execute("SELECT row_to_json(j)::text FROM kernel_journalentry j").fetchall()
    return repr([*clients, *entries])
