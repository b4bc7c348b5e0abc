"""How a page obtains courses, their lessons and modules."""

from django.http import Http404

from provodnik.facts.learning.courses import queries
from provodnik.facts.learning.courses.models import Course, CourseVersion, Lesson, Module
from provodnik.facts.learning.courses.queries import CoursePage


def course_of_school(course_id: int, number: int | None = None) -> CoursePage:
    """A course of the current school with a version; 404 for a stranger."""
    try:
        return queries.course_page(course_id, number=number)
    except (Course.DoesNotExist, CourseVersion.DoesNotExist):
        raise Http404(str(course_id)) from None


def known_course(course_id: int) -> int:
    """The id of a course of the current school; 404 for any other."""
    if not Course.objects.filter(pk=course_id).exists():
        raise Http404(str(course_id))
    return course_id


def lesson_of_course(course_id: int, lesson_id: int) -> Lesson:
    """A lesson of a course of the current school; 404 for any other."""
    found = Lesson.objects.filter(pk=lesson_id, course_id=course_id).first()
    if found is None:
        raise Http404(str(lesson_id))
    return found


def module_of_course(course_id: int, module_id: int) -> Module:
    """A module of a course of the current school; 404 for any other."""
    found = Module.objects.filter(pk=module_id, course_id=course_id).first()
    if found is None:
        raise Http404(str(module_id))
    return found
