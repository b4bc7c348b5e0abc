"""Reading an update: what was said, by whom, when. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime

from provodnik.connectors.telegram.types import (
    Carried,
    Heard,
    Person,
    Said,
    Started,
    Stopped,
    Thing,
)

type Plain = str | int | float | bool | Mapping[str, "Plain"] | list["Plain"] | None
type Fields = Mapping[str, Plain]

LONGEST_TEXT = 4096
_START = "/start"
_PRIVATE = "private"
_GONE = ("kicked", "left")


def heard(update: Fields) -> Heard | None:
    """What an update tells; None for what is of no concern: groups, votes, queries.

    Raises:  KeyError, TypeError: it has not the shape Telegram promises
    """
    if "my_chat_member" in update:
        return _membership(_fields(update["my_chat_member"]))
    for name in ("message", "edited_message"):
        if name in update:
            return _message(_fields(update[name]), is_edit=name == "edited_message")
    return None


def parts(text: str, *, longest: int = LONGEST_TEXT) -> list[str]:
    """A text in pieces a message can hold, cut between lines or words where there are any."""
    pieces = []
    rest = text.strip()
    while len(rest) > longest:
        window = rest[: longest + 1]
        at = max(window.rfind("\n"), 0) or max(window.rfind(" "), 0) or longest
        pieces.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*pieces, rest] if rest else pieces


def _message(message: Fields, *, is_edit: bool) -> Heard | None:
    chat = _fields(message["chat"])
    if chat.get("type") != _PRIVATE:
        return None
    chat_id, person = _whole(chat["id"]), _person(_fields(message.get("from") or chat))
    text = str(message.get("text") or message.get("caption") or "")
    if not is_edit and text.split(" ", maxsplit=1)[0] == _START:
        return Started(chat_id, person, text.removeprefix(_START).strip())
    moment = _whole(message.get("edit_date") if is_edit else message["date"])
    return Said(
        chat_id=chat_id,
        message_id=_whole(message["message_id"]),
        person=person,
        said_at=datetime.fromtimestamp(moment, tz=UTC),
        text=text,
        carried=_carried(message, has_text="text" in message),
        is_edit=is_edit,
    )


def _membership(change: Fields) -> Heard | None:
    chat = _fields(change["chat"])
    if chat.get("type") != _PRIVATE:
        return None
    status = _fields(change["new_chat_member"])["status"]
    return Stopped(_whole(chat["id"]), is_back=status not in _GONE)


def _carried(message: Fields, *, has_text: bool) -> Carried | None:
    # An animation comes with a document of the same file: the more telling name wins.
    for thing in Thing:
        if thing.value in message:
            found = message[thing.value]
            told = found if isinstance(found, Mapping) else {}
            seconds = told.get("duration")
            name = told.get("file_name") or told.get("emoji") or told.get("question") or ""
            if thing is Thing.CONTACT:
                name = _person(told).name
            return Carried(thing, seconds if isinstance(seconds, int) else None, str(name))
    return None if has_text else Carried(Thing.OTHER)


def _person(told: Fields) -> Person:
    names = (told.get("first_name"), told.get("last_name"))
    name = " ".join(str(one).strip() for one in names if one)
    return Person(name, str(told.get("username") or ""))


def _fields(value: Plain) -> Fields:
    if not isinstance(value, Mapping):
        raise TypeError(f"an object was promised, not {type(value).__name__}")
    return value


def _whole(value: Plain) -> int:
    if not isinstance(value, int):
        raise TypeError(f"a number was promised, not {type(value).__name__}")
    return value
