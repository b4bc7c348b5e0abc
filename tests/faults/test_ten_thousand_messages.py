"""Messages in and out, as many each way, while everything is killed at random moments.

In: none lost, none twice. Out: each ends accepted, refused or uncertain, none reaches a reader
twice, and each uncertain one is listed. PROVODNIK_MESSAGES sets how many, 10 000 for the full
proof; the seed of the killing is printed and can be given back by PROVODNIK_SEED.
"""

import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import pytest

from provodnik.config.postgres import processes as database
from provodnik.config.postgres.types import Layout
from tests.faults.messages_world import CHATS
from tests.runtime.homes import fresh_home
from tests.runtime.processes import environment, finish, kill, provodnik, read_line, serving

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
COUNT = int(os.environ.get("PROVODNIK_MESSAGES", "600"))
SEED = int(os.environ.get("PROVODNIK_SEED", "20261122"))
# Each of the four is killed at least this often; every process is back before the next dies.
ROUNDS = 2
LONGEST_SECONDS = 900
POSTERS = 4


@dataclass(slots=True)
class Town:
    """Everything that runs, and who may be killed."""

    home: Path
    port: int
    bot_port: int
    log: Path
    dice: random.Random
    supervisor: "subprocess.Popen[str]"
    bot: "subprocess.Popen[bytes]"
    killed: Counter[str] = field(default_factory=Counter)

    def kill_worker(self) -> bool:
        return self._kill_child("cli worker")

    def kill_site(self) -> bool:
        return self._kill_child("granian")

    def kill_database(self) -> bool:
        pid = database.written_pid(Layout(self.home))
        if pid is None or not database.is_alive(pid):
            return False
        kill(pid)
        return True

    def kill_telegram(self) -> bool:
        self.bot.kill()
        self.bot.wait()
        time.sleep(self.dice.uniform(0.2, 1.0))
        self.bot = telegram(self.bot_port, self.log, self.dice.randrange(10**6))
        return True

    def _kill_child(self, word: str) -> bool:
        found = [pid for pid in _children(self.supervisor.pid) if word in _command(pid)]
        for pid in found[:1]:
            kill(pid)
        return bool(found)


def telegram(port: int, log: Path, seed: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, str(ROOT / "tests/faults/telegram_server.py")]
    return subprocess.Popen([*command, str(port), str(log), str(seed)])


def world(home: Path, *arguments: str) -> dict[str, Any]:
    """What the school says; asked again while the database is being brought back."""
    command = [sys.executable, "-m", "tests.faults.messages_world", *arguments]
    for _ in range(20):
        done = subprocess.run(
            command, env=environment(home), cwd=ROOT, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            answer: dict[str, Any] = json.loads(done.stdout)
            return answer
        if arguments[0] == "make":
            break
        time.sleep(1)
    raise AssertionError(done.stderr)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_LAKE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PROVODNIK_TEST_CLUSTER", "1")
    yield from fresh_home()


@pytest.mark.requirement("R-124")
def test_nothing_is_lost_and_nothing_comes_twice_whatever_is_killed(
    home: Path, tmp_path: Path
) -> None:
    posted, polled = range(COUNT // 2), range(COUNT // 2, COUNT)
    log = tmp_path / "taken.log"
    log.with_suffix(".updates").write_text("".join(f"{update(n)}\n" for n in polled))
    bot_port, port = free_port(), free_port()
    finish(provodnik(home, "migrate"), timeout=LONGEST_SECONDS)
    bot = telegram(bot_port, log, SEED)
    supervisor = serving(home, port)
    town = Town(home, port, bot_port, log, random.Random(SEED), supervisor, bot)
    try:
        assert read_line(supervisor), (home / "serve.log").read_text()
        made = world(home, "make", f"http://127.0.0.1:{bot_port}", str(COUNT))
        started = time.monotonic()
        post_all(posted, port, made)
        chaos(town, until=lambda: is_done(home))
        found = world(home, "ends")
        took = time.monotonic() - started
    finally:
        supervisor.terminate()
        supervisor.communicate(timeout=60)
        town.bot.kill()
        town.bot.wait()

    taken = Counter(log.read_text().splitlines())
    states = Counter(found["out"].values())
    print(f"\nseed {SEED}, {took:.0f} s, killed {dict(town.killed)}")
    print(f"in: {sum(found['in'].values())} of {COUNT}, out: {dict(states)}, reached: {len(taken)}")
    assert found["in"] == {f"in {number}": 1 for number in range(COUNT)}
    assert states["accepted"] + states["refused"] + states["uncertain"] == COUNT
    assert not [text for text, times in taken.items() if times > 1]
    by_state = {state: {t for t, s in found["out"].items() if s == state} for state in states}
    assert by_state["accepted"] <= set(taken)
    assert not by_state["refused"] & set(taken)
    assert found["listed"] == sorted(by_state["uncertain"])
    assert min(town.killed[name] for name in ("worker", "site", "database", "telegram")) >= ROUNDS


def chaos(town: Town, *, until: Callable[[], bool]) -> None:
    """Kill each of the four in a drawn order, some rounds, at drawn moments; then let it end."""
    deadline = time.monotonic() + LONGEST_SECONDS
    names = [*("worker", "site", "database", "telegram")] * ROUNDS
    town.dice.shuffle(names)
    for name in names:
        time.sleep(town.dice.uniform(2, 5))
        while not getattr(town, f"kill_{name}")():
            assert time.monotonic() < deadline, f"{name} never came back"
            time.sleep(0.5)
        town.killed[name] += 1
    while not until():
        assert time.monotonic() < deadline, world(town.home, "counts")
        time.sleep(2)


def is_done(home: Path) -> bool:
    """Whether all came in and nothing is on its way out."""
    stands = world(home, "counts")
    print(json.dumps(stands), flush=True)
    on_the_way = stands["out"].get("queued", 0) + stands["out"].get("claimed", 0)
    return stands["in"] >= COUNT and not on_the_way


def post_all(numbers: range, port: int, made: Mapping[str, str]) -> None:
    """Post updates from a few threads; as Telegram does, each again until it is taken."""
    waiting: SimpleQueue[int] = SimpleQueue()
    for number in numbers:
        waiting.put(number)
    for _ in range(POSTERS):
        threading.Thread(target=_post, args=(waiting, port, made), daemon=True).start()


def _post(waiting: "SimpleQueue[int]", port: int, made: Mapping[str, str]) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    headers = {
        "Content-Type": "application/json",
        "X-Telegram-Bot-Api-Secret-Token": made["secret"],
    }
    while True:
        try:
            number = waiting.get_nowait()
        except Empty:
            return
        taken = False
        with suppress(OSError, HTTPException):
            connection.request("POST", f"/hooks/telegram/{made['hook']}", update(number), headers)
            answer = connection.getresponse()
            answer.read()
            taken = answer.status == 200
        if not taken:
            connection.close()
            waiting.put(number)
            time.sleep(0.1)


def update(number: int) -> str:
    """Somebody in one of the chats says «in <number>»."""
    chat = {
        "id": 1000 + number % CHATS,
        "type": "private",
        "first_name": f"Ученик {number % CHATS}",
    }
    message = {
        "message_id": number,
        "from": chat,
        "chat": chat,
        "date": int(time.time()),
        "text": f"in {number}",
    }
    return json.dumps({"update_id": 5_000 + number, "message": message})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _children(parent: int) -> list[int]:
    told = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, check=False
    )
    return [int(pid) for pid in told.stdout.split()]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""
