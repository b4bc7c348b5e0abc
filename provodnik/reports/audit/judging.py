"""From what data says to answers in the school's words, with money at stake."""

from collections.abc import Mapping
from dataclasses import dataclass

from provodnik.method.shapes.audit import Audit as Settings
from provodnik.method.shapes.audit import AuditCheck
from provodnik.method.words import fill
from provodnik.reports.audit.probes.observing import Observed, told
from provodnik.reports.audit.rules import stake_values
from provodnik.reports.audit.types import AtStake, Scale, Seen, Value, Verdict

_NOTHING = Seen(Verdict.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Judged:
    """A check as data answers it: the verdict, the sentence, its figures, the money."""

    check: str
    verdict: Verdict
    evidence: str
    values: Mapping[str, Value]
    stake: AtStake | None


def judge(settings: Settings, observed: Observed) -> list[Judged]:
    """Every item of the checklist in its order; what data does not know stays a question."""
    return [
        _judged(settings, check, observed.seen.get(check.key, _NOTHING), observed.scale)
        for check in settings.checks
    ]


def _judged(settings: Settings, check: AuditCheck, seen: Seen, scale: Scale) -> Judged:
    words = {Verdict.PASSED: check.fine, Verdict.FAILED: check.failed}.get(seen.verdict)
    values = told(check.key, seen.values)
    evidence = fill(words, values) if words else ""
    stake = _stake(settings, check, seen, scale) if seen.verdict is Verdict.FAILED else None
    return Judged(check.key, seen.verdict, evidence, values, stake)


def _stake(settings: Settings, check: AuditCheck, seen: Seen, scale: Scale) -> AtStake | None:
    if check.stake is None:
        return None
    counted = stake_values(check.stake, seen.values, scale, percent=check.percent or 0)
    if counted is None:
        return None
    kopecks, values = counted
    return AtStake(kopecks, str(check.stake), fill(settings.stake(check.stake).how, values))
