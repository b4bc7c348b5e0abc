"""The words of a person: gathered before they go, and taken out of the journal."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from django.db import connection

from provodnik.facts.people.erasure import rules
from provodnik.facts.people.erasure.keys import digest
from provodnik.facts.people.erasure.rules import Words
from provodnik.facts.people.models import Client, ClientKey

_SEAL_LETTERS = 16


def names_outside(cards: Sequence[Client]) -> set[str]:
    """By what files name these cards: e-mails and ids, those of earlier times as well."""
    told = set(ClientKey.objects.filter(client__in=cards).values_list("value", flat=True))
    return {name for name in told.union(*((c.email, c.external_name) for c in cards)) if name}


def of(cards: Sequence[Client]) -> Words:
    """By what a text may name the person of these cards."""
    outside = names_outside(cards)
    nicknames = {f"@{card.telegram}" for card in cards if card.telegram}
    return rules.words_of(
        ids=outside,
        named=[name for card in cards for name in _spellings(card)],
        phones=[phone for card in cards for phone in (card.phone, card.phone_raw)],
        handles={name for name in outside if "@" in name} | nicknames,
    )


def erase_from_journal(client_ids: Sequence[int], words: Words) -> int:
    """Take the words of a person's entries away; the clients are tombstones by now.

    Returns how many entries changed. Queries: 2
    """
    return _erase((entry, _without(entry, words)) for entry in _entries(client_ids))


def erase_recommended(client_ids: Sequence[int], names: Collection[str]) -> int:
    """Take these names away from entries of those who recommended us to somebody. Queries: 2"""
    return _erase(
        (entry, replace(entry, attrs={k: v for k, v in entry.attrs.items() if k != "whom"}))
        for entry in _entries(client_ids)
        if entry.event == "referral_recorded" and entry.attrs.get("whom") in names
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    id: int
    event: str
    item: str | None
    external_id: str | None
    attrs: Mapping[str, rules.Attr]


def _entries(client_ids: Sequence[int]) -> list[_Entry]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id, n.name, e.item, e.external_id, e.attrs::text FROM kernel_journalentry e"
            " JOIN kernel_eventname n ON n.id = e.event_id WHERE e.client_id = ANY(%s)",
            [list(client_ids)],
        )
        return [
            _Entry(entry_id, event, item, external_id, json.loads(attrs))
            for entry_id, event, item, external_id, attrs in cursor.fetchall()
        ]


def _without(entry: _Entry, words: Words) -> _Entry:
    return replace(
        entry,
        item=rules.sealed_item(entry.event, entry.item, words, _seal),
        external_id=rules.sealed_reference(entry.external_id, words, _seal),
        attrs=rules.kept_attrs(entry.event, entry.attrs, words),
    )


def _erase(entries: Iterable[tuple[_Entry, _Entry]]) -> int:
    """Write each second entry in place of the first. Returns how many differ."""
    wanted = [asdict(after) for before, after in entries if before != after]
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_erase_words(%s::jsonb)", [json.dumps(wanted)])
        changed: int = cursor.fetchone()[0]
    if changed != len(wanted):
        raise RuntimeError(f"{len(wanted)} entries to erase, the database let {changed} through")
    return changed


def _seal(text: str) -> str:
    return digest(text)[:_SEAL_LETTERS]


def _spellings(card: Client) -> tuple[str, ...]:
    both = card.first_name, card.last_name
    return (card.name, " ".join(both).strip(), " ".join(reversed(both)).strip())
