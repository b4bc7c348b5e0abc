"""`provodnik worker`: background jobs in this process, until it is stopped."""

from argparse import Namespace

from provodnik.config import worker


def run(_arguments: Namespace) -> int:
    worker.run()
    return 0
