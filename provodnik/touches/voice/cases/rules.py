"""How far a case is, what keeps it from being published, whether it counts. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from provodnik.method.voice_words import CaseKind
from provodnik.touches.voice.cases.types import Missing, State


@dataclass(frozen=True, slots=True)
class Progress:
    """What has happened to a case."""

    is_received: bool
    has_consent: bool
    is_withdrawn: bool
    is_edited: bool
    is_published: bool
    is_declined: bool


def state_of(told: Progress) -> State:
    """The last step that holds: a consent taken back takes the later steps with it."""
    if told.is_declined:
        return State.DECLINED
    if not told.is_received:
        return State.REQUESTED
    if not told.has_consent or told.is_withdrawn:
        return State.RECEIVED
    if told.is_published:
        return State.PUBLISHED
    return State.EDITED if told.is_edited else State.CONSENTED


def missing(told: Progress) -> tuple[Missing, ...]:
    """What publication still needs; nothing means it may be published."""
    if told.is_declined:
        return (Missing.DECLINED,)
    if not told.is_received:
        return (Missing.NOT_RECEIVED,)
    found = []
    if told.is_withdrawn:
        found.append(Missing.CONSENT_WITHDRAWN)
    elif not told.has_consent:
        found.append(Missing.NO_CONSENT)
    if not told.is_edited:
        found.append(Missing.NOT_EDITED)
    return tuple(found)


def counts(kind: CaseKind, *, is_received: bool, is_approved: bool, is_rejected: bool) -> bool:
    """Whether the figure counts it: a review once received, a film or a case once approved."""
    if is_rejected or not is_received:
        return False
    return kind is CaseKind.TEXT or is_approved


def links_of(media: str) -> tuple[str, ...]:
    """Addresses, one a line, without empty lines and repeats."""
    return tuple(dict.fromkeys(line.strip() for line in media.splitlines() if line.strip()))


def unsafe(links: Iterable[str]) -> str | None:
    """The first that is no address of the web."""
    for link in links:
        parts = urlsplit(link)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            return link
    return None
