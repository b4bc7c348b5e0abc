"""A Spark cluster answers what this machine answers, definition by definition."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
# One of each kind: orders, cohorts, names of clients, working time, rows of two names, forecast.
ON_CLUSTER = ("repeat_sales", "cohort_retention", "rfm", "first_response", "module_reach", "nps")
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


@contextmanager
def session(master: str) -> Iterator["SparkSession"]:
    """A session for little data, where planning would cost more than the work."""
    from provodnik.lake import spark

    os.environ.update(_environment())
    opened = spark.connect(
        master,
        spark__sql__shuffle__partitions="1",
        spark__sql__adaptive__enabled="false",
        spark__sql__codegen__wholeStage="false",
        spark__sql__autoBroadcastJoinThreshold="-1",
    )
    opened.sparkContext.setLogLevel("ERROR")
    try:
        yield opened
    finally:
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


@pytest.fixture
def told(lake: School) -> School:
    """Every worked example in one school: a half of the entries settled, a half fresh."""
    written = [line for metric in DEFINITIONS.values() for line in lines(metric.example.journal)]
    write(lake, written[: len(written) // 2])
    services.catch_up(now=NOW)
    compact(now=NOW, at_once=True)
    write(lake, written[len(written) // 2 :])
    services.catch_up(now=NOW)
    return lake


def compare(school: School, names: Iterable[str], opened: "SparkSession") -> int:
    """Ask this machine and Spark the same; how many answers were equal."""
    from provodnik.lake import spark

    opens, compared = spark.engine(opened), 0
    for name in names:
        here = queries.measure(name, school_id=school.pk, now=NOW).to_json()
        there = queries.measure(name, school_id=school.pk, opens=opens, now=NOW).to_json()
        assert there == here, name
        compared += 1
    return compared


@pytest.mark.slow
def test_spark_answers_every_definition_as_this_machine_does(told: School) -> None:
    with session("local[1]") as opened:
        compared = compare(told, DEFINITIONS, opened)

    sys.stdout.write(f"{compared} definitions equal\n")


@pytest.mark.slow
def test_a_cluster_of_two_workers_gives_equal_answers(told: School, cluster: str) -> None:
    with session(cluster) as opened:
        compared = compare(told, ON_CLUSTER, opened)
        executors = opened.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1

    sys.stdout.write(f"{compared} answers equal on {executors} executors\n")
    assert executors == WORKERS
