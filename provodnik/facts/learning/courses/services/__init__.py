"""Everything that may change courses."""

from provodnik.facts.learning.courses.services.auditing import (
    lesson_made,
    mark_lessons,
    plan_missing,
)
from provodnik.facts.learning.courses.services.drafts import (
    discard_draft,
    move_lesson,
    move_module,
    publish,
    require,
    take_out,
)
from provodnik.facts.learning.courses.services.gathering import (
    add_lessons,
    ensure_lessons,
    gather,
    open_course,
)
from provodnik.facts.learning.courses.services.naming import rename_lesson, rename_module
from provodnik.facts.learning.courses.services.recording import note_recording, start_standard

__all__ = [
    "add_lessons",
    "discard_draft",
    "ensure_lessons",
    "gather",
    "lesson_made",
    "mark_lessons",
    "move_lesson",
    "move_module",
    "note_recording",
    "open_course",
    "plan_missing",
    "publish",
    "rename_lesson",
    "rename_module",
    "require",
    "start_standard",
    "take_out",
]
