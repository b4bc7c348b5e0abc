"""What of a journal entry may stay when the person it is about is erased."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from provodnik.kernel.names import search_key

type Attr = str | int | float | bool | None

SEALED = "erased:"
"""Before what stands instead of an item or id: equal ones stay equal, and say nothing."""

# Codes and names of the school's own things. Every other word of an entry goes, so that an
# attribute added later is erased until somebody says that it is a code.
KEPT_ATTRS = frozenset(
    {
        *("kind", "machine", "auto", "tacit", "proactive", "module", "measure", "scale", "weight"),
        *("required", "passed", "applicable", "type", "priority", "format", "days", "group"),
        *("campaign", "meeting", "topic", "until"),
        *("outcome", "objection", "script_step", "origin", "rule", "was", "check", "subject"),
        *("sign", "fields", "allowed", "giver", "taker", "due", "later", "launch", "cohort"),
        *("touch", "offer", "step", "parent", "link", "page", "need", "case", "absorbed", "erased"),
        *("helped", "minutes", "synthetic", "starts_on"),
    }
)
# Elsewhere a reason is what somebody wrote; of these kinds it is counted by.
REASON_IS_COUNTED = frozenset(
    {"contract_ended", "touch_missed", "touch_cancelled", "scenario_stopped", "entry_voided"}
)
# Their item is somebody's words, or a document with a name on it.
ITEM_IS_WORDS = frozenset(
    {
        *("review_received", "case_recorded", "referral_made", "request_asked"),
        *("request_answered", "contract_started", "contract_paused", "contract_resumed"),
        *("contract_ended",),
    }
)
# A code of the method where we wrote it, words where a file brought it.
KEPT_AS_CODE = frozenset({"topic"})
_CODE = re.compile(r"[a-z0-9_.:-]+")
_LEAST_LETTERS = 4
_PHONE_DIGITS = 10
_NOT_DIGIT = re.compile(r"\D")
_REVISION = re.compile(r"#[0-9]+$")


@dataclass(frozen=True, slots=True)
class Words:
    """By what a text may name a person: ids, which are the whole text; e-mails and full names,
    which stand in it; the last ten digits of phones, however they are spelled."""

    whole: frozenset[str]
    inside: frozenset[str]
    digits: frozenset[str]

    def name(self, text: str) -> bool:
        """Whether the text names the person. A bare number names nobody: a lesson, an order
        and a person may all be number 7, and sums hang on the numbers of orders."""
        folded = text.strip().lower()
        is_theirs = folded in self.whole and not folded.isdigit()
        if is_theirs or any(word in folded for word in self.inside):
            return True
        digits = _NOT_DIGIT.sub("", folded) if self.digits else ""
        return any(phone in digits for phone in self.digits)


def words_of(
    *, ids: Iterable[str], named: Iterable[str], phones: Iterable[str], handles: Iterable[str]
) -> Words:
    """The words of a person: ids, names, phones, and e-mails and nicknames (`handles`).

    A name of one word is looked for as a whole text only: «Анна» stands in many texts.
    """
    names = {name.strip().lower() for name in named if name.strip()}
    spelled = {one.strip().lower() for one in handles if len(one.strip()) >= _LEAST_LETTERS}
    digits = (_NOT_DIGIT.sub("", phone)[-_PHONE_DIGITS:] for phone in phones)
    return Words(
        whole=frozenset({one.strip().lower() for one in ids if one.strip()} | names),
        inside=frozenset({name for name in names if " " in name} | spelled),
        digits=frozenset(phone for phone in digits if len(phone) == _PHONE_DIGITS),
    )


def is_same_name(typed: str, on_card: str) -> bool:
    """Whether somebody typed the name of the card; case, «ё» and blanks do not matter."""
    return search_key(typed) == search_key(on_card)


def kept_attrs(event: str, attrs: Mapping[str, Attr], words: Words) -> dict[str, Attr]:
    """What an entry's attributes may keep: numbers, and codes that do not name the person."""
    return {name: value for name, value in attrs.items() if _stays(event, name, value, words)}


def _stays(event: str, name: str, value: Attr, words: Words) -> bool:
    if not isinstance(value, str):
        return True
    if name in KEPT_AS_CODE and not _CODE.fullmatch(value):
        return False
    is_code = name in KEPT_ATTRS or (name == "reason" and event in REASON_IS_COUNTED)
    return is_code and not words.name(value)


def sealed_item(
    event: str, item: str | None, words: Words, seal: Callable[[str], str]
) -> str | None:
    """The item as it may stay. What is sealed is counted as before: equal stays equal."""
    if item is None or item.startswith(SEALED):
        return item
    return SEALED + seal(item) if event in ITEM_IS_WORDS or words.name(item) else item


def sealed_reference(text: str | None, words: Words, seal: Callable[[str], str]) -> str | None:
    """An external id as it may stay, with the «#2» of a correction."""
    if text is None or text.startswith(SEALED):
        return text
    bare = _REVISION.sub("", text)
    return SEALED + seal(bare) + text[len(bare) :] if words.name(bare) else text
