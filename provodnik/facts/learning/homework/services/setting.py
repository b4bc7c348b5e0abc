"""What lessons ask for, which skills they train, and practical tasks given out."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from provodnik.facts.learning.courses.models import Course, Lesson
from provodnik.facts.learning.homework.errors import NotAnExpert, NotPractical, SkillNameTaken
from provodnik.facts.learning.homework.models import Assignment, Skill, SkillLesson, Work
from provodnik.facts.learning.homework.services.judging import is_expert
from provodnik.facts.learning.homework.services.placing import stand_of
from provodnik.facts.learning.homework.types import WorkState
from provodnik.facts.team.models import Staff
from provodnik.kernel import journal, schools


@transaction.atomic
def set_assignment(lesson_id: int, *, brief: str, rubric: str, is_practical: bool) -> Assignment:
    """Say what a lesson asks for. `rubric` is a key of the method, empty for its first one.

    Raises:  Lesson.DoesNotExist
    """
    lesson = Lesson.objects.get(pk=lesson_id)
    assignment, _ = Assignment.objects.update_or_create(
        school_id=lesson.school_id,
        lesson=lesson,
        defaults={"brief": brief.strip(), "rubric": rubric, "is_practical": is_practical},
    )
    return assignment


@transaction.atomic
def add_skill(course_id: int, name: str, *, now: datetime, actor: str) -> Skill:
    """Something students of a course are to be able to do.

    Raises:  Course.DoesNotExist; SkillNameTaken
    """
    course, told = Course.objects.get(pk=course_id), name.strip()[:200]
    skill, is_new = Skill.objects.get_or_create(
        school_id=course.school_id, course=course, name=told, defaults={"created_at": now}
    )
    if not is_new:
        raise SkillNameTaken(told)
    _tell(skill, now=now, actor=actor)
    return skill


@transaction.atomic
def train(skill_id: int, lesson_ids: Collection[int], *, now: datetime, actor: str) -> int:
    """The lessons whose homework trains a skill, as the whole list. Returns how many.

    Raises:  Skill.DoesNotExist; Lesson.DoesNotExist: not of this course
    """
    skill = Skill.objects.select_for_update().get(pk=skill_id)
    known = set(
        Lesson.objects.filter(course_id=skill.course_id, pk__in=lesson_ids).values_list(
            "pk", flat=True
        )
    )
    if known != set(lesson_ids):
        raise Lesson.DoesNotExist
    SkillLesson.objects.filter(skill=skill).exclude(lesson_id__in=known).delete()
    SkillLesson.objects.bulk_create(
        [
            SkillLesson(school_id=skill.school_id, skill=skill, lesson_id=one)
            for one in sorted(known)
        ],
        ignore_conflicts=True,
    )
    _tell(skill, now=now, actor=actor)
    return len(known)


@transaction.atomic
def give_task(
    lesson_id: int,
    client_ids: Collection[int],
    *,
    expert_id: int,
    by_id: int,
    now: datetime,
) -> int:
    """Give a practical task to students; an expert answers for the check. Returns how many new.

    Who has the task already keeps it, now with this expert while it is not accepted.

    Raises:  Lesson.DoesNotExist; NotPractical; NotAnExpert
    """
    stand = stand_of(lesson_id)
    if not stand.is_practical:
        raise NotPractical(stand.lesson.name)
    if not is_expert(Staff.objects.get(pk=expert_id)):
        raise NotAnExpert
    wanted, known = sorted(set(client_ids)), Work.objects.filter(lesson=stand.lesson)
    of_them = known.filter(client_id__in=wanted)
    having = set(of_them.values_list("client_id", flat=True))
    of_them.exclude(state=WorkState.ACCEPTED.value).update(holder_id=expert_id)
    fresh = [one for one in wanted if one not in having]
    Work.objects.bulk_create(
        Work(
            school_id=schools.current(),
            lesson=stand.lesson,
            client_id=client_id,
            state=WorkState.ASSIGNED.value,
            holder_id=expert_id,
            assigned_by_id=by_id,
            assigned_at=now,
            created_at=now,
        )
        for client_id in fresh
    )
    journal.record_many(
        [
            journal.Entry(
                "practical_task_given",
                happened_at=now,
                actor=f"staff:{by_id}",
                client_id=client_id,
                staff_id=expert_id,
                product_id=stand.product_id,
                item=stand.lesson.key,
            )
            for client_id in fresh
        ]
    )
    return len(fresh)


def _tell(skill: Skill, *, now: datetime, actor: str) -> None:
    product_id = skill.course.product_id
    journal.record(
        "skill_changed", happened_at=now, actor=actor, product_id=product_id, item=skill.name
    )
