"""Gates: rules that refuse a change with the reason, or let it pass.

A gate reads facts and the journal only and answers with codes; the words of a
code live in the method, so that a school can say them its own way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a gate refused: a stable code and what to fill into its words."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A gate's answer. Allowed exactly when there is no reason against."""

    reasons: tuple[Reason, ...] = ()

    @property
    def allowed(self) -> bool:
        return not self.reasons

    def require(self) -> None:
        """Raises:  Refused: with every reason at once, so that one visit mends all."""
        if self.reasons:
            raise Refused(self.reasons)


class Refused(Exception):
    """A gate refused the change; pages show each reason in words with a link to the fix."""

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(", ".join(reason.code for reason in self.reasons))


def verdict(*reasons: Reason | None) -> Verdict:
    """A verdict from checks, each of which answers with a reason or None."""
    return Verdict(tuple(reason for reason in reasons if reason is not None))
