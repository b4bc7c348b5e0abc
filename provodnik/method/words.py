"""Texts of the method with places to fill: parsing, checking, filling. No Django.

`{name}` takes a value; `{count|one|few|many}` takes a number and the form of a word
that agrees with it. The unit in a value's name decides how it is printed, as it does
everywhere in the code: `_kopecks`, `_on` (an ISO date), `_minutes`, `_share`.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

LANGUAGE = "ru"
NBSP = "\u00a0"
KOPECKS = 100
MINUTES_IN_HOUR = 60
GROUP_FROM = 1000
_FORMS = {"one": 0, "few": 1, "many": 2, "other": 1}
_FORM_COUNT = 3

_PLACE = re.compile(r"\{([^{}|]+)((?:\|[^{}|]+)*)\}")

type Value = str | int | float


class PlaceUnknown(ValueError):
    """A text asks for a value nobody gives. Found when the method is read, not on a page."""


def places(text: str) -> tuple[str, ...]:
    """Names of the places in a text, in order, each once."""
    return tuple(dict.fromkeys(match[1].strip() for match in _PLACE.finditer(text)))


def malformed(text: str) -> bool:
    """Whether braces are unbalanced or a plural has not its three forms."""
    if set(_PLACE.sub("", text)) & {"{", "}"}:
        return True
    return any(match[2].count("|") not in {0, _FORM_COUNT} for match in _PLACE.finditer(text))


def fill(text: str, values: Mapping[str, Value]) -> str:
    """The text with its places filled.

    Raises:  PlaceUnknown: the text asks for a value that is not given
    """

    def value_of(match: re.Match[str]) -> str:
        name, forms = match[1].strip(), match[2]
        if name not in values:
            raise PlaceUnknown(name)
        shown = shown_value(name, values[name])
        return f"{shown}{NBSP}{plural(values[name], forms[1:].split('|'))}" if forms else shown

    return _PLACE.sub(value_of, text)


def plural(number: Value, forms: list[str]) -> str:
    """The form (for 1, for 2, for 5) that agrees with a number; fractions take the second."""
    return forms[_FORMS[Locale(LANGUAGE).plural_form(abs(float(number)))]]


def shown_value(name: str, value: Value) -> str:
    """A value as people read it, by the unit in its name."""
    for suffix, show in _UNITS.items():
        if name.endswith(suffix):
            return show(value)
    return value if isinstance(value, str) else _number(value)


def _number(value: Value) -> str:
    whole = format_decimal(value, locale=LANGUAGE, group_separator=abs(float(value)) >= GROUP_FROM)
    return whole.replace("-", "−")


def _money(value: Value) -> str:
    pattern = "#,##0" if int(value) % KOPECKS == 0 else "#,##0.00"
    amount = format_decimal(int(value) / KOPECKS, pattern, locale=LANGUAGE)
    return f"{amount.replace('-', '−')}{NBSP}₽"


def _day(value: Value) -> str:
    return format_date(date.fromisoformat(str(value)), "d MMMM", locale=LANGUAGE)


def _share(value: Value) -> str:
    return format_percent(value, "0.#%", locale=LANGUAGE).replace("-", "−")


def _duration(value: Value) -> str:
    hours, minutes = divmod(int(value), MINUTES_IN_HOUR)
    parts = [(hours, "hour")] if hours else []
    if minutes or not hours:
        parts.append((minutes, "minute"))
    return " ".join(
        format_unit(n, f"duration-{unit}", "short", locale=LANGUAGE) for n, unit in parts
    )


_UNITS: Mapping[str, Callable[[Value], str]] = {
    "_kopecks": _money,
    "_on": _day,
    "_share": _share,
    "_minutes": _duration,
}
