"""Gates of the desk: a step of the regulation of refunds is not skipped (R-142)."""

from collections.abc import Collection, Sequence

from provodnik.kernel.gates import Reason, Verdict, verdict
from provodnik.method.reasons import ReasonCode
from provodnik.method.shapes.refunds import RefundRule


def refund_step(steps: Sequence[RefundRule], done: Collection[str], wanted: str) -> Verdict:
    """Whether a step may be made: each one before it is."""
    titles = {str(step.key): str(step.title) for step in steps}
    before = list(titles)[: list(titles).index(wanted)]
    missing = next((key for key in before if key not in done), None)
    if missing is None:
        return verdict()
    names = {"step": titles[wanted], "missing": titles[missing]}
    return verdict(Reason(ReasonCode.REFUND_STEP_SKIPPED.value, names))
