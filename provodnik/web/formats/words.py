"""Words of the two languages, the choice of a plural form, initials."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal

type Language = Literal["ru", "en"]

_WORDS_FILE = Path(__file__).with_name("words.toml")
_TEENS = range(11, 15)
_FEW = range(2, 5)


class Gender(StrEnum):
    """Grammatical gender of a metric's name: it decides «не считался / -лась / -лось»."""

    MASCULINE = "masculine"
    FEMININE = "feminine"
    NEUTER = "neuter"
    MANY = "many"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What one language needs to write a value; a field missing in the file is an error."""

    group: str
    decimal: str
    thousand: str
    million: str
    billion: str
    points: str
    from_zero: str
    at_most: str
    at_least: str
    out_of: str
    little_data: str
    times: str
    times_forms: str
    not_measured: dict[str, str]
    reached: dict[str, str]
    hour: str
    minute: str
    second: str
    month: str
    days: str
    working_days: str
    today: str
    yesterday: str
    tomorrow: str
    range_dash: str
    weekdays: list[str]
    months: list[str]
    months_of: list[str]
    months_short: list[str]


@cache
def words(language: str) -> Words:
    """The words of a language; a region after it («en-gb») is ignored.

    Raises:  ValueError: the interface does not speak this language
    """
    tables = tomllib.loads(_WORDS_FILE.read_text(encoding="utf-8"))
    table = tables.get(language.split("-", maxsplit=1)[0])
    if table is None:
        raise ValueError(f"no words for language {language!r}, only {sorted(tables)}")
    return Words(**table)


def plural(n: int | float | Decimal | Fraction, forms: str) -> str:
    """The form of a word that goes with `n`, out of «дело|дела|дел» or «task|tasks».

    The number of forms tells the rule, so a text left untranslated still reads right.

    Raises:  ValueError: forms are neither one, two nor three
    """
    choices = forms.split("|")
    match len(choices):
        case 1:
            return choices[0]
        case 2:
            return choices[0] if abs(n) == 1 else choices[1]
        case 3:
            return choices[_slavic_form(n)]
        case _:
            raise ValueError(f"one, two or three forms are expected, got {forms!r}")


def not_measured(gender: Gender, language: str) -> str:
    """«не считался», «не считалась»… by the gender of the metric's name."""
    return words(language).not_measured[gender.value]


def proper_name(name: str) -> str:
    """What is between guillemets, else the whole: «Школа „Оттенок“» is called Оттенок."""
    inside = name.partition("«")[2].rpartition("»")[0].strip()
    return inside or name


def initials(name: str) -> str:
    """«НР» of «Наталья Ремизова»; one letter of a single word; «?» of an empty name."""
    parts = [part for part in name.split() if part[0].isalnum()]
    return "".join(part[0] for part in parts[:2]).upper() or "?"


def _slavic_form(n: int | float | Decimal | Fraction) -> int:
    if n != int(n):
        return 1
    units, tail = abs(int(n)) % 10, abs(int(n)) % 100
    if tail in _TEENS:
        return 2
    if units == 1:
        return 0
    return 1 if units in _FEW else 2
