"""What handing duties over refuses."""


class DutiesError(Exception):
    """Base of this app's refusals."""


class NamesNothing(DutiesError):
    """Neither a function of the method nor own words say what is handed over."""


class ToOneself(DutiesError):
    """A duty is handed over to somebody else."""


class HasLeft(DutiesError):
    """Nothing is handed over to or from a colleague who has left."""


class StepSkipped(DutiesError):
    """One step at a time: by me, together, alone."""


class WithoutReason(DutiesError):
    """A step back is made with the reason in words."""


class NotAlone(DutiesError):
    """Accepted is what the other one does alone."""


class NotTheirs(DutiesError):
    """Accepted by the one it is handed over to, nobody else."""
