"""Every write about goals."""

from provodnik.decisions.goals.services.examples import load_examples
from provodnik.decisions.goals.services.facts import tell_fact
from provodnik.decisions.goals.services.goals import (
    drop,
    restore,
    save_initiative,
    save_key_result,
    save_kpi,
    save_objective,
)

__all__ = [
    "drop",
    "load_examples",
    "restore",
    "save_initiative",
    "save_key_result",
    "save_kpi",
    "save_objective",
    "tell_fact",
]
