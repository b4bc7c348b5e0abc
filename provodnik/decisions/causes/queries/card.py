"""One card with its hypotheses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from provodnik.decisions.causes.models import CauseCard, Hypothesis
from provodnik.decisions.causes.queries.board import row_of
from provodnik.decisions.causes.types import CardRow, HypothesisRow, Outcome, ProofKind, Result
from provodnik.kernel.periods import local_date
from provodnik.lake.definitions import changed_since
from provodnik.metrics.redefined import Redefined


@dataclass(frozen=True, slots=True)
class Card:
    """A card, open: what was seen, what was thought, checked, changed and concluded.

    `redefined` tells that the metric was defined otherwise when the fall was seen.
    """

    row: CardRow
    opened_by: str
    hypotheses: tuple[HypothesisRow, ...]
    change: str
    outcome: Outcome | None
    conclusion: str
    closed_at: datetime | None
    redefined: Redefined | None

    @property
    def causes(self) -> Sequence[HypothesisRow]:
        """What checks confirmed."""
        return [one for one in self.hypotheses if one.result is Result.CONFIRMED]


def card(card_id: int) -> Card:
    """Raises:  CauseCard.DoesNotExist: withdrawn, or there is none. Three queries at most."""
    found = CauseCard.objects.select_related("product", "owner", "opened_by", "school").get(
        pk=card_id, dropped_at=None
    )
    told = Hypothesis.objects.filter(card=found, dropped_at=None)
    rows = list(told.select_related("checker", "checked_by").order_by("told_at", "pk"))
    zone = ZoneInfo(found.school.timezone)
    return Card(
        row=row_of(found, rows),
        opened_by=found.opened_by.name if found.opened_by else "",
        hypotheses=tuple(_hypothesis(one, zone) for one in rows),
        change=found.change,
        outcome=Outcome(found.outcome) if found.outcome else None,
        conclusion=found.conclusion,
        closed_at=found.closed_at,
        redefined=changed_since(found.metric, found.opened_at),
    )


def _hypothesis(told: Hypothesis, zone: ZoneInfo) -> HypothesisRow:
    return HypothesisRow(
        hypothesis_id=told.pk,
        kind=told.kind,
        text=told.text,
        check_how=told.check_how,
        checker_id=told.checker_id,
        checker=told.checker.name if told.checker else "",
        due_on=told.due_on,
        result=Result(told.result) if told.result else None,
        proof_kind=ProofKind(told.proof_kind) if told.proof_kind else None,
        proof=told.proof,
        link=told.link,
        checked_on=local_date(told.checked_at, zone) if told.checked_at else None,
        checked_by=told.checked_by.name if told.checked_by else "",
    )
