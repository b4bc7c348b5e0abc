"""How the journal names a member of staff as the author of something."""

_STAFF = "staff:"


def staff_actor(staff_id: int) -> str:
    """The journal's name of a member: 7 → «staff:7»."""
    return f"{_STAFF}{staff_id}"


def actor_staff_id(actor: str) -> int | None:
    """Who stands behind an actor of the journal; None for a rule, a scenario or a connector."""
    kind, _, number = actor.partition(":")
    return int(number) if f"{kind}:" == _STAFF and number.isdecimal() else None
