"""How cells of GetCourse's exports become values of the staging table."""

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from provodnik.kernel.imports.cells import moments, phones, short
from provodnik.kernel.imports.columns import Binding
from provodnik.kernel.imports.kept import keep
from provodnik.kernel.imports.kinds import StageColumn
from provodnik.kernel.imports.types import CUSTOM, BadCell, RejectCode
from provodnik.kernel.models import School

_ID = 100
_LINE = 500


def person_columns(school: School, binding: Binding) -> list[StageColumn]:
    """The columns by which `people.intake` recognises and describes a person."""
    when = moments(ZoneInfo(school.timezone)).__getitem__
    name = short(_LINE)
    return [
        StageColumn("user_id", "text", "user_id", short(_ID)),
        StageColumn("email", "text", "email", email),
        StageColumn("user_name", "text", "user_name", name),
        StageColumn("first_name", "text", "first_name", name),
        StageColumn("last_name", "text", "last_name", name),
        StageColumn("phone", "text", "phone", phones().__getitem__),
        StageColumn("phone_raw", "text", "phone", name),
        StageColumn("telegram", "text", "telegram", lambda text: name(text).removeprefix("@")),
        StageColumn("city", "text", "city", name),
        StageColumn("country", "text", "country", name),
        StageColumn("registered_at", "timestamptz", "registered_at", when),
        StageColumn("last_active_at", "timestamptz", "last_active_at", when),
        StageColumn("group_id", "text", "group_id", short(_ID)),
        StageColumn("group_at", "text", "group_at", short(_ID)),
        StageColumn("user_utm", "jsonb", "user_utm", keep(keys(binding, "user_utm"))),
        StageColumn("user_custom", "jsonb", "user_custom", keep(keys(binding, CUSTOM))),
    ]


def keys(binding: Binding, target: str) -> Sequence[str]:
    """Under which names the cells of a `many` target are kept."""
    return [key for key, _ in binding.kept.get(target, ())]


def email(text: str) -> str:
    """An e-mail as a key: trimmed, in small letters."""
    text = text.strip().lower()
    if len(text) > 254:  # noqa: PLR2004 (the longest there is)
        raise BadCell(RejectCode.TOO_LONG, limit=254)
    return text


def needed[T](parse: Callable[[str], T]) -> Callable[[str], T]:
    """A parser that takes no empty cell."""

    def strict(text: str) -> T:
        value = parse(text)
        if value is None or value == "":
            raise BadCell(RejectCode.EMPTY)
        return value

    return strict


def not_negative[T: int | None](parse: Callable[[str], T]) -> Callable[[str], T]:
    """A parser of sums that can't be below zero."""

    def strict(text: str) -> T:
        value = parse(text)
        if value is not None and value < 0:
            raise BadCell(RejectCode.NEGATIVE, value=text.strip()[:40])
        return value

    return strict
