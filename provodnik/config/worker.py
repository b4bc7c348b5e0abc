"""The worker of background jobs, built so that a job's own jobs stay in its transaction."""

import asyncio

from procrastinate import App
from procrastinate.contrib.django.django_connector import DjangoConnector

from provodnik.kernel import jobs

# One job may be a long import, another listens to a bot; the others keep the day going beside them.
_CONCURRENCY = 6
_GRACE_SECONDS = 10


def run(*, wait: bool = True) -> None:
    """Run jobs until SIGTERM; with `wait=False`, until none is left, and nothing by the clock.

    Jobs done are deleted, failed ones are kept for `provodnik check`.
    """
    asyncio.run(_run(worker_app(by_clock=wait), wait=wait))


def worker_app(*, by_clock: bool = True) -> App:
    """An app that fetches jobs over its own connections and runs the tasks of `jobs.app`.

    Replacing the connector of `jobs.app` itself, as the library's command does, would take
    `task.defer()` inside a job out of Django's transaction: a job that fails would leave the
    jobs it deferred, and they would start before its commit.
    """
    connector = jobs.app.connector
    assert isinstance(connector, DjangoConnector)
    app = App(
        connector=connector.get_worker_connector(),
        worker_defaults=jobs.app.worker_defaults,
        periodic_defaults=jobs.app.periodic_defaults,
    )
    app.tasks = jobs.app.tasks
    if by_clock:
        app.periodic_registry = jobs.app.periodic_registry
    return app


async def _run(app: App, *, wait: bool) -> None:
    async with app.open_async():
        await app.run_worker_async(
            wait=wait,
            concurrency=_CONCURRENCY,
            shutdown_graceful_timeout=_GRACE_SECONDS,
            delete_jobs="successful",
        )
