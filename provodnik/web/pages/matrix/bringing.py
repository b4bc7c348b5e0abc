"""What bonuses, tripwires and subscriptions bring, in words that do not promise too much."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.sales.queries.lift import Helper
from provodnik.facts.sales.queries.renewals import Subscription
from provodnik.method import queries as method
from provodnik.web import formats
from provodnik.web.pages.matrix.forms import LINK_KINDS


@dataclass(frozen=True, slots=True)
class HelperRow:
    """A bonus or tripwire with its words. `verdict` says what the figures prove, if anything."""

    helper: Helper
    kind: str
    via: str
    difference: str
    interval: str
    verdict: str
    tone: str


@dataclass(frozen=True, slots=True)
class Helpers:
    """Every row, and how many of them help for sure."""

    rows: tuple[HelperRow, ...]
    proved: int


@dataclass(frozen=True, slots=True)
class Renewed:
    """All subscriptions together: terms that ended, those renewed, people on one now."""

    ended: int
    renewed: int
    active: int

    @property
    def share(self) -> float | None:
        return self.renewed / self.ended if self.ended else None


def show(found: Iterable[Helper]) -> Helpers:
    """Rows with their words."""
    titles = {str(kind.key): kind.short for kind in method.product_kinds().kinds}
    rows = tuple(_row(one, titles) for one in found)
    helping = [row for row in rows if row.helper.lift and row.helper.lift.is_proved]
    return Helpers(rows, sum(row.helper.lift.low > 0 for row in helping if row.helper.lift))


def renewed(rows: Iterable[Subscription]) -> Renewed:
    """The sum over subscriptions."""
    rows = list(rows)
    return Renewed(
        sum(row.ended for row in rows),
        sum(row.renewed for row in rows),
        sum(row.active for row in rows),
    )


def table(shown: Helpers) -> tuple[Sequence[str], list[Sequence[object]]]:
    """The rows for a spreadsheet: the figures of the screen."""
    header = [
        *(_("Product"), _("How"), _("To the product"), _("With it"), _("Moved on")),
        *(_("Comparable without it"), _("Moved on of them"), _("Difference"), _("Interval, 95%")),
        _("What it proves"),
    ]
    rows: list[Sequence[object]] = []
    for row in shown.rows:
        lift = row.helper.lift
        figures = (
            (lift.holders, lift.holders_moved, lift.others, lift.others_moved)
            if lift
            else ("", "", "", "")
        )
        rows.append(
            [
                row.helper.product,
                row.via,
                row.helper.target,
                *figures,
                row.difference,
                row.interval,
                row.verdict,
            ]
        )
    return header, rows


def _row(one: Helper, titles: dict[str, str]) -> HelperRow:
    lift, language = one.lift, (get_language() or "ru").split("-")[0]
    via = str(LINK_KINDS[one.via])
    kind = titles.get(one.kind, "")
    if lift is None:
        return HelperRow(
            one, kind, via, formats.UNDEFINED, "", _("nothing to compare yet"), "neutral"
        )
    difference = formats.points(0, lift.difference, language)
    interval = _("from %(low)s to %(high)s") % {
        "low": formats.points(0, lift.low, language),
        "high": formats.points(0, lift.high, language),
    }
    if not lift.is_enough:
        verdict, tone = _("few people: too early to judge"), "watch"
    elif lift.low > 0:
        verdict, tone = _("it helps"), "good"
    elif lift.high < 0:
        verdict, tone = _("with it fewer go on"), "act"
    else:
        verdict, tone = _("no difference is proved"), "neutral"
    return HelperRow(one, kind, via, difference, interval, verdict, tone)
