"""What is forbidden about staff."""


class TeamError(Exception):
    """Base of what the team forbids."""


class AlreadyMember(TeamError):
    """The account works in this school already."""


class ExternalNameTaken(TeamError):
    """Another member answers to this name in exports; `staff_id` says who."""

    def __init__(self, name: str, staff_id: int) -> None:
        self.staff_id = staff_id
        super().__init__(f"{name!r} is staff:{staff_id}")


class HasLeft(TeamError):
    """The member works here no more."""


class ManagersInCircle(TeamError):
    """A member would stand above themselves, directly or through others."""
