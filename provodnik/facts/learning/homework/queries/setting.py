"""Courses and lessons for those who say what is asked for."""

from dataclasses import dataclass

from django.db.models import Count

from provodnik.facts.learning.courses.models import Course, Lesson
from provodnik.facts.learning.homework.models import Assignment, Skill, SkillLesson


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course by its product."""

    course_id: int
    product_id: int
    name: str
    lessons: int


@dataclass(frozen=True, slots=True)
class LessonRow:
    """A lesson, what it asks for and which skills it trains."""

    lesson_id: int
    name: str
    brief: str
    rubric: str
    is_practical: bool
    is_set: bool
    skills: tuple[str, ...]


def courses() -> list[CourseRow]:
    """Courses that have lessons, by name. Queries: 2."""
    counted = Lesson.objects.values_list("course").annotate(n=Count("pk"))
    lessons = dict(counted.values_list("course_id", "n"))
    found = Course.objects.filter(pk__in=lessons).order_by("product__name")
    rows = found.values_list("pk", "product_id", "product__name")
    return [CourseRow(*row, lessons=lessons[row[0]]) for row in rows]


def lessons_of(course_id: int) -> tuple[list[LessonRow], list[tuple[int, str, tuple[int, ...]]]]:
    """Lessons of a course, and its skills with the lessons that train them. Queries: 4."""
    lessons = Lesson.objects.filter(course_id=course_id, is_planned=False).order_by("pk")
    set_up = {one.lesson_id: one for one in Assignment.objects.filter(lesson__course_id=course_id)}
    skills = list(
        Skill.objects.filter(course_id=course_id).order_by("pk").values_list("pk", "name")
    )
    trains: dict[int, list[int]] = {}
    for skill_id, lesson_id in SkillLesson.objects.filter(skill__course_id=course_id).values_list(
        "skill_id", "lesson_id"
    ):
        trains.setdefault(skill_id, []).append(lesson_id)
    rows = [_row(one, set_up.get(one.pk), skills, trains) for one in lessons]
    return rows, [(pk, name, tuple(trains.get(pk, ()))) for pk, name in skills]


def _row(
    lesson: Lesson,
    assignment: Assignment | None,
    skills: list[tuple[int, str]],
    trains: dict[int, list[int]],
) -> LessonRow:
    return LessonRow(
        lesson_id=lesson.pk,
        name=lesson.name,
        brief=assignment.brief if assignment else "",
        rubric=assignment.rubric if assignment else "",
        is_practical=assignment is not None and assignment.is_practical,
        is_set=assignment is not None,
        skills=tuple(name for pk, name in skills if lesson.pk in trains.get(pk, ())),
    )
