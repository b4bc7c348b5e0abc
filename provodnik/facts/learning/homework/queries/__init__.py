"""Reads of homework, one module for each way it is looked at."""

from provodnik.facts.learning.homework.queries.agreement import Agreement, LookRow, agreement
from provodnik.facts.learning.homework.queries.grades import (
    CohortMarks,
    GraduateRow,
    cohort_marks,
    graduates_of,
    mark_of,
)
from provodnik.facts.learning.homework.queries.lists import (
    Page,
    WorkRow,
    counts,
    next_waiting,
    row_of,
    rows,
    sees_work,
    waiting_for,
)
from provodnik.facts.learning.homework.queries.mine import StudentWork, works_of
from provodnik.facts.learning.homework.queries.opened import (
    AttemptView,
    ReviewView,
    WorkView,
    opened,
    remarks,
)
from provodnik.facts.learning.homework.queries.regulation import CuratorRow, regulation
from provodnik.facts.learning.homework.queries.setting import (
    CourseRow,
    LessonRow,
    courses,
    lessons_of,
)
from provodnik.facts.learning.homework.queries.skills import (
    SkillCell,
    SkillMatrix,
    skill_matrix,
    with_skills,
)

__all__ = [
    "Agreement",
    "AttemptView",
    "CohortMarks",
    "CourseRow",
    "CuratorRow",
    "GraduateRow",
    "LessonRow",
    "LookRow",
    "Page",
    "ReviewView",
    "SkillCell",
    "SkillMatrix",
    "StudentWork",
    "WorkRow",
    "WorkView",
    "agreement",
    "cohort_marks",
    "counts",
    "courses",
    "graduates_of",
    "lessons_of",
    "mark_of",
    "next_waiting",
    "opened",
    "regulation",
    "remarks",
    "row_of",
    "rows",
    "sees_work",
    "skill_matrix",
    "waiting_for",
    "with_skills",
    "works_of",
]
