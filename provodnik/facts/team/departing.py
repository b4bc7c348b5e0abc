"""What a member must give back before leaving; floors above say what they keep."""

from collections.abc import Callable, Iterable

from provodnik.kernel.gates import Reason, Verdict, verdict

type Keeper = Callable[[int], Reason | None]

_keepers: list[Keeper] = []


def declare(keepers: Iterable[Keeper]) -> None:
    """Replace those who are asked. Called once, from provodnik.config."""
    _keepers[:] = keepers


def departure(staff_id: int) -> Verdict:
    """Whether a member may leave, or everything that is still theirs."""
    return verdict(*(keeper(staff_id) for keeper in _keepers))
