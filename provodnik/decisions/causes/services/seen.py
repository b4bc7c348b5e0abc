"""A fall as columns of the tables that keep one."""

from datetime import date

from provodnik.decisions.causes.types import Fall


def columns_of(fall: Fall) -> dict[str, int | date | None]:
    """What `models.SeenFall` holds of a fall."""
    return {
        "reached": fall.reached,
        "before": fall.before,
        "size": fall.size,
        "from_on": fall.window.from_on if fall.window else None,
        "to_on": fall.window.to_on if fall.window else None,
        "as_of": fall.as_of,
    }
