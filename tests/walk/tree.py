"""A page as a tree of elements: enough of HTML to find a number and what stands round it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = "area base br col embed hr img input link meta source track wbr"
_UNSEEN = "script style template noscript head title textarea"
_INLINE = "a abbr b bdi code em i kbd q s small span strong sub sup time tspan u"
VOID, INLINE = frozenset(_VOID.split()), frozenset(_INLINE.split())
# Drawn by nobody: a person never sees the text of these.
UNSEEN = frozenset(_UNSEEN.split())


@dataclass(eq=False, slots=True)
class Element:
    """An element: its attributes, and in order the elements and pieces of text inside it."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    parent: "Element | None" = None
    inside: list["Element | str"] = field(default_factory=list)

    def elements(self) -> Iterator["Element"]:
        """This one and every one below it, in the order of the page."""
        yield self
        for one in self.inside:
            if isinstance(one, Element):
                yield from one.elements()

    def ancestors(self) -> Iterator["Element"]:
        """This one and those it stands in, the nearest first."""
        here: Element | None = self
        while here is not None:
            yield here
            here = here.parent

    def has_class(self, name: str) -> bool:
        return name in self.attrs.get("class", "").split()

    def text(self) -> str:
        """What a person reads here, spaces made plain."""
        return " ".join("".join(self._pieces()).split())

    def find(self, tag: str) -> list["Element"]:
        return [one for one in self.elements() if one.tag == tag]

    def _pieces(self) -> Iterator[str]:
        for one in self.inside:
            if isinstance(one, str):
                yield one
            elif one.tag not in UNSEEN:
                apart = "" if one.tag in INLINE else " "
                yield apart
                yield from one._pieces()
                yield apart


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#page")
        self._here = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        opened = Element(tag, told, self._here)
        self._here.inside.append(opened)
        if tag not in VOID:
            self._here = opened

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self._here.inside.append(Element(tag, told, self._here))

    def handle_endtag(self, tag: str) -> None:
        for one in self._here.ancestors():
            if one.tag == tag and one.parent is not None:
                self._here = one.parent
                return

    def handle_data(self, data: str) -> None:
        self._here.inside.append(data)


def read(html: str) -> Element:
    """The tree of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root
