"""What the address of a page of surveys asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from provodnik.kernel.periods import Period
from provodnik.touches.voice.surveys.types import AnswerFilter

_DAYS = 90
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """Answers of a filter; both days of the period are included. `offset` rows are skipped."""

    which: AnswerFilter
    from_on: date
    last_on: date
    offset: int = 0
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def period(self) -> Period:
        return Period(self.from_on, self.last_on + _ONE_DAY)

    def query(self, **changes: object) -> str:
        """The address's tail with changes; an empty value takes a parameter out."""
        told = {**self.told, **{name: str(value or "") for name, value in changes.items()}}
        if "offset" not in changes:
            told.pop("offset", None)
        kept = {name: value for name, value in told.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the days is asked for."""
        return bool({"product", "cohort", "who", "item", "low", "wave"} & set(self.told))


def read(told: Mapping[str, str], today: date) -> Asked:
    """What cannot be read is taken as not asked for."""
    last_on = _day(told.get("to", "")) or today
    from_on = _day(told.get("from", "")) or last_on - timedelta(days=_DAYS - 1)
    from_on, last_on = min(from_on, last_on), max(from_on, last_on)
    which = AnswerFilter(
        from_on=from_on,
        to_on=last_on + _ONE_DAY,
        product_id=_number(told.get("product", "")),
        cohort_id=_number(told.get("cohort", "")),
        responsible_id=_number(told.get("who", "")),
        wave_id=_number(told.get("wave", "")),
        item=told.get("item", "")[:200],
        only_low=told.get("low") == "1",
    )
    names = ("from", "to", "product", "cohort", "who", "wave", "item", "low", "offset")
    kept = {name: told[name] for name in names if told.get(name)}
    return Asked(which, from_on, last_on, _number(told.get("offset", "")) or 0, kept)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> int | None:
    is_number = text.isdecimal() and text.isascii() and len(text) < len(str(2**62))
    return int(text) if is_number else None
