"""Which pages a member sees in the sidebar, by the rights of the role in the method.

Rights decide, not the name of the role: a school that opens the channels to its curators
gets the entry by itself. The order is that of the day: my work, the machine, the figures.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from provodnik.web.shell.entries import ENTRIES
from provodnik.web.shell.types import Counter, Group, Item

TAB_COUNT = 4
SIDEBAR_COUNT = 10


def items(rights: Collection[str], counters: Mapping[str, Counter], current: str) -> list[Item]:
    """The entries these rights open, in order; one address appears once, under its first name.

    A page that is not mounted is skipped. `current` is the page being read («desk:answers»): its
    own entry is marked, else the first one of its part.
    """
    found: dict[str, Item] = {}
    for entry in ENTRIES:
        if entry.url_name in found or (entry.rights and not entry.rights & frozenset(rights)):
            continue
        try:
            href = reverse(entry.url_name)
        except NoReverseMatch:
            continue
        found[entry.url_name] = Item(
            entry=entry,
            label=gettext(entry.label),
            tab_label=gettext(entry.tab_label),
            href=href,
            is_current=False,
            counter=counters.get(entry.counter),
        )
    if (marked := _current(found, current)) is not None:
        found[marked] = replace(found[marked], is_current=True)
    return list(found.values())


def _current(found: Collection[str], current: str) -> str | None:
    if current in found:
        return current
    part = current.partition(":")[0]
    return next((name for name in found if name.partition(":")[0] == part), None)


def in_groups(shown: Collection[Item]) -> dict[Group, tuple[Item, ...]]:
    """Items by their groups, in order; past ten, what is looked at rarely stands under «more»."""
    main = [item for item in shown if item.entry.group is not Group.MORE]
    is_long = len(main) > SIDEBAR_COUNT
    placed: dict[Group, list[Item]] = {group: [] for group in Group}
    for item in shown:
        gives_way = is_long and item.entry.is_rare
        placed[Group.MORE if gives_way else item.entry.group].append(item)
    return {group: tuple(items) for group, items in placed.items()}
