"""Jobs run with Django's own transaction around what they defer, and outlive their worker."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection, connections, transaction
from procrastinate.jobs import Status
from procrastinate.tasks import Task

from provodnik.config import worker
from provodnik.config.tasks import rescue_jobs_of_dead_workers
from provodnik.kernel import jobs

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("committed_school")]

# The worker defers what is due by the clock as well; that is none of a test's business.
OURS = "SELECT task_name FROM procrastinate_jobs WHERE task_name LIKE 'test.%%' ORDER BY id"

type Job = Callable[[], None]
type Register = Callable[[Job], Task[[], None, []]]


@pytest.fixture
def register() -> Iterator[Register]:
    """Registers a task for one test."""
    names: list[str] = []

    def add(function: Job) -> Task[[], None, []]:
        task = jobs.app.task(name=f"test.{function.__name__}")(function)
        names.append(task.name)
        return task

    yield add
    for name in names:
        jobs.app.tasks.pop(name)


def work_off() -> None:
    """Run what waits, and then what that has put there."""
    worker.run(wait=False)
    worker.run(wait=False)


def waiting() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(OURS, [])
        return [row[0] for row in cursor.fetchall()]


def test_a_job_deferred_inside_a_job_that_fails_never_was(register: Register) -> None:
    ran: list[str] = []

    def follow_up() -> None:
        ran.append("follow_up")

    second = register(follow_up)

    def fails() -> None:
        with transaction.atomic():
            second.defer()
            raise ValueError("after deferring")

    register(fails).defer()

    work_off()

    assert ran == []
    assert waiting() == ["test.fails"]


def test_a_job_deferred_inside_a_job_runs_after_its_commit(register: Register) -> None:
    ran: list[bool] = []

    def follow_up() -> None:
        ran.append(True)

    second = register(follow_up)

    def works() -> None:
        with transaction.atomic():
            second.defer()
            with connections["owner"].cursor() as cursor:
                cursor.execute(OURS, [])
                # Seen from outside, the job is not there before the commit.
                assert cursor.fetchall() == [("test.works",)]
        connections["owner"].close()

    register(works).defer()

    work_off()

    assert ran == [True]
    assert waiting() == []


def test_the_job_of_a_killed_worker_is_taken_up_by_another(register: Register) -> None:
    ran: list[bool] = []

    def long_work() -> None:
        ran.append(True)

    register(long_work).defer()
    with connection.cursor() as cursor:
        # What kill -9 leaves: a job at work, and a worker that has not been heard of.
        cursor.execute(
            "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '1 hour') RETURNING id)"
            " UPDATE procrastinate_jobs SET status = %s, worker_id = (SELECT id FROM dead)",
            [Status.DOING.value],
        )
    jobs.app.configure_task(rescue_jobs_of_dead_workers.name).defer(timestamp=0)

    work_off()

    assert ran == [True]
    assert waiting() == []
