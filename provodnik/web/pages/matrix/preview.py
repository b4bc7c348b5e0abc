"""How a table of products looks before it is taken: each row with what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from provodnik.facts.catalog.services.intake import RowPlan
from provodnik.kernel.gates import Refused
from provodnik.method import queries as method
from provodnik.web.pages.matrix.content import words_of
from provodnik.web.pages.matrix.forms import STATUSES
from provodnik.web.pages.matrix.importing import Read


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the table: its words, the tone and the words of what becomes of it, why."""

    plan: RowPlan
    kind: str
    status: str
    tone: str
    becomes: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """All rows and how many of each sort. `needs_reason` when a price is below its cost."""

    rows: tuple[PreviewRow, ...]
    added: int
    changed: int
    unchanged: int
    refused: int
    ignored: tuple[str, ...]
    needs_reason: bool

    @property
    def coming(self) -> int:
        """Rows that will be taken, those that change nothing apart."""
        return self.added + self.changed


def preview(read: Read, plans: Sequence[RowPlan]) -> Preview:
    """The table as the page shows it."""
    titles = {str(kind.key): kind.short for kind in method.product_kinds().kinds}
    rows = tuple(_row(plan, titles) for plan in plans)
    refused = [plan for plan in plans if plan.is_refused]
    added = sum(plan.is_new for plan in plans)
    changed = sum(bool(plan.changed) for plan in plans if not plan.is_refused and not plan.is_new)
    return Preview(
        rows=rows,
        added=added,
        changed=changed,
        unchanged=len(plans) - len(refused) - added - changed,
        refused=len(refused),
        ignored=read.ignored,
        needs_reason=any(
            reason.code == "price_below_cost" for plan in refused for reason in plan.refused
        ),
    )


def _row(plan: RowPlan, titles: dict[str, str]) -> PreviewRow:
    row = plan.row
    notes = list(row.problems)
    if plan.is_repeated:
        notes.append(_("the same name stands above"))
    notes += words_of(Refused(plan.refused)) if plan.refused else []
    tone, becomes = _becomes(plan)
    return PreviewRow(
        plan=plan,
        kind=titles.get(row.kind or "", ""),
        status=str(STATUSES[row.status.value]) if row.status else "",
        tone=tone,
        becomes=becomes,
        notes=tuple(notes),
    )


def _becomes(plan: RowPlan) -> tuple[str, str]:
    if plan.is_refused:
        return "act", _("left out")
    if plan.is_new:
        return "info", _("new")
    if plan.changed:
        return "watch", _("changes")
    return "neutral", _("as before")
