"""Walking the site as a member: from the menu on, along the links of every page found."""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, ResolverMatch, resolve

from tests.walk.numbers import Seen, numbers
from tests.walk.opening import has_rows
from tests.walk.tree import Element, read

OF_ONE_VIEW = 3
"""So many pages of one view a member looks at; one more of each word in its address."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page a member was shown, a file or a refusal; what its own part holds.

    `says_nothing`: it says in words that there are no rows.
    """

    address: str
    name: str
    status: int
    is_page: bool = False
    first_line: str = ""
    has_rows: bool = False
    has_form: bool = False
    says_nothing: bool = False
    links: tuple[str, ...] = ()
    seen: tuple[Seen, ...] = ()


@dataclass(slots=True)
class Walk:
    """What a member saw: pages in the order they were opened, by address."""

    role: str
    client: Client
    names: Sequence[str] = ()
    pages: dict[str, Page] = field(default_factory=dict)
    _kinds: Counter[tuple[str, ...]] = field(default_factory=Counter)
    _files: set[str] = field(default_factory=set)

    def from_home(self) -> "Walk":
        """Every kind of page the member comes to by links; addresses of numbers come last."""
        waiting = deque(["/"])
        while waiting:
            address = waiting.popleft()
            if address in self.pages or not self._is_wanted(address):
                continue
            page = self.open(address)
            waiting.extend(link for link in page.links if link not in self.pages)
        return self

    def open(self, address: str) -> Page:
        """The page behind an address, asked for once."""
        if address not in self.pages:
            self.pages[address] = self._ask(address)
        return self.pages[address]

    def shown(self) -> Iterator[tuple[Page, Seen]]:
        """Every number of every page."""
        for page in self.pages.values():
            for seen in page.seen:
                yield page, seen

    def _is_wanted(self, address: str) -> bool:
        match = found(address)
        if match is None:
            return False
        if match.view_name in self._files:
            return False
        words = tuple(value for value in match.kwargs.values() if isinstance(value, str))
        named = (match.view_name, *words)
        wanted = self._kinds[(match.view_name,)] < OF_ONE_VIEW or bool(
            words and not self._kinds[named]
        )
        for kind in {(match.view_name,), named}:
            self._kinds[kind] += wanted
        return wanted

    def _ask(self, address: str) -> Page:
        answer = self.client.get(address, follow=True)
        match = found(address)
        name = match.view_name if match else ""
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        if not is_page or answer.streaming:
            self._files.add(name)
            return Page(address, name, answer.status_code)
        return _page(address, name, answer.status_code, read(answer.content.decode()), self.names)


def _page(address: str, name: str, status: int, tree: Element, names: Sequence[str]) -> Page:
    main = next(iter(tree.find("main")), tree)
    return Page(
        address=address,
        name=name,
        status=status,
        is_page=True,
        first_line=next((one.text() for one in main.find("h1")), ""),
        has_rows=has_rows(main),
        has_form=any(one.attrs.get("method") == "post" for one in main.find("form")),
        says_nothing=any(one.has_class("pv-empty") for one in main.elements()),
        links=tuple(_links(address, tree)),
        seen=tuple(numbers(tree, names)),
    )


def found(address: str) -> ResolverMatch | None:
    """Which view serves an address."""
    try:
        return resolve(urlsplit(address).path)
    except Resolver404:
        return None


def _links(address: str, tree: Element) -> list[str]:
    """Addresses of this site a page leads to, in its order, without fragments."""
    whole = []
    for link in tree.find("a"):
        target = urlsplit(urljoin(address, link.attrs.get("href", "")))
        if not (target.netloc or target.scheme) and target.path:
            whole.append(target._replace(fragment="").geturl())
    return list(dict.fromkeys(whole))


def opened_by(page: Page, seen: Seen) -> str:
    """The address a number opens; empty where its rows are on the page itself."""
    if not seen.href or seen.href.startswith("#"):
        return ""
    return urljoin(page.address, seen.href).partition("#")[0]
