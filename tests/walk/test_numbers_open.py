"""Every number on every page opens to its rows: walked as the owner, the head, a coordinator."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

import pytest

from tests.walk import reach, rule
from tests.walk.behind import wrong_behind
from tests.walk.numbers import Seen
from tests.walk.opening import Way
from tests.walk.walking import Page, Walk, opened_by

pytestmark = pytest.mark.slow

# So much a walk over the demo school sees at the least: less would prove nothing.
PAGES, NUMBERS, OPENED = 200, 3000, 150
SAMPLED = 1
"""Links of one kind from one kind of page that are followed and looked behind."""


def test_every_number_opens_or_is_let_off_with_a_reason(walks: dict[str, Walk]) -> None:
    closed = [
        f"{walk.role} {page.address} [{page.name}]: «{seen.text}» in «{seen.phrase[:120]}»"
        for walk in walks.values()
        for page, seen in walk.shown()
        if seen.is_closed
    ]
    _tell(walks)
    assert not closed, f"{len(closed)} numbers do not open:\n" + "\n".join(closed)


def test_every_page_answers(walks: dict[str, Walk]) -> None:
    failed = [
        f"{walk.role} {page.address}: {page.status}"
        for walk in walks.values()
        for page in walk.pages.values()
        if page.status not in {200, 403}
    ]
    assert not failed, "\n".join(failed)


def test_behind_a_number_are_its_rows(walks: dict[str, Walk]) -> None:
    wrong = []
    for walk in walks.values():
        for page, seen, address in _links(walk):
            told = wrong_behind(walk.open(address), seen)
            if told:
                wrong.append(f"{walk.role} {page.address} «{seen.phrase[:80]}» → {address}: {told}")
    assert not wrong, f"{len(wrong)} numbers open to something else:\n" + "\n".join(wrong)


def test_the_walk_reaches_every_page(walks: dict[str, Walk]) -> None:
    seen = {page.name for walk in walks.values() for page in walk.pages.values()}
    unseen = reach.pages(walks["head"].client) - seen
    lacking = sorted(unseen - set(reach.NOT_REACHED))
    assert not lacking, f"nothing leads to: {', '.join(lacking)}"


def test_the_walk_is_long_enough(walks: dict[str, Walk]) -> None:
    every = [(page, seen) for walk in walks.values() for page, seen in walk.shown()]
    assert sum(len(walk.pages) for walk in walks.values()) >= PAGES
    assert len(every) >= NUMBERS
    assert sum(1 for walk in walks.values() for _ in _links(walk)) >= OPENED
    # A rule that lets off more than it holds would be no rule; moments are no quantities.
    told = [seen for _, seen in every if seen.let_off not in {"clock", "day"}]
    assert sum(1 for seen in told if seen.let_off) < len(told) / 5


def _links(walk: Walk) -> Iterator[tuple[Page, Seen, str]]:
    """Numbers that open by a link, a few of each kind."""
    taken: Counter[tuple[str, ...]] = Counter()
    for page, seen in list(walk.shown()):
        address = opened_by(page, seen)
        if not address:
            continue
        kind = (page.name, *reach.kind_of(address))
        taken[kind] += 1
        if taken[kind] <= SAMPLED:
            yield page, seen, address


def _tell(walks: Mapping[str, Walk]) -> None:
    """What was walked, for who reads the run."""
    for walk in walks.values():
        seen = [one for _, one in walk.shown()]
        ways = Counter(str(one.way) for one in seen if one.way)
        let_off = Counter(one.let_off for one in seen if one.let_off)
        print(f"\n{walk.role}: {len(walk.pages)} pages, {len(seen)} numbers")
        print("  open:", ", ".join(f"{way} {n}" for way, n in ways.most_common()))
        print("  let off:", ", ".join(f"{why} {n}" for why, n in let_off.most_common()))
        pages: dict[str, int] = defaultdict(int)
        for page in walk.pages.values():
            pages[page.name] += len(page.seen)
        print("  by page:", ", ".join(f"{name} {n}" for name, n in sorted(pages.items())))
    unused = {one.name for one in (*rule.WORDS, *rule.PLACES)} - {
        one.let_off for walk in walks.values() for _, one in walk.shown()
    }
    assert not unused, f"let off nothing: {unused}"
    assert all(way in {seen.way for w in walks.values() for _, seen in w.shown()} for way in Way)
