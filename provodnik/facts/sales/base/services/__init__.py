"""Everything a person may change about the base."""

from provodnik.facts.sales.base.services.plans import (
    plan_growth,
    record_base_cost,
    take_cost_back,
)
from provodnik.facts.sales.base.services.segments import (
    archive_segment,
    assume,
    restore_segment,
    save_segment,
    take_ready,
)

__all__ = [
    "archive_segment",
    "assume",
    "plan_growth",
    "record_base_cost",
    "restore_segment",
    "save_segment",
    "take_cost_back",
    "take_ready",
]
