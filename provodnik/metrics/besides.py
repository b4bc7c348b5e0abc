"""Another way to count the same number, shown beside it and never instead of it."""

from provodnik.metrics.figures import Exact, Json, Share


def beside(part: Exact, whole: Exact) -> dict[str, Json]:
    """A second share as the JSON contract prints it: with both parts."""
    told = Share(part, whole)
    return {"value": told.json(), "numerator": int(part), "denominator": int(whole)}
