"""The numbers of a page: each with its words, and how it opens."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tests.walk import rule
from tests.walk.opening import Way, opening
from tests.walk.tree import UNSEEN, Element

_BLOCKS = """
article aside blockquote button dd details div dl dt fieldset figure footer form h1 h2 h3 h4
header label legend li main nav ol option p section select summary svg table tbody td tfoot
th thead tr ul
"""
_BREAKING = frozenset(_BLOCKS.split())


@dataclass(frozen=True, slots=True)
class Seen:
    """A number as it is read: `phrase` is the line it stands in; no tree is kept alive by it."""

    text: str
    phrase: str
    in_head: bool
    way: Way | None = None
    href: str = ""
    let_off: str = ""

    @property
    def is_closed(self) -> bool:
        return self.way is None and not self.let_off

    @property
    def is_ratio(self) -> bool:
        """A share, or so many to one: it has parts, no rows of its own."""
        return "%" in self.text or "," in self.text

    @property
    def amount(self) -> str:
        """The digits alone: «12 900 ₽» and «12 900» are one amount."""
        return "".join(letter for letter in self.text if letter.isdigit() or letter == ",")


def numbers(page: Element, names: Sequence[str] = ()) -> list[Seen]:
    """Every number a person sees in the page's own part, those let off included.

    `names` are those that people gave to things, the longest first: their digits are theirs.
    """
    seen = [
        _seen(match.group(), phrase, owners[match.start()], match.span())
        for phrase, owners in _phrases(page)
        for match in rule.NUMBER.finditer(_without(phrase, names))
    ]
    return [_said_again(one, seen) if one.is_closed else one for one in seen]


def _seen(text: str, phrase: str, place: Element, span: tuple[int, int]) -> Seen:
    start, end = span
    while end > start and phrase[end - 1] in "%₽ \u00a0":
        end -= 1
    told = " ".join(phrase.split())
    in_head = any(up.tag == "h1" or up.has_class("pv-head__sub") for up in place.ancestors())
    words = rule.allowed_words(phrase, start, end, in_cell=rule.in_cell(place))
    if words is not None:
        return Seen(text, told, in_head, let_off=words.name)
    way, href = opening(place, is_nothing=not text.strip("0,% \u00a0₽"))
    if way is not None:
        return Seen(text, told, in_head, way, href)
    let_off = rule.allowed_place(place)
    return Seen(text, told, in_head, let_off=let_off.name if let_off else _nought(text))


def _nought(text: str) -> str:
    """Nothing is made of no rows, so it has none to show."""
    return "" if text.strip("0,% \u00a0₽") else "nought"


def _without(phrase: str, names: Sequence[str]) -> str:
    """The phrase with the names in it blotted out, as long as it was."""
    for name in names:
        if name in phrase:
            phrase = phrase.replace(name, "·" * len(name))
    return phrase


def _said_again(one: Seen, seen: list[Seen]) -> Seen:
    """A headline repeats a figure of its page: the one below opens, or counts the rows below."""
    if not one.in_head:
        return one
    for other in seen:
        if other is not one and other.amount == one.amount and other.way is not None:
            return replace(one, way=Way.AGAIN, href=other.href)
    return one


def _phrases(page: Element) -> Iterator[tuple[str, list[Element]]]:
    """Lines as they are read: text between the edges of blocks, with whose each letter is."""
    for main in page.find("main"):
        line: list[str] = []
        owners: list[Element] = []
        for piece, owner in (*_pieces(main), ("", None)):
            if owner is not None:
                if owners and owners[-1] is not owner:
                    # Two elements side by side are two words, whatever the source has between.
                    line.append(" ")
                    owners.append(owner)
                line.append(piece)
                owners.extend([owner] * len(piece))
            elif line:
                yield "".join(line), owners
                line, owners = [], []


def _pieces(one: Element) -> Iterator[tuple[str, Element | None]]:
    """Text with whose it is; an edge of a block is nobody's."""
    is_breaking = one.tag in _BREAKING
    if is_breaking:
        yield "", None
    for child in one.inside:
        if isinstance(child, str):
            yield child, one
        elif child.tag not in UNSEEN and "hidden" not in child.attrs:
            yield from _pieces(child)
    if is_breaking or one.tag == "br":
        yield "", None
