"""How rows of the file become rows of the staging table."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from provodnik.connectors.tickets_file.rules import folded, judge, looked_up, named, who
from provodnik.connectors.tickets_file.words import CHANNELS, PRIORITY_RANKS, SIDES
from provodnik.kernel.imports.cells import moments, phones, short
from provodnik.kernel.imports.columns import Binding
from provodnik.kernel.imports.kinds import RowMender, StageColumn
from provodnik.kernel.models import School
from provodnik.method import queries as method
from provodnik.touches.desk.rules import is_thanks
from provodnik.touches.desk.services.opening import OTHER

_LONGEST_TEXT = 50_000


def stage_columns(school: School, binding: Binding) -> Sequence[StageColumn]:
    """The staging columns of a file of requests, in the words of the school's method."""
    when = moments(ZoneInfo(school.timezone)).__getitem__
    client = who(phones().__getitem__)
    has_side = "side" in binding.at
    return [
        StageColumn("ticket", "text", "ticket", short(150)),
        StageColumn("client", "text", "client", client),
        StageColumn("email", "text", "email", client),
        StageColumn("phone", "text", "phone", client),
        StageColumn("client_name", "text", "client_name", short(200)),
        *_words_of_method(),
        StageColumn("subject", "text", "subject", lambda text: text.strip()[:200]),
        *(
            StageColumn(name, "timestamptz", name, when)
            for name in ("opened_at", "answered_at", "resolved_at", "closed_at")
        ),
        StageColumn("owner_name", "text", "owner", short(200)),
        # Without a word about who says it, a moment is no message.
        StageColumn("said_at", "timestamptz", "said_at", when if has_side else lambda _: None),
        StageColumn("side", "text", "side", looked_up(SIDES)),
        StageColumn("author_name", "text", "author", short(200)),
        StageColumn("text", "text", "text", short(_LONGEST_TEXT)),
        StageColumn("asks", "boolean", "text", _asks()),
        StageColumn("external_id", "text", "message_id", short(150)),
    ]


def row_judge(names: Sequence[str]) -> RowMender:
    """Refuses rows that make no sense, and leaves the others as they are."""
    check = judge(names, lambda text: datetime.fromisoformat(text).timestamp())

    def mend(row: list[object]) -> list[object]:
        check(row)
        return row

    return mend


def _words_of_method() -> list[StageColumn]:
    desk = method.desk_settings()
    channels = {channel.key: channel.title for channel in desk.channels}
    topics = {topic.key: topic.title for topic in desk.topics}
    priorities = {priority.key: priority.title for priority in desk.priorities}
    keys = list(priorities)
    ranked = {word: keys[min(rank, len(keys) - 1)] for word, rank in PRIORITY_RANKS.items()}
    return [
        StageColumn("channel", "text", "channel", looked_up(named(channels, CHANNELS))),
        StageColumn("topic", "text", "topic", looked_up(named(topics, {}), otherwise=OTHER)),
        StageColumn("priority", "text", "priority", looked_up(named(priorities, _known(ranked)))),
    ]


def _known(ranked: dict[str, str]) -> dict[str, str]:
    return {folded(word): key for word, key in ranked.items()}


def _asks() -> Callable[[str], bool]:
    """Whether a message asks for an answer: thanks do not."""
    thanks = method.desk_settings().thanks

    def asks(text: str) -> bool:
        return not is_thanks(
            text, words=thanks.words, fillers=thanks.fillers, longest=thanks.longest
        )

    return asks
