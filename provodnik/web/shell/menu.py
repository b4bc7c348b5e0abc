"""Which pages a member sees in the sidebar, by the rights of the role in the method.

Rights decide, not the name of the role: a school that opens the channels to its curators
gets the entry by itself. The order is that of the day: my work, the machine, the figures.
"""

from collections.abc import Collection, Mapping

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from provodnik.web.shell.types import Counter, Entry, Group, Item

TAB_COUNT = 4
SIDEBAR_COUNT = 10

_EVERY_STUDENT = frozenset({"see_all_students"})
_OWN_STUDENTS = frozenset({"see_own_students"})

ENTRIES = (
    Entry(
        "owner:show",
        _("Home"),
        _("Home"),
        "home",
        Group.WORK,
        rights=frozenset({"see_owner_home"}),
        go_key="KeyH",
    ),
    Entry(
        "pulse:show",
        _("Department pulse"),
        _("Pulse"),
        "activity",
        Group.WORK,
        rights=frozenset({"see_pulse"}),
        counter="pulse",
        go_key="KeyH",
    ),
    Entry(
        "day:show",
        _("My day"),
        _("My day"),
        "sun",
        Group.WORK,
        rights=frozenset({"work_queue"}),
        counter="day",
        go_key="KeyD",
    ),
    Entry(
        "desk:list",
        _("Requests"),
        _("Requests"),
        "inbox",
        Group.WORK,
        rights=frozenset({"work_desk"}),
        counter="desk",
        go_key="KeyR",
    ),
    Entry(
        "students:list",
        _("Students"),
        _("Students"),
        "users",
        Group.WORK,
        rights=_EVERY_STUDENT,
        go_key="KeyS",
    ),
    Entry(
        "students:list",
        _("My students"),
        _("Students"),
        "users",
        Group.WORK,
        rights=_OWN_STUDENTS,
        go_key="KeyS",
    ),
    Entry(
        "stages:board",
        _("Relationship stages"),
        _("Stages"),
        "list-check",
        Group.WORK,
        rights=_EVERY_STUDENT | _OWN_STUDENTS,
        is_rare=True,
    ),
    Entry(
        "matrix:list",
        _("Product matrix"),
        _("Products"),
        "grid-dots",
        Group.MACHINE,
        rights=frozenset({"edit_matrix", "see_numbers"}),
    ),
    Entry(
        "matrix:list",
        _("What to offer"),
        _("Products"),
        "gift",
        Group.MACHINE,
        rights=frozenset({"see_matrix"}),
        counter="learn",
    ),
    Entry(
        "audience:list",
        _("Target groups"),
        _("Groups"),
        "target",
        Group.MACHINE,
        rights=frozenset({"edit_segments"}),
        is_rare=True,
    ),
    Entry(
        "path:map",
        _("Path after purchase"),
        _("Path"),
        "route",
        Group.MACHINE,
        rights=frozenset({"see_path"}),
    ),
    Entry(
        "channels:show",
        _("Channels"),
        _("Channels"),
        "filter",
        Group.MACHINE,
        rights=frozenset({"see_channels"}),
    ),
    Entry(
        "launches:board",
        _("Launches and warm-ups"),
        _("Launches"),
        "presentation",
        Group.MACHINE,
        rights=frozenset({"see_launches"}),
    ),
    Entry(
        "exchange:show",
        _("Exchange between departments"),
        _("Exchange"),
        "switch-horizontal",
        Group.MORE,
        rights=frozenset({"use_exchange"}),
    ),
    Entry(
        "base:show",
        _("Base"),
        _("Base"),
        "database",
        Group.MACHINE,
        rights=frozenset({"see_base"}),
    ),
    Entry(
        "guidance:list",
        _("Way to the result"),
        _("Results"),
        "flag-3",
        Group.FIGURES,
        rights=_OWN_STUDENTS | _EVERY_STUDENT,
        is_rare=True,
    ),
    Entry(
        "cohorts:list",
        _("Cohorts"),
        _("Cohorts"),
        "grid-3x3",
        Group.FIGURES,
        rights=frozenset({"see_numbers"}),
        is_rare=True,
    ),
    Entry(
        "goals:show",
        _("Goals"),
        _("Goals"),
        "target",
        Group.FIGURES,
        rights=frozenset({"see_goals"}),
    ),
    Entry(
        "causes:list",
        _("Points of outflow"),
        _("Outflow"),
        "trending-down",
        Group.FIGURES,
        rights=frozenset({"see_goals"}),
        is_rare=True,
    ),
    Entry(
        "metrics:list",
        _("Figures"),
        _("Figures"),
        "chart-line",
        Group.FIGURES,
        rights=frozenset({"see_numbers"}),
        go_key="KeyN",
    ),
    Entry(
        "analyses:show",
        _("Analyses"),
        _("Analyses"),
        "chart-bar",
        Group.FIGURES,
        rights=frozenset({"see_numbers"}),
        is_rare=True,
    ),
    Entry(
        "audit:list",
        _("Audit"),
        _("Audit"),
        "clipboard-list",
        Group.FIGURES,
        rights=frozenset({"see_pulse"}),
        is_rare=True,
    ),
    Entry(
        "imports:list",
        _("Data import"),
        _("Import"),
        "database-import",
        Group.FIGURES,
        rights=frozenset({"import_data"}),
        counter="imports",
        is_rare=True,
    ),
    Entry(
        "method:list",
        _("Set-up of the school"),
        _("Set-up"),
        "adjustments",
        Group.MORE,
        rights=frozenset({"edit_method"}),
    ),
    Entry(
        "team:list",
        _("Team"),
        _("Team"),
        "users-group",
        Group.MORE,
        rights=frozenset({"manage_staff"}),
    ),
)


def items(
    rights: Collection[str], counters: Mapping[str, Counter], current_namespace: str
) -> list[Item]:
    """The entries these rights open, in order; one address appears once, under its first name.

    A page that is not mounted is skipped.
    """
    found: dict[str, Item] = {}
    for entry in ENTRIES:
        if entry.url_name in found or not entry.rights & frozenset(rights):
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
            is_current=entry.url_name.partition(":")[0] == current_namespace,
            counter=counters.get(entry.counter),
        )
    return list(found.values())


def in_groups(shown: Collection[Item]) -> dict[Group, tuple[Item, ...]]:
    """Items by their groups, in order; past ten, what is looked at rarely stands under «more»."""
    main = [item for item in shown if item.entry.group is not Group.MORE]
    is_long = len(main) > SIDEBAR_COUNT
    placed: dict[Group, list[Item]] = {group: [] for group in Group}
    for item in shown:
        gives_way = is_long and item.entry.is_rare
        placed[Group.MORE if gives_way else item.entry.group].append(item)
    return {group: tuple(items) for group, items in placed.items()}
