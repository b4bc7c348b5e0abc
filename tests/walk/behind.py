"""What a number opened to, held against the number."""

from http import HTTPStatus

from tests.walk.numbers import Seen
from tests.walk.opening import Way
from tests.walk.walking import Page

# Pages whose first line counts the rows under it, or says the number they are made of.
_SAY_THE_NUMBER = frozenset(
    {
        *("metrics:show", "students:list", "base:people", "orders:list"),
        *("day:waiting", "day:talks", "path:offers", "path:travellers", "launches:rows"),
        *("path:learned", "audit:deeds", "stages:after_people", "exchange:heard"),
    }
)
_OFF = "снять фильтр"


def wrong_behind(page: Page, seen: Seen) -> str:
    """What is wrong with what a number opened to; empty when nothing is."""
    # A refusal says in words who may; a row opens the thing itself; a filter off has more rows.
    if page.status == HTTPStatus.FORBIDDEN or _has_no_rows(seen):
        return ""
    if page.status != HTTPStatus.OK or not page.is_page:
        return f"answers {page.status}" + ("" if page.is_page else ", no page")
    if not (page.has_rows or page.says_nothing or page.has_form):
        return "neither rows, nor words that there are none, nor the form it was typed in"
    if seen.way is Way.LINK and page.name in _SAY_THE_NUMBER and not _says(page, seen):
        return f"says «{page.first_line}», not {seen.text}"
    return ""


def _has_no_rows(seen: Seen) -> bool:
    return seen.way is Way.ROW or _OFF in seen.phrase or not seen.amount.strip("0,")


def _says(page: Page, seen: Seen) -> bool:
    """The amount stands there among the figures.

    A share, a ratio or an average of rows is not counted there; their parts are. A sum of
    some of the rows of a breakdown stands there by its terms.
    """
    if seen.is_ratio or "&by=" in page.address:
        return True
    return seen.amount in {one.amount for one in page.seen}
