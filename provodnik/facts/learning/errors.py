"""What is forbidden about cohorts."""


class LearningError(Exception):
    """Base of what is forbidden about learning."""


class CohortNameTaken(LearningError):
    """Another cohort has this name; `cohort_id` says which."""

    def __init__(self, name: str, cohort_id: int) -> None:
        self.cohort_id = cohort_id
        super().__init__(f"{name!r} is cohort:{cohort_id}")


class EndsBeforeStart(LearningError):
    """A cohort ends after it starts."""


class GroupInsideGroup(LearningError):
    """A group belongs to a cohort, not to another group."""


class UnknownFigure(LearningError):
    """The method has no words for this figure, so nobody could read the goal."""


class LessonNameTaken(LearningError):
    """This lesson of the course is kept already."""
