"""After an export: people who look alike, for a person to judge."""

from collections.abc import Mapping

from provodnik.facts.people.services import find_suggestions
from provodnik.kernel.imports.kinds import Landing


def find_lookalikes(landing: Landing) -> Mapping[str, int]:
    """Suggest pairs that share a phone or a name. Nobody is merged by itself."""
    return {"suggested": find_suggestions(now=landing.now)}
