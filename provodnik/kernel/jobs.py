"""Background jobs: deferred in the caller's transaction, so they commit or vanish with it."""

from typing import TYPE_CHECKING

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

__all__ = ["RETRY", "SOMEBODY_WAITS", "app", "periodic", "task"]

# A busy database or a killed worker passes; a fault in the data does not, and is seen in the log.
RETRY = RetryStrategy(max_attempts=5, exponential_wait=4)

# The priority of what a person waits for: a message on its way, in or out.
SOMEBODY_WAITS = 10

if TYPE_CHECKING:
    task = app.task
    periodic = app.periodic
else:
    # Asked anew at each call: the library swaps its app when Django is ready, and a decorator
    # kept from before would register later tasks where no worker looks.
    def task(*arguments, **options):  # noqa: ANN002, ANN003, ANN201 (typed above)
        """Declare a job."""
        return app.task(*arguments, **options)

    def periodic(**options):  # noqa: ANN003, ANN201 (typed above)
        """Run a job by a crontab; it gets the moment it was due for as `timestamp`."""
        return app.periodic(**options)
