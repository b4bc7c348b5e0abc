"""Background jobs: deferred in the caller's transaction, so they commit or vanish with it."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

__all__ = ["RETRY", "app", "periodic", "task"]

# A busy database or a killed worker passes; a fault in the data does not, and is seen in the log.
RETRY = RetryStrategy(max_attempts=5, exponential_wait=4)

task = app.task
periodic = app.periodic
