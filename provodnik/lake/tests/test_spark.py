"""A Spark cluster answers what this machine answers, definition by definition."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from provodnik.kernel.models import School
from provodnik.lake import queries, services
from provodnik.lake.compaction import compact
from provodnik.lake.tests.journals import NOW, write
from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.tests.worked import lines

pyspark = pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

WORKERS = 2
PATIENCE_SECONDS = 60


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A standalone cluster on loopback: a master and two workers. Yields its address."""
    home = tmp_path_factory.mktemp("spark")
    port = _free_port()
    address = f"spark://127.0.0.1:{port}"
    running: list[subprocess.Popen[bytes]] = []
    try:
        master = f"master.Master --host 127.0.0.1 --port {port} --webui-port 0"
        running.append(_start(home, master, "master.log"))
        _wait_for(home / "master.log", "I have been elected leader", 1)
        for nth in range(WORKERS):
            worker = (
                f"worker.Worker --host 127.0.0.1 --webui-port 0 --cores 1 --memory 1g {address}"
            )
            running.append(_start(home, worker, f"worker{nth}.log"))
        _wait_for(home / "master.log", "Registering worker", WORKERS)
        yield address
    finally:
        for process in reversed(running):
            process.terminate()
        for process in running:
            process.wait(timeout=PATIENCE_SECONDS)


@pytest.fixture(scope="module")
def session(cluster: str) -> Iterator["SparkSession"]:
    from provodnik.lake import spark

    os.environ.update(_environment())
    # Little data: planning would cost more than the work.
    opened = spark.connect(
        cluster,
        spark__sql__shuffle__partitions="2",
        spark__sql__adaptive__enabled="false",
        spark__sql__codegen__wholeStage="false",
    )
    opened.sparkContext.setLogLevel("ERROR")
    yield opened
    opened.stop()


def _start(home: Path, what: str, log: str) -> subprocess.Popen[bytes]:
    launcher = Path(pyspark.__path__[0]) / "bin" / "spark-class"
    with (home / log).open("wb") as out:
        return subprocess.Popen(
            [str(launcher), *f"org.apache.spark.deploy.{what}".split()],
            cwd=home,
            env={**os.environ, **_environment(), "SPARK_WORKER_DIR": str(home)},
            stdout=out,
            stderr=subprocess.STDOUT,
        )


def _environment() -> dict[str, str]:
    return {
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "512m",
        "SPARK_NO_DAEMONIZE": "1",
        "PYSPARK_PYTHON": sys.executable,
    }


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


def _wait_for(log: Path, words: str, times: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(re.findall(words, log.read_text() if log.exists() else "")) < times:
        if time.monotonic() > deadline:
            raise AssertionError(f"no «{words}»: {log.read_text()[-2000:]}")
        time.sleep(0.2)


@pytest.mark.slow
def test_a_cluster_gives_equal_answers_to_every_definition(
    lake: School, session: "SparkSession"
) -> None:
    from provodnik.lake import spark

    written = [line for metric in DEFINITIONS.values() for line in lines(metric.example.journal)]
    write(lake, written[: len(written) // 2])
    services.catch_up(now=NOW)
    compact(now=NOW, at_once=True)
    write(lake, written)
    services.catch_up(now=NOW)
    cluster = spark.engine(session)
    compared = 0

    for name in DEFINITIONS:
        here = queries.measure(name, school_id=lake.pk, now=NOW).to_json()
        there = queries.measure(name, school_id=lake.pk, opens=cluster, now=NOW).to_json()
        assert there == here, name
        compared += 1

    executors = session.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1
    sys.stdout.write(f"{compared} answers equal on {executors} executors\n")
    assert executors == WORKERS
