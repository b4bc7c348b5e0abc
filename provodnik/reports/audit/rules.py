"""Arithmetic of the audit: verdicts, money at stake, the first sentence. No Django."""

from collections.abc import Iterable, Mapping

from provodnik.method.audit_words import StakeKind
from provodnik.method.shapes.audit import AuditMoney
from provodnik.method.types import AuditSentence, Severity
from provodnik.reports.audit.types import AtStake, Scale, Value, Verdict

_PERCENT = 100


def verdict_of(known: bool, bad: bool) -> Verdict:
    """What a probe's row says; nothing to judge by is a question for a person."""
    if not known:
        return Verdict.UNKNOWN
    return Verdict.FAILED if bad else Verdict.PASSED


def scale_of(
    money: AuditMoney, *, cheque_kopecks: int, offers: int, paid: int, hour_kopecks: int | None
) -> Scale:
    """What a next step is worth: by the school's own offers once there are enough of them."""
    if offers >= money.enough_offers:
        return Scale(cheque_kopecks, paid / offers, False, hour_kopecks)
    return Scale(cheque_kopecks, money.conversion_percent / _PERCENT, True, hour_kopecks)


def stake_values(
    kind: StakeKind, values: Mapping[str, Value], scale: Scale, *, percent: float
) -> tuple[int, dict[str, Value]] | None:
    """Money at stake, in kopecks, and the figures its formula names; None where it has no sense.

    next_step: people × conversion × cheque; refunds: what came back above the norm;
    effort: hours above the norm × what an hour costs
    """
    if kind is StakeKind.NEXT_STEP:
        people = int(values.get("people", 0))
        kopecks = round(people * scale.conversion_share * scale.cheque_kopecks)
        told: dict[str, Value] = {
            "people": people,
            "conversion_share": round(scale.conversion_share, 4),
            "cheque_kopecks": _whole_roubles(scale.cheque_kopecks),
        }
    elif kind is StakeKind.REFUNDS:
        paid = int(values.get("paid_kopecks", 0))
        returned = int(values.get("returned_kopecks", 0))
        kopecks = returned - round(paid * percent / _PERCENT)
        told = {
            "returned_kopecks": returned,
            "paid_kopecks": paid,
            "limit_share": percent / _PERCENT,
        }
    else:
        hours = int(values.get("excess_hours", 0))
        kopecks = hours * (scale.hour_kopecks or 0)
        told = {"hours": hours, "hour_kopecks": _whole_roubles(scale.hour_kopecks or 0)}
    return (_whole_roubles(kopecks), told) if kopecks > 0 else None


def total_stake(stakes: Iterable[AtStake | None]) -> int:
    """The largest of each kind, summed: sums of one kind are about the same people. Kopecks."""
    largest: dict[str, int] = {}
    for stake in stakes:
        if stake is not None:
            largest[stake.kind] = max(largest.get(stake.kind, 0), stake.kopecks)
    return sum(largest.values())


def together(verdicts: Iterable[Verdict]) -> Verdict:
    """An advice by its checks: no if any failed, yes if all passed, else not known yet."""
    told = list(verdicts)
    if Verdict.FAILED in told:
        return Verdict.FAILED
    if told and all(one is Verdict.PASSED for one in told):
        return Verdict.PASSED
    return Verdict.UNKNOWN


def sentence_of(*, passed: int, failed: int, stake_kopecks: int) -> AuditSentence:
    """The first condition that is true."""
    if not passed and not failed:
        return AuditSentence.NOTHING
    if not failed:
        return AuditSentence.ALL_FINE
    return AuditSentence.MONEY if stake_kopecks else AuditSentence.FAILED


def place(severity: str) -> int:
    """Urgent findings come first."""
    return [str(one) for one in Severity].index(severity)


def _whole_roubles(kopecks: int) -> int:
    return round(kopecks / _PERCENT) * _PERCENT
