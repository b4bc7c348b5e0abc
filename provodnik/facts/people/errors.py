"""What is forbidden about clients."""


class PeopleError(Exception):
    """Base of what is forbidden about clients."""


class KeyTaken(PeopleError):
    """Another client answers to this e-mail or id; `client_id` says who."""

    def __init__(self, kind: str, value: str, client_id: int) -> None:
        self.client_id = client_id
        super().__init__(f"{kind} is client:{client_id}")
        self.kind, self.value = kind, value


class AlreadyMerged(PeopleError):
    """The client stands for nobody any more: it was merged into `survivor_id`."""

    def __init__(self, client_id: int, survivor_id: int) -> None:
        self.survivor_id = survivor_id
        super().__init__(f"client:{client_id} is client:{survivor_id}")


class SameClient(PeopleError):
    """A client cannot be merged with itself."""


class MergedFurther(PeopleError):
    """A later merge rests on this one; take that one back first."""


class UnknownStage(PeopleError):
    """The method has no such lifecycle stage."""
