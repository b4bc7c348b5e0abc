"""What the collection of cases refuses."""

from collections.abc import Sequence

from provodnik.touches.voice.cases.types import Missing


class CasesError(Exception):
    """Base of this app's refusals."""


class NothingGiven(CasesError):
    """A case without words and without a link is nothing."""


class UnsafeLink(CasesError):
    """A link that is no address of the web. `link` is it."""

    def __init__(self, link: str) -> None:
        super().__init__(link)
        self.link = link


class ConsentIsEmpty(CasesError):
    """A consent without its words, its giver or its day is none."""


class DayIsAhead(CasesError):
    """Nobody can have agreed, or used something, on a day that has not come."""


class NotReady(CasesError):
    """A case may not be published yet. `missing` says what for, in order."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)


class NotReceived(CasesError):
    """What was not given cannot be packaged or approved."""


class AlreadyReceived(CasesError):
    """It was given already: edit it instead."""


class WithoutReason(CasesError):
    """A refusal needs its reason."""


class NowhereUsed(CasesError):
    """A use says where."""


class NobodyToAsk(CasesError):
    """Everybody of the cohort was asked, or has open complaints."""
