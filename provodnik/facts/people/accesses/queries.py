"""Reads of accesses."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Q, QuerySet

from provodnik.facts.people.accesses.models import AccessGrant, AccessStep
from provodnik.facts.people.accesses.types import (
    Asked,
    Counts,
    GrantRow,
    Show,
    StepKind,
    StepRow,
)
from provodnik.kernel.gates import Reason
from provodnik.method import queries as method
from provodnik.method.reasons import ReasonCode

_NAMED = 5
_COLUMNS = (
    *("pk", "kind", "words", "holder_staff_id", "holder_client_id"),
    *("holder_staff__name", "holder_client__name", "holder_staff__left_on"),
    *("about_client_id", "about_client__name", "granted_at", "granted_by__name", "review_on"),
    *("reviewed_at", "reviewed_by__name", "revoked_at", "revoked_by__name", "reason"),
)


def accesses(
    asked: Asked, *, today: date, limit: int | None = None, offset: int = 0
) -> list[GrantRow]:
    """Open ones by the day of their review, so the overdue first; revoked the latest first.

    Queries: 1.
    """
    found = _found(asked, today)
    order = ("-revoked_at", "-pk") if asked.show is Show.REVOKED else ("review_on", "pk")
    rows = found.order_by(*order)
    return _rows(rows[offset:] if limit is None else rows[offset : offset + limit])


def counts(asked: Asked, *, today: date) -> Counts:
    """How many each list holds, with the same filters. One query."""
    is_open = Q(revoked_at=None)
    told = _named(asked).aggregate(
        open=Count("pk", filter=is_open),
        overdue=Count("pk", filter=is_open & Q(review_on__lt=today)),
        revoked=Count("pk", filter=~is_open),
    )
    return Counts(**told)


def access(grant_id: int) -> tuple[GrantRow, list[StepRow]]:
    """One access with its history, the earliest first. Two queries.

    Raises:  AccessGrant.DoesNotExist
    """
    found = _rows(AccessGrant.objects.filter(pk=grant_id))
    if not found:
        raise AccessGrant.DoesNotExist(str(grant_id))
    steps = AccessStep.objects.filter(grant=grant_id).order_by("at", "pk")
    told = steps.values_list("kind", "at", "by__name", "note", "review_on")
    return found[0], [
        StepRow(StepKind(kind), at, by, note, next_on) for kind, at, by, note, next_on in told
    ]


def open_of_staff(staff_id: int) -> list[GrantRow]:
    """What a member holds now. One query."""
    found = AccessGrant.objects.filter(holder_staff=staff_id, revoked_at=None)
    return _rows(found.order_by("review_on", "pk"))


def open_of_client(client_id: int) -> list[GrantRow]:
    """What a client holds, and what opens their data. One query."""
    whose = Q(holder_client=client_id) | Q(about_client=client_id)
    return _rows(AccessGrant.objects.filter(whose, revoked_at=None).order_by("review_on", "pk"))


def held_by(staff_id: int) -> Reason | None:
    """Why a member may not leave yet: accesses not taken back (R-012). One query."""
    held = open_of_staff(staff_id)
    if not held:
        return None
    titles = kind_titles()
    named = ", ".join(title(row.kind, row.words, titles) for row in held[:_NAMED])
    more = "…" if len(held) > _NAMED else ""
    return Reason(ReasonCode.ACCESSES_HELD, {"count": len(held), "accesses": named + more})


def kind_titles() -> Mapping[str, str]:
    """Kinds of the method by key."""
    return {str(one.key): one.title for one in method.access_settings().kinds}


def title(kind: str, words: str, titles: Mapping[str, str]) -> str:
    """What an access is to, in words; `titles` are `kind_titles`."""
    return ": ".join(filter(None, (titles.get(kind, kind), words)))


def _found(asked: Asked, today: date) -> QuerySet[AccessGrant]:
    found = _named(asked)
    if asked.show is Show.REVOKED:
        return found.filter(revoked_at__isnull=False)
    opened = found.filter(revoked_at=None)
    return opened.filter(review_on__lt=today) if asked.show is Show.OVERDUE else opened


def _named(asked: Asked) -> QuerySet[AccessGrant]:
    found = AccessGrant.objects.all()
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.holder_staff_id is not None:
        found = found.filter(holder_staff=asked.holder_staff_id)
    if asked.about is not None:
        found = found.filter(Q(holder_client=asked.about) | Q(about_client=asked.about))
    return found


def _rows(found: QuerySet[AccessGrant]) -> list[GrantRow]:
    return [
        GrantRow(
            pk,
            kind,
            words,
            staff_id,
            client_id,
            staff or client or "",
            left_on is not None,
            *rest,
        )
        for pk, kind, words, staff_id, client_id, staff, client, left_on, *rest in (
            found.values_list(*_COLUMNS)
        )
    ]
