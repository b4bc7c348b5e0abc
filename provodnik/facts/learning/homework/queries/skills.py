"""Students by skills: every skill has tasks, tries and a level (R-153)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import LiteralString

from django.db import connection

from provodnik.facts.learning.homework.models import Skill, SkillLesson
from provodnik.method import queries as method


@dataclass(frozen=True, slots=True)
class SkillCell:
    """A student in a skill: attempts handed in, the mean of checked works, its level in words."""

    tries: int
    score_hundredths: int | None
    level: str


@dataclass(frozen=True, slots=True)
class SkillMatrix:
    """Skills with the number of their lessons, students by name, cells by (student, skill)."""

    skills: tuple[tuple[int, str, int], ...]
    students: tuple[tuple[int, str], ...]
    cells: Mapping[tuple[int, int], SkillCell]

    @property
    def without_tasks(self) -> tuple[str, ...]:
        """Skills nothing trains."""
        return tuple(name for _, name, tasks in self.skills if not tasks)


def skill_matrix(course_id: int, *, limit: int, cohort_id: int | None = None) -> SkillMatrix:
    """A course's skills and everybody who tried one, by name. Queries: 3."""
    tasks: dict[int, int] = {}
    for skill_id in SkillLesson.objects.filter(skill__course_id=course_id).values_list(
        "skill_id", flat=True
    ):
        tasks[skill_id] = tasks.get(skill_id, 0) + 1
    skills = Skill.objects.filter(course_id=course_id).order_by("pk").values_list("pk", "name")
    with connection.cursor() as cursor:
        cursor.execute(_CELLS, {"course": course_id, "cohort": cohort_id, "limit": limit})
        rows = cursor.fetchall()
    return SkillMatrix(
        skills=tuple((pk, name, tasks.get(pk, 0)) for pk, name in skills),
        students=tuple(dict.fromkeys((row[0], row[1]) for row in rows)),
        cells={(row[0], row[2]): _cell(row[3], row[4]) for row in rows},
    )


def with_skills() -> set[int]:
    """Courses that name a skill. One query."""
    return set(Skill.objects.values_list("course_id", flat=True))


def _cell(tries: int, score_hundredths: int | None) -> SkillCell:
    level = method.homework_settings().skill_level(score_hundredths or 0)
    return SkillCell(tries, score_hundredths, level.title if level else "")


_CELLS: LiteralString = """
WITH tried AS (
  SELECT coalesce(a.survivor_id, w.client_id) AS client_id, t.skill_id, sum(w.attempts) AS tries,
         round(avg(w.score_hundredths))::integer AS score
  FROM homework_skilllesson t JOIN homework_skill s ON s.id = t.skill_id
  JOIN homework_work w ON w.lesson_id = t.lesson_id AND w.attempts > 0
  LEFT JOIN people_clientalias a ON a.client_id = w.client_id
  WHERE s.course_id = %(course)s GROUP BY 1, 2
), shown AS (
  SELECT DISTINCT k.id, k.name, k.sort_key FROM tried JOIN people_client k ON k.id = tried.client_id
  WHERE %(cohort)s::bigint IS NULL OR EXISTS (
    SELECT FROM learning_membership m JOIN learning_cohort c ON c.id = m.cohort_id
    WHERE m.client_id = k.id AND %(cohort)s::bigint IN (c.id, c.parent_id))
  ORDER BY k.sort_key, k.id LIMIT %(limit)s
)
SELECT shown.id, shown.name, tried.skill_id, tried.tries::integer, tried.score
FROM shown JOIN tried ON tried.client_id = shown.id ORDER BY shown.sort_key, shown.id
"""
