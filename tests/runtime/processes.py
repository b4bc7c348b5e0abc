"""Running our commands as a person does: other processes, a home of their own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from select import select

_OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_LAKE_URL")
_SILENCE_SECONDS = 240  # a first start migrates, and the machine may be busy


def environment(home: Path, **more: str) -> dict[str, str]:
    """What a command sees: this home, no server named from outside, no settings of pytest."""
    inherited = {
        key: value
        for key, value in os.environ.items()
        if key not in _OURS and not key.startswith("PYTEST_")
    }
    return {**inherited, "PROVODNIK_HOME": str(home), "PROVODNIK_TEST_CLUSTER": "1", **more}


def python(home: Path, code: str, **more: str) -> subprocess.Popen[str]:
    """A process that runs `code`, with `ensure` and `home` at hand."""
    start = "import os, sys; from pathlib import Path; from provodnik.config import postgres\n"
    start += "home = Path(os.environ['PROVODNIK_HOME']); ensure = postgres.ensure\n"
    return _started([sys.executable, "-c", start + code], environment(home, **more))


def provodnik(home: Path, *arguments: str, **more: str) -> subprocess.Popen[str]:
    """The console command, started."""
    return _started(
        [sys.executable, "-m", "provodnik.config.cli", *arguments], environment(home, **more)
    )


def answer(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The console command, run to its end."""
    process = provodnik(home, *arguments, **more)
    out, err = process.communicate(timeout=120)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def read_line(process: subprocess.Popen[str]) -> str:
    """The next line the process prints; empty when it ended, or is silent for too long."""
    assert process.stdout
    if not select([process.stdout], [], [], _SILENCE_SECONDS)[0]:
        return ""
    return process.stdout.readline().strip()


def finish(process: subprocess.Popen[str], timeout: float = 30) -> str:
    """Wait for success and give what was printed."""
    out, err = process.communicate(timeout=timeout)
    assert process.returncode == 0, err
    return out.strip()


def kill(pid: int) -> None:
    """kill -9, as the machine's out-of-memory killer would."""
    os.kill(pid, signal.SIGKILL)


def eventually[T](question: Callable[[], T], timeout: float = 30) -> T:
    """The first answer that is true, asked again and again."""
    deadline = time.monotonic() + timeout
    while not (found := question()):
        assert time.monotonic() < deadline, f"still not: {question}"
        time.sleep(0.05)
    return found


def serving(home: Path, port: int) -> subprocess.Popen[str]:
    """`provodnik serve`; what it and its children log goes to `serve.log`, not into a full pipe."""
    command = [sys.executable, "-m", "provodnik.config.cli", "serve", "--port", str(port)]
    with (home / "serve.log").open("a") as log:
        return subprocess.Popen(
            command, env=environment(home), stdout=subprocess.PIPE, stderr=log, text=True
        )


def _started(command: list[str], env: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command,
        env=dict(env),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
