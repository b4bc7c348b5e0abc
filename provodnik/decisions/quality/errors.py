"""What quality control refuses."""


class QualityError(Exception):
    """Base of this app's refusals."""


class OwnWork(QualityError):
    """Nobody checks or approves their own work."""


class AlreadyChecked(QualityError):
    """The same person has checked this artefact: a check is not rewritten."""


class CheckedByTwo(QualityError):
    """Two have checked this artefact already; more would tell nothing new."""


class MarksMissing(QualityError):
    """Points without a mark, or marks of points the checklist does not have."""

    def __init__(self, *points: str) -> None:
        super().__init__(", ".join(points))
        self.points = points


class NotYours(QualityError):
    """A remark is answered by whom it was told."""


class SaysNothing(QualityError):
    """An answer without agreement says why."""


class UnknownList(QualityError):
    """The method has no such list of work, or the list has no such point."""


class LayerSaysNothing(QualityError):
    """A second pair of eyes is for a kind of artefact, a person, or both."""


class AlreadyDecided(QualityError):
    """Somebody has judged it."""
