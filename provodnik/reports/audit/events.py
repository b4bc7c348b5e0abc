"""Kinds of journal entries about audits."""

from provodnik.kernel.events import Unit, kind

KINDS = (
    kind("audit_started", "an audit of the department began", attrs="audit request"),
    kind(
        "audit_answered",
        "a check of an audit, `item`, was answered by a person",
        needs="item",
        attrs="audit verdict was",
    ),
    kind(
        "audit_finished",
        "an audit was finished; its money at stake",
        Unit.KOPECKS,
        attrs="audit failed checked",
    ),
    kind(
        "finding_changed",
        "a finding of an audit, `item`, got another owner, day, root or action",
        needs="item",
        attrs="audit finding",
    ),
    kind(
        "finding_done",
        "the action of a finding, `item`, was done, or taken up again",
        needs="item",
        attrs="audit finding done",
    ),
    kind(
        "repeat_launch_started",
        "the launch of repeat sales got its start date",
        attrs="starts was",
    ),
)
