"""What the checking of homework may refuse."""

from collections.abc import Sequence
from datetime import datetime


class HomeworkError(Exception):
    """Base of this app's refusals."""


class NothingHandedIn(HomeworkError):
    """No text, no link and no file."""


class TooManyAttempts(HomeworkError):
    """The student has handed in as often today as the method allows."""


class AlreadyAccepted(HomeworkError):
    """The work is passed: there is nothing to hand in or to check."""


class NotWaiting(HomeworkError):
    """The work does not wait for a check; `by` says who has just checked it, if anybody."""

    def __init__(self, by: str = "", at: datetime | None = None) -> None:
        super().__init__(by)
        self.by = by
        self.at = at


class BeingChecked(HomeworkError):
    """A colleague is checking this work."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


class MarksMissing(HomeworkError):
    """A check without a mark for every criterion; `titles` are those without one."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__(", ".join(titles))
        self.titles = tuple(titles)


class NoSuchMark(HomeworkError):
    """A mark below one or above five."""


class CommentTooShort(HomeworkError):
    """The feedback is not in the form the regulation asks for; `letters` are needed."""

    def __init__(self, letters: int) -> None:
        super().__init__(str(letters))
        self.letters = letters


class OnlyExperts(HomeworkError):
    """Practical tasks and marks of graduates are for experts."""


class OnlySeniors(HomeworkError):
    """A second opinion is given by a senior, and not by who gave the first."""


class WaitsForSecond(HomeworkError):
    """A second opinion was asked for and is not there yet."""


class MustDiscuss(HomeworkError):
    """The two opinions are too far apart to be sent without having talked; in points."""

    def __init__(self, points: int) -> None:
        super().__init__(str(points))
        self.points = points


class NoSecondOpinion(HomeworkError):
    """Nobody has asked for a second opinion of this work, or it is there already."""


class ReasonMissing(HomeworkError):
    """A mark of a graduate is changed with a reason."""


class NotPractical(HomeworkError):
    """Only practical tasks are given out to single students."""


class NotAnExpert(HomeworkError):
    """The one who is to check a practical task is no expert."""


class SkillNameTaken(HomeworkError):
    """The course has this skill already."""
