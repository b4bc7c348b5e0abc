"""Which numbers on a page must open, what lets one off, and what «opens» means.

A number is any run of digits a person sees inside `<main>`. It opens when it stands

- in a link, or in the summary of details that hold its rows;
- in a row that speaks of one thing, and that thing opens: a `<tr>` whose head is a link, or
  a `[data-row]` with its `[data-row-link]`;
- in `[data-beside]`: one line of figures made of the same rows, which the link in it opens;
- in `[data-opens="name"]` or the heading of a card: its rows are on this very page, in the
  element of that name (`data-rows`, `id`), in the element right after (`next`), in the card;
- in the headline, and the same amount stands below in a number that opens.

Everything else must be let off by `WORDS` or `PLACES`, each with its reason. There is no third
way: no page, file or role is left out.
"""

import re
from dataclasses import dataclass

from tests.walk.tree import Element

NUMBER = re.compile(
    r"(?<![\w№#./@])\d+(?:[\u00a0\u202f]\d{3}(?!\d))*(?:[.,]\d+)?(?:\s?(?:%|₽))?(?!\w)"
)

_MONTH = r"(?:янв|фев|мар|апр|ма[йяю]|июн|июл|авг|сен|окт|ноя|дек)\w*\.?"
_DAY = r"\d{1,2}(?:[–-]\d{1,2})?"
_SPAN = r"(?:мин|ч|час|дн|день|дня|дней|недел|мес|год|лет|сек|рабоч|календарн)\w*"


@dataclass(frozen=True, slots=True)
class Words:
    """Digits of these words are no quantity; `in_cells` says whether also in a table's cell."""

    name: str
    pattern: re.Pattern[str]
    why: str
    in_cells: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """Digits in such an element are not counted by the house."""

    name: str
    tags: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    why: str = ""

    def holds(self, one: Element) -> bool:
        return (
            one.tag in self.tags
            or not self.marks.isdisjoint(one.attrs)
            or not self.classes.isdisjoint(one.attrs.get("class", "").split())
        )


def _words(name: str, pattern: str, why: str, *, in_cells: bool = True) -> Words:
    return Words(name, re.compile(pattern, re.IGNORECASE), why, in_cells)


WORDS = (
    _words(
        "day",
        rf"{_DAY}\s{_MONTH}(?:\s20\d\d)?|{_MONTH}\s20\d\d|\b20\d\d\b|\d\d\.\d\d\.\d{{4}}|\d\d\.20\d\d|\d\sквартал",
        "a date says when; it is not counted from rows",
    ),
    _words("clock", r"\d{1,2}:\d\d", "the time of day says when"),
    _words(
        "span",
        rf"\d+(?:[.,]\d+)?(?:[–-]\d+)?\s(?:рабочих\s|календарных\s)?{_SPAN}",
        "in a sentence a span says over which window or since when; a measured one is in a cell",
        in_cells=False,
    ),
    _words(
        "place in an order",
        r"(?:этап|шаг|месяц|недел|модул|урок|верси|точк|строк|волн|касани|заняти|ступен|уров|част"
        r"|попытк|страниц|вопрос|пункт|квартал)\w*\s№?\s?\d+(?:\sиз\s\d+)?|\d+-(?:й|я|е|го|му|м|х|ю)\b",
        "which one, not how many",
    ),
    _words(
        "name", r"[№#]\s?\d+|\+7[\d\s()\u00a0-]+|\+\d{10,}", "digits of a name: it is not a sum"
    ),
)
"""Words by which digits are no quantity."""

PLACES = (
    Place(
        "form",
        frozenset({"label", "legend", "option", "input", "button", "kbd"}),
        classes=frozenset({"pv-field__hint", "helptext"}),
        why="what a person is about to type, choose or press",
    ),
    Place("head", frozenset({"th"}), why="the head of a row or a column names it"),
    Place(
        "typed",
        frozenset({"q", "blockquote"}),
        frozenset({"data-typed"}),
        why="a person typed it: a price, a threshold, a goal, words of the method or of a student",
    ),
    Place(
        "entry",
        marks=frozenset({"data-entry"}),
        why="the row itself: what a number opens to, with nothing behind it",
    ),
    Place(
        "not this role's",
        marks=frozenset({"data-closed"}),
        why="the role sees the figure, its rows are for those who may open them",
    ),
    Place(
        "drawn", marks=frozenset({"aria-hidden"}), why="a picture of what stands beside in words"
    ),
)
"""Elements whose digits the house did not count."""

_BLOCKS_APART = frozenset({"td", "dd", "th"})


def allowed_place(one: Element) -> Place | None:
    """What lets off the digits standing in this element."""
    for ancestor in one.ancestors():
        for place in PLACES:
            if place.holds(ancestor):
                return place
    return None


def allowed_words(phrase: str, start: int, end: int, *, in_cell: bool) -> Words | None:
    """What lets off the digits between these ends of a phrase."""
    for words in WORDS:
        if in_cell and not words.in_cells:
            continue
        for match in words.pattern.finditer(phrase):
            if match.start() <= start and end <= match.end():
                return words
    return None


def in_cell(one: Element) -> bool:
    """Whether this stands in a cell, where a span is measured, not told."""
    return any(ancestor.tag in _BLOCKS_APART for ancestor in one.ancestors())
