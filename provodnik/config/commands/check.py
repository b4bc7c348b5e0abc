"""`provodnik check`: look for what is amiss. Exit code 1 if something must be mended."""

from argparse import Namespace
from datetime import UTC, datetime

from provodnik.config import health
from provodnik.config.health import State

_MARKS = {State.FINE: "✓", State.NOTE: "!", State.AMISS: "✗"}


def run(arguments: Namespace) -> int:
    amiss = False
    for finding in health.findings(datetime.now(UTC), compare_lake=arguments.lake):
        print(_MARKS[finding.state], finding.text)
        amiss = amiss or finding.state is State.AMISS
    return 1 if amiss else 0
