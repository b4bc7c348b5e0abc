"""What is forbidden about courses."""


class CourseError(Exception):
    """Base of what is forbidden about courses."""


class NothingToPublish(CourseError):
    """There is no draft, it has no lessons, or it says the same as the published version."""


class WithoutNote(CourseError):
    """A version is published with what was changed and what for."""


class NoLessons(CourseError):
    """The list has no lessons."""


class LessonKnown(CourseError):
    """The course has a lesson of this name already."""


class NoStandard(CourseError):
    """The course is not being recorded anew."""


class UnknownMark(CourseError):
    """The method has no such mark."""
