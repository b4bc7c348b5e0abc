"""Kinds of journal entries about staff."""

from provodnik.kernel.events import kind

KINDS = (
    kind("staff_joined", "a member joined the team", needs="staff_id", attrs="role"),
    kind("staff_role_changed", "a member changed role", needs="staff_id", attrs="before role"),
    kind("staff_left", "a member left the team", needs="staff_id", attrs="left_on"),
    kind("staff_named", "an export's name was tied to a member", needs="staff_id", attrs="name"),
    kind("staff_account_given", "a member got an account", needs="staff_id"),
    kind(
        "staff_manager_set",
        "a member reports to another from now on, or to nobody",
        needs="staff_id",
        attrs="before manager",
    ),
    kind(
        "staff_grade_set",
        "a member got a grade, `item`, from a day on",
        needs="staff_id item",
        attrs="before from_on reason",
    ),
)
