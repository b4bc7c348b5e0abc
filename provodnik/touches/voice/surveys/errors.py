"""What surveys may refuse."""


class SurveysError(Exception):
    """Base of this app's refusals."""


class NameTaken(SurveysError):
    """Another survey of the school has this name."""


class NothingAsked(SurveysError):
    """A version without a question cannot be published."""


class MalformedQuestion(SurveysError):
    """A question whose answers cannot go into its figure, or which names none to choose."""


class NoVersion(SurveysError):
    """Nothing was published yet, so nobody can be asked."""


class RhythmMissing(SurveysError):
    """A monthly survey says every how many months and on which day; others say neither."""


class Expired(SurveysError):
    """The term of the invitation has passed."""


class ScoreMissing(SurveysError):
    """No score at all was given: everything but a score may be left out."""


class NothingTold(SurveysError):
    """A concern is settled by what the student was told."""
