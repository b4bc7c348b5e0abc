"""What is planned, promised and agreed about a student: folded on the card until asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.people.audience.queries import audience_of
from provodnik.facts.people.lifecycle.queries import ContactRow, contacts, handoffs
from provodnik.facts.people.lifecycle.queries import HandoffRow as PassedOn
from provodnik.facts.people.lifecycle.queries.handoffs import role_titles
from provodnik.facts.people.relations.queries import ContactRow as SideContact
from provodnik.facts.people.relations.queries import OwnerRow, contacts_of, owners_of
from provodnik.facts.sales.queries.exchange import HandoffRow, handoff_of
from provodnik.facts.sales.queries.next_products import Suggestion, suggest
from provodnik.facts.sales.queries.planned_path import PlannedPath, planned_paths
from provodnik.method import queries as method
from provodnik.touches.queue.queries import (
    AgreementRow,
    MoodMark,
    Trend,
    agreements_of,
    mood_marks,
    trend_of,
)
from provodnik.web import formats


@dataclass(frozen=True, slots=True)
class Likely:
    """A product the school's own orders suggest, and what speaks for it."""

    product: str
    why: str
    kopecks: int | None


@dataclass(frozen=True, slots=True)
class Passing:
    """Who passed the student on to whom, and whether it was accepted."""

    row: PassedOn
    giver: str
    taker: str


@dataclass(frozen=True, slots=True)
class ToContact:
    """A contact after completion in the method's words."""

    row: ContactRow
    title: str


@dataclass(frozen=True, slots=True)
class Beyond:
    """`mood` is empty where nobody asked; `audience` is (id, name) of the group."""

    planned: PlannedPath | None
    likely: tuple[Likely, ...]
    promised: HandoffRow | None
    passed: tuple[Passing, ...]
    agreed: Sequence[AgreementRow]
    contacts: tuple[ToContact, ...]
    mood: str
    audience: tuple[int, str] | None
    owners: Sequence[OwnerRow]
    people: Sequence[SideContact]


def beyond(client_id: int) -> Beyond:
    """Queries: at most 13, whatever the length of the student's history."""
    return Beyond(
        planned=planned_paths([client_id]).get(client_id),
        likely=tuple(_likely(one) for one in suggest([client_id]).get(client_id, [])),
        promised=handoff_of(client_id),
        passed=_passed(client_id),
        agreed=agreements_of(client_id),
        contacts=_contacts(client_id),
        mood=_mood(mood_marks(client_id)),
        audience=audience_of(client_id),
        owners=owners_of(client_id),
        people=contacts_of(client_id),
    )


def _likely(one: Suggestion) -> Likely:
    told = one.evidence
    if told is None:
        return Likely(one.product, _("bought often at the school"), one.price_kopecks)
    days = formats.counted(round(told.median_days), _("day|days"), _language())
    why = _("after “%(after)s”: %(took)s of %(all)s who went on, usually in %(days)s") % {
        "after": told.after,
        "took": told.clients,
        "all": told.of_clients,
        "days": days,
    }
    return Likely(one.product, why, one.price_kopecks)


def _passed(client_id: int) -> tuple[Passing, ...]:
    titles = role_titles()
    return tuple(
        Passing(
            row,
            row.giver_name or titles.get(row.giver, row.giver),
            row.accepted_by or row.taker_name or titles.get(row.taker, row.taker),
        )
        for row in handoffs(of=client_id, waiting=False)
    )


def _contacts(client_id: int) -> tuple[ToContact, ...]:
    titles = {str(one.key): one.title for one in method.lifecycle().afterwards.contacts}
    return tuple(ToContact(row, titles.get(row.key, row.key)) for row in contacts(of=client_id))


def _mood(marks: tuple[MoodMark, ...]) -> str:
    """«2 → 3 → 4: спокойнее, чем было»."""
    if not marks:
        return ""
    words = {
        Trend.RISES: _("calmer than it was"),
        Trend.FALLS: _("more anxious than it was"),
        Trend.SAME: _("as it was"),
        Trend.UNKNOWN: _("the first mark"),
    }
    return f"{' → '.join(str(mark.value) for mark in marks)}: {words[trend_of(marks)]}"


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
