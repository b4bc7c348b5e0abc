"""Reads of open signals in the school's words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from provodnik.kernel.models import Signal
from provodnik.method import queries as method
from provodnik.method.types import SignalKey, Tone
from provodnik.method.words import fill

# Most urgent first; the school chooses the tone of each.
_TONES = (Tone.LATE, Tone.ACT, Tone.WATCH)


@dataclass(frozen=True, slots=True)
class SignalRow:
    """Open signals of one check: how many, since when, what to do and where."""

    key: str
    title: str
    text: str
    why: str
    action: str
    page: str
    tone: str
    count: int
    since_at: datetime


def open_signals(*, limit: int = 20) -> list[SignalRow]:
    """Checks with open signals, most urgent first. One query."""
    settings = method.signal_settings()
    found = (
        Signal.objects.filter(closed_at=None)
        .values("check_name")
        .annotate(n=Count("pk"), since=Min("since_at"))
    )
    rows = []
    for row in found:
        words = settings.words(SignalKey(row["check_name"]))
        rows.append(
            SignalRow(
                key=row["check_name"],
                title=words.title,
                text=fill(words.text, {"count": row["n"]}),
                why=words.why,
                action=words.action,
                page=words.page,
                tone=str(words.tone),
                count=row["n"],
                since_at=row["since"],
            )
        )
    order = {str(tone): place for place, tone in enumerate(_TONES)}
    rows.sort(key=lambda row: (order.get(row.tone, len(order)), -row.count))
    return rows[:limit]


def subjects(check: str, *, limit: int = 500) -> list[int]:
    """Whom or what an open check found, longest first."""
    found = Signal.objects.filter(check_name=check, closed_at=None).order_by("since_at", "pk")
    return list(found.values_list("subject_id", flat=True)[:limit])


def client_signals(client_id: int) -> list[SignalRow]:
    """What open checks say about one client, longest first. One query."""
    settings = method.signal_settings()
    found = Signal.objects.filter(subject="client", subject_id=client_id, closed_at=None)
    rows = []
    for signal in found.order_by("since_at", "pk"):
        words = settings.words(SignalKey(signal.check_name))
        rows.append(
            SignalRow(
                key=signal.check_name,
                title=words.title,
                text=fill(words.text, {"count": 1}),
                why=words.why,
                action=words.action,
                page=words.page,
                tone=str(words.tone),
                count=1,
                since_at=signal.since_at,
            )
        )
    return rows
