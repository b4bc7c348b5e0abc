"""Two clients who are one person: joining them, and taking it back exactly."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from django.db import transaction
from django.db.models import DateTimeField, QuerySet

from provodnik.facts.people.errors import AlreadyMerged, MergedFurther, SameClient
from provodnik.facts.people.models import Client, ClientAlias, MatchSuggestion, Merge
from provodnik.facts.people.services import hands
from provodnik.facts.people.services.clients import refresh_search
from provodnik.facts.people.services.satisfaction import refresh_satisfaction
from provodnik.facts.people.services.stages import replay
from provodnik.facts.people.types import SuggestionState
from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel import journal, schools

# Blanks of the survivor are filled with what the other card knows.
_BLANKS = (
    *("first_name", "last_name", "email", "telegram", "city", "country", "timezone"),
    *("coordinator_id", "calls_refused_at", "messages_refused_at"),
)


@transaction.atomic
def merge(survivor_id: int, absorbed_id: int, *, now: datetime, actor: str) -> Merge:
    """Join two cards of one person: everything known about `absorbed` becomes the survivor's.

    The journal keeps the old id for ever; `ClientAlias` says who stands for it. A row
    that the survivor has already (the same cohort, say) stays with the absorbed card.
    Merging the same two again returns the first merge.

    Raises:  Client.DoesNotExist; SameClient; AlreadyMerged: one of them stands for nobody now
    """
    if survivor_id == absorbed_id:
        raise SameClient(str(survivor_id))
    survivor, absorbed = _both(survivor_id, absorbed_id)
    if absorbed.merged_into_id == survivor.pk:
        return Merge.objects.get(survivor=survivor, absorbed=absorbed, undone_at=None)
    for client in (survivor, absorbed):
        if client.merged_into_id is not None:
            raise AlreadyMerged(client.pk, client.merged_into_id)
    rows = hands.move(Client, absorbed.pk, survivor.pk, kept=_KEPT)
    filled = _fill(survivor, absorbed)
    absorbed.merged_into, absorbed.merged_at = survivor, now
    absorbed.save(update_fields=["merged_into", "merged_at"])
    ClientAlias.objects.create(school_id=schools.current(), client=absorbed, survivor=survivor)
    _suggestion(survivor_id, absorbed_id).filter(state=SuggestionState.OPEN.value).update(
        state=SuggestionState.MERGED.value, decided_at=now, decided_by_id=actor_staff_id(actor)
    )
    merged = Merge.objects.create(
        school_id=schools.current(),
        survivor=survivor,
        absorbed=absorbed,
        merged_at=now,
        merged_by_id=actor_staff_id(actor),
        moved={"rows": rows, "filled": filled},
    )
    _tell("client_merged", merged, now=now, actor=actor)
    _derive(merged, now=now)
    return merged


@transaction.atomic
def undo_merge(merge_id: int, *, now: datetime, actor: str) -> Merge:
    """Part two cards again: every row goes back, what was filled in is blank again.

    What happened to the survivor since stays with the survivor. Undoing twice changes nothing.

    Raises:  Merge.DoesNotExist; MergedFurther: the survivor was itself merged since
    """
    merged = Merge.objects.select_for_update().get(pk=merge_id)
    if merged.undone_at is not None:
        return merged
    survivor, absorbed = _both(merged.survivor_id, merged.absorbed_id)
    if survivor.merged_into_id is not None:
        raise MergedFurther(str(survivor))
    hands.give_back(merged.moved["rows"], survivor.pk, absorbed.pk)
    _blank(survivor, merged.moved["filled"])
    absorbed.merged_into = absorbed.merged_at = None
    absorbed.save(update_fields=["merged_into", "merged_at"])
    ClientAlias.objects.filter(client=absorbed).delete()
    _suggestion(survivor.pk, absorbed.pk).filter(state=SuggestionState.MERGED.value).update(
        state=SuggestionState.OPEN.value, decided_at=None, decided_by=None
    )
    merged.undone_at, merged.undone_by_id = now, actor_staff_id(actor)
    merged.save(update_fields=["undone_at", "undone_by"])
    _tell("merge_undone", merged, now=now, actor=actor)
    _derive(merged, now=now)
    return merged


# These say which card is which, or are written anew from the journal.
_KEPT = frozenset(
    {
        "people_clientalias.client_id",
        "people_merge.survivor_id",
        "people_merge.absorbed_id",
        "people_matchsuggestion.first_id",
        "people_matchsuggestion.second_id",
        "people_stageentry.client_id",
    }
)


def _both(survivor_id: int, absorbed_id: int) -> tuple[Client, Client]:
    """Both clients, locked in one order whoever survives: two merges never wait in a ring."""
    ids = (survivor_id, absorbed_id)
    found = {c.pk: c for c in Client.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    for client_id in ids:
        if client_id not in found:
            raise Client.DoesNotExist(str(client_id))
    return found[survivor_id], found[absorbed_id]


def _suggestion(one: int, other: int) -> QuerySet[MatchSuggestion]:
    return MatchSuggestion.objects.filter(first_id=min(one, other), second_id=max(one, other))


def _fill(survivor: Client, absorbed: Client) -> dict[str, list[object]]:
    """Fill the survivor's blanks. Returns each column's value before and after, as JSON."""
    wanted = {name: getattr(absorbed, name) for name in _BLANKS if not getattr(survivor, name)}
    if not survivor.phone:
        wanted |= {"phone": absorbed.phone, "phone_raw": absorbed.phone_raw}
    moments = (survivor.registered_at, absorbed.registered_at)
    wanted["registered_at"] = min(filter(None, moments), default=None)
    moments = (survivor.last_active_at, absorbed.last_active_at)
    wanted["last_active_at"] = max(filter(None, moments), default=None)
    wanted["utm"] = {**absorbed.utm, **survivor.utm}
    wanted["custom"] = {**absorbed.custom, **survivor.custom}
    before = {name: getattr(survivor, name) for name in wanted}
    filled = {name: value for name, value in wanted.items() if value != before[name]}
    _set(survivor, filled)
    return {name: [_plain(before[name]), _plain(value)] for name, value in filled.items()}


def _blank(survivor: Client, filled: Mapping[str, list[object]]) -> None:
    """Take back what the merge filled in; what a person changed since is theirs."""
    before = {
        name: _kept(name, values[0])
        for name, values in filled.items()
        if _plain(getattr(survivor, name)) == values[1]
    }
    _set(survivor, before)


def _set(client: Client, columns: Mapping[str, object]) -> None:
    for name, value in columns.items():
        setattr(client, name, value)
    client.save(update_fields=[name.removesuffix("_id") for name in columns])


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _kept(name: str, value: object) -> object:
    is_moment = isinstance(Client._meta.get_field(name.removesuffix("_id")), DateTimeField)
    return datetime.fromisoformat(cast(str, value)) if is_moment and value else value


def _tell(event: str, merged: Merge, *, now: datetime, actor: str) -> None:
    journal.record(
        event,
        happened_at=now,
        actor=actor,
        client_id=merged.survivor_id,
        attrs={"absorbed": merged.absorbed_id},
    )


def _derive(merged: Merge, *, now: datetime) -> None:
    """What is computed from rows and the journal, for both cards."""
    both = (merged.survivor_id, merged.absorbed_id)
    refresh_search(both)
    refresh_satisfaction(both)
    standing = both if merged.undone_at else both[:1]
    replay(standing, now=now)
