"""Erasing a person: one transaction, and what must be done to files after it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from provodnik.facts.people.erasure import keys, tasks, words
from provodnik.facts.people.erasure.models import Erasure
from provodnik.facts.people.lifecycle.models import Referral
from provodnik.facts.people.models import Client, ClientAlias
from provodnik.facts.people.queries import known_as
from provodnik.facts.team.rules import actor_staff_id
from provodnik.kernel import erasure, journal, schools
from provodnik.kernel.imports.erasing import blank_rejects
from provodnik.kernel.imports.models import ImportRun
from provodnik.kernel.imports.types import RunState


@transaction.atomic
def erase(client_id: int, *, request: str, now: datetime, actor: str) -> Erasure:
    """Erase whoever this client is, with every card they were merged from. No way back.

    What names or describes the person goes; the client stays as a tombstone, so that money and
    counts stay as they were. `request` says where the person's request lies, without names.
    The lake and the copies of imported files follow in a job of the same transaction. Waits for
    a chunk of an import at work, so that none brings the person back meanwhile.

    Idempotent: erasing again returns the first erasure.

    Raises:  Client.DoesNotExist
    Queries: about 60, whatever the length of the person's history.
    """
    _hold_imports()
    cards = _cards(client_id)
    stone = cards[0]
    if stone.erased_at is not None:
        return Erasure.objects.get(client=stone)
    ids = [card.pk for card in cards]
    known = words.of(cards)
    names = words.names_outside(cards)
    friends, called = _recommended_by(ids)
    keys.remember(stone.pk, names)
    erasure.erase_traces(ids, now=now)
    _set_stones(cards, now=now)
    words.erase_from_journal(ids, known)
    words.erase_recommended(friends, called)
    blank_rejects(whole=known.whole, inside=known.inside, digits=known.digits)
    journal.record("client_erased", happened_at=now, actor=actor, item=str(stone))
    done = Erasure.objects.create(
        school_id=schools.current(),
        client=stone,
        request=request.strip()[:300],
        erased_at=now,
        erased_by_id=actor_staff_id(actor),
        client_ids=sorted({*ids, *friends}),
    )
    tasks.finish.defer(school_id=schools.current(), erasure_id=done.pk)
    return done


def _hold_imports() -> None:
    """No chunk of an import is written until this transaction ends."""
    runs = ImportRun.objects.filter(state=RunState.RUNNING.value, dry_run=False)
    list(runs.select_for_update().order_by("pk").values_list("pk"))


def _cards(client_id: int) -> Sequence[Client]:
    """Who stands for the person, and every card absorbed into that one; locked in one order.

    Raises:  Client.DoesNotExist
    """
    alias = ClientAlias.objects.filter(client_id=client_id).first()
    standing = alias.survivor_id if alias else client_id
    absorbed = ClientAlias.objects.filter(survivor_id=standing).values_list("client_id", flat=True)
    ids = {standing, *absorbed}
    found = {c.pk: c for c in Client.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    if standing not in found:
        raise Client.DoesNotExist(str(client_id))
    return [found.pop(standing), *found.values()]


def _recommended_by(ids: Sequence[int]) -> tuple[list[int], set[str]]:
    """Under which ids the journal knows those who recommended us to the person, and as whom."""
    told = Referral.objects.filter(came_as__in=ids).values_list("client_id", "whom")
    friends = {one for client_id, _whom in told for one in known_as(client_id)}
    return sorted(friends), {whom for _client, whom in told}


def _set_stones(cards: Sequence[Client], *, now: datetime) -> None:
    stone = cards[0]
    for card in cards:
        Client.objects.filter(pk=card.pk).update(
            name=_("Erased person"),
            external_name=f"erased-{card.pk}",
            erased_at=now,
            merged_into=stone,
            merged_at=card.merged_at or now,
        )
