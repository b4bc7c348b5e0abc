"""My work: what a member opens every day."""

from django.utils.translation import gettext_noop as _

from provodnik.web.shell.types import Entry, Group

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
        "homework:list",
        _("Homework"),
        _("Works"),
        "checkbox",
        Group.WORK,
        rights=frozenset({"check_homework"}),
        counter="homework",
        go_key="KeyW",
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
        "quality:show",
        _("Quality control"),
        _("Quality"),
        "shield-check",
        Group.WORK,
        rights=frozenset({"check_quality"}),
        is_rare=True,
    ),
    Entry(
        "quality:mine",
        _("My checks"),
        _("My checks"),
        "shield-check",
        Group.WORK,
        rights=frozenset({"see_own_quality"}),
        is_rare=True,
    ),
    Entry(
        "meetings:list",
        _("Meetings"),
        _("Meetings"),
        "users-group",
        Group.WORK,
        rights=frozenset({"hold_meetings"}),
        is_rare=True,
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
)
