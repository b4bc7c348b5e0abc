"""How a page obtains works of students, their files and courses."""

from django.http import Http404, HttpRequest

from provodnik.facts.catalog.models import Product
from provodnik.facts.learning.courses.models import Course, Lesson
from provodnik.facts.learning.homework.models import Attempt, Skill, Work
from provodnik.facts.learning.homework.queries import sees_work
from provodnik.facts.learning.homework.types import Sees
from provodnik.facts.learning.models import Cohort
from provodnik.facts.team.models import Staff
from provodnik.method.types import Right
from provodnik.web.access import current_staff, has_right


def sees(staff: Staff) -> Sees:
    """Whose works a member sees: everybody's with the right to see all students."""
    return Sees(
        staff.pk,
        all=has_right(staff, Right.SEE_ALL_STUDENTS),
        is_expert=has_right(staff, Right.MARK_GRADUATES),
    )


def work_of(request: HttpRequest, work_id: int) -> Work:
    """The work; 404 unless this member may see it."""
    found = sees_work(sees(current_staff(request)), work_id)
    if found is None:
        raise Http404(str(work_id))
    return found


def attempt_of(request: HttpRequest, attempt_id: int) -> Attempt:
    """An attempt of a work this member may see; 404 otherwise."""
    found = Attempt.objects.filter(pk=attempt_id).first()
    if found is None:
        raise Http404(str(attempt_id))
    work_of(request, found.work_id)
    return found


def course_of(course_id: int) -> Course:
    """A course of the current school; 404 for a stranger."""
    found = Course.objects.select_related("product").filter(pk=course_id).first()
    if found is None:
        raise Http404(str(course_id))
    return found


def lesson_of(course: Course, lesson_id: int) -> Lesson:
    """A lesson of this course; 404 for any other."""
    found = Lesson.objects.filter(pk=lesson_id, course=course).first()
    if found is None:
        raise Http404(str(lesson_id))
    return found


def skill_of(course: Course, skill_id: int) -> Skill:
    """A skill of this course; 404 for any other."""
    found = Skill.objects.filter(pk=skill_id, course=course).first()
    if found is None:
        raise Http404(str(skill_id))
    return found


def cohort_of_product(product_id: int, cohort_id: int) -> tuple[Product, Cohort | None]:
    """A product and a cohort, 0 for those of none; 404 for a stranger."""
    product = Product.objects.filter(pk=product_id).first()
    cohort = Cohort.objects.filter(pk=cohort_id).first() if cohort_id else None
    if product is None or (cohort_id and cohort is None):
        raise Http404(str(product_id))
    return product, cohort
