"""What the registry of accesses refuses."""


class AccessesError(Exception):
    """Base of this app's refusals."""


class NamesNothing(AccessesError):
    """Neither a kind of the method nor own words say what is opened."""


class OneHolder(AccessesError):
    """An access is held by a colleague or by a client, never by both or nobody."""


class HolderHasLeft(AccessesError):
    """Nothing is opened to a colleague who has left."""


class WithoutReason(AccessesError):
    """An access is taken back with the reason in words."""


class IsRevoked(AccessesError):
    """What was taken back is not looked at again."""
