"""What is forbidden on the way through the stages."""


class LifecycleError(Exception):
    """Base of everything the lifecycle refuses."""


class NotTheirs(LifecycleError):
    """A handoff is accepted by the role it was made for."""


class UnknownCriterion(LifecycleError):
    """The stage has no such condition."""


class UnknownExpansion(LifecycleError):
    """The method has no such type of expansion."""


class SaysNothing(LifecycleError):
    """A field without which the record is worth nothing is empty; `field` names it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field
