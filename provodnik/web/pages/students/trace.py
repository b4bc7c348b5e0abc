"""A student end to end in one line: source, lead, first purchase, repeat ones, all they brought."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.people.types import TIMELINE_KINDS, TimelineGroup
from provodnik.facts.sales.queries.journeys import Bought, Journey, Moment, journey_of
from provodnik.web import formats
from provodnik.web.pages.students.history import anchor, lead_source

REPEATS = 3
"""How many repeat purchases the line names one by one."""
_SHOWN = 1000


@dataclass(frozen=True, slots=True)
class Step:
    """One step in words; `href` opens its entry in the history, empty where there is none."""

    text: str
    href: str = ""


def trace(client_id: int, known_as: Sequence[int], *, now: datetime) -> tuple[Step, ...]:
    """The steps of a student's way, none for one the school was never told of. One query."""
    way = journey_of(known_as)
    if way.came is None:
        return ()
    line = _Line(client_id, now)
    return (*line.coming(way, way.came), *line.purchases(way))


@dataclass(frozen=True, slots=True)
class _Line:
    client_id: int
    now: datetime

    def coming(self, way: Journey, came: Moment) -> list[Step]:
        href = self._entry(came.event, came.entry_id)
        source = lead_source(way.source, way.campaign)
        told = Step(_("Source: %(source)s") % {"source": source}, href)
        steps = [
            told if way.source else Step(source),
            Step(_("lead on %(day)s") % {"day": self._day(came.at)}, href),
        ]
        if way.letter is not None:
            words = {"letter": way.letter.item, "day": self._day(way.letter.at)}
            letter = self._entry(way.letter.event, way.letter.entry_id)
            steps.append(Step(_("letter “%(letter)s” on %(day)s") % words, letter))
        return steps

    def purchases(self, way: Journey) -> list[Step]:
        if not way.purchases:
            return [Step(_("has not bought yet"))]
        first, *later = way.purchases
        steps = [self._purchase(_("first purchase on %(day)s, %(money)s"), first)]
        words = _("repeat one on %(day)s, %(money)s")
        steps += [self._purchase(words, one) for one in later[:REPEATS]]
        if len(later) > REPEATS:
            more = formats.counted(
                len(later) - REPEATS, _("more purchase|more purchases"), _language()
            )
            steps.append(Step(more, self._history(TimelineGroup.MONEY)))
        whole = _("%(money)s in all") % {"money": self._money(way.kopecks)}
        return [*steps, Step(whole, self._history(TimelineGroup.MONEY))]

    def _purchase(self, words: str, one: Bought) -> Step:
        told = {"day": self._day(one.at), "money": self._money(one.kopecks)}
        return Step(words % told, self._entry("payment_received", one.entry_id))

    def _money(self, kopecks: int) -> str:
        return formats.money(kopecks, _language())

    def _day(self, at: datetime) -> str:
        return formats.day(timezone.localdate(at), timezone.localdate(self.now), _language())

    def _entry(self, event: str, entry_id: int) -> str:
        group = next(group for group, kinds in TIMELINE_KINDS.items() if event in kinds)
        return f"{self._history(group)}#{anchor(entry_id)}"

    def _history(self, group: TimelineGroup) -> str:
        query = urlencode({"tab": "history", "group": group, "shown": _SHOWN})
        return f"{reverse('students:show', args=[self.client_id])}?{query}"


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
