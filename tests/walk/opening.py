"""How what stands somewhere on a page opens: by a link, or by rows on the page itself."""

from enum import StrEnum

from tests.walk.tree import Element

_ROWS = frozenset({"li", "tr", "dt"})
# A figure that opens, and a view of the list with its count.
_FIGURES = ("pv-number", "pv-chip")

type Opening = tuple["Way | None", str]
"""The way and the address, or the name of the rows; no way where a promise of one is not kept."""


class Way(StrEnum):
    """How a number opens."""

    LINK = "a link"
    ROW = "the link of its row"
    BESIDE = "the link beside"
    HERE = "rows on the page"
    DETAILS = "details under it"
    AGAIN = "said again below, open"


def opening(place: Element, *, is_nothing: bool = False) -> Opening:
    """How what stands here opens, and where to; nought has no rows to show."""
    for one in place.ancestors():
        found = _by_link(one) or _by_rows(one)
        if found == (None, "") and is_nothing:
            return Way.HERE, "#nothing"
        if found is not None:
            return found
    return None, ""


def has_rows(one: Element) -> bool:
    """Whether there are rows in it, or a figure that opens."""
    return any(_is_row(inner) for inner in one.elements() if inner is not one)


def _by_link(one: Element) -> Opening | None:
    if one.tag == "a" and one.attrs.get("href"):
        return Way.LINK, one.attrs["href"]
    if "data-beside" in one.attrs and (link := _first_link(one)):
        return Way.BESIDE, link
    if (one.tag == "tr" or "data-row" in one.attrs) and (link := _row_link(one)):
        return Way.ROW, link
    return None


def _by_rows(one: Element) -> Opening | None:
    if one.tag == "summary":
        return Way.DETAILS, ""
    if "data-opens" in one.attrs:
        name = one.attrs["data-opens"]
        return (Way.HERE, f"#{name}") if _is_kept(one, name) else (None, "")
    if one.has_class("pv-card__head"):
        body = _next(one)
        return (Way.HERE, "#card") if body is not None and has_rows(body) else None
    return None


def _is_kept(one: Element, name: str) -> bool:
    """Whether the rows promised by this name are there."""
    if name == "next":
        after = _next(one)
        return after is not None and has_rows(after)
    *_, page = one.ancestors()
    return any(
        has_rows(other)
        for other in page.elements()
        if name in (other.attrs.get("data-rows"), other.attrs.get("id"))
    )


def _next(one: Element) -> Element | None:
    siblings = one.parent.inside if one.parent else []
    beside = [other for other in siblings if isinstance(other, Element)]
    after = beside[beside.index(one) + 1 :]
    return after[0] if after else None


def _is_row(one: Element) -> bool:
    return one.tag in _ROWS or "data-row" in one.attrs or any(map(one.has_class, _FIGURES))


def _row_link(row: Element) -> str:
    for one in row.elements():
        if one.tag == "a" and "data-row-link" in one.attrs:
            return one.attrs.get("href", "")
        if one.tag == "th" and one.attrs.get("scope") == "row" and (link := _first_link(one)):
            return link
    return ""


def _first_link(one: Element) -> str:
    return next((link.attrs["href"] for link in one.find("a") if link.attrs.get("href")), "")
