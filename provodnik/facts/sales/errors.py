"""What the business forbids about money, offers and links. Pages turn these into words."""

from datetime import datetime


class SalesError(Exception):
    """The family."""


class OrderIsCancelled(SalesError):
    """Money came for a cancelled order: a person must decide where it goes."""


class RefundTooLarge(SalesError):
    """More would be given back than was received."""


class ReasonMissing(SalesError):
    """An offer must say why it helps."""


class ObjectionUnknown(SalesError):
    """A refusal names an objection of the catalogue; `code` is not one."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class OfferIsDecided(SalesError):
    """The client has answered already, or the offer expired; `state` says which."""

    def __init__(self, state: str, decided_at: datetime | None) -> None:
        super().__init__(state)
        self.state = state
        self.decided_at = decided_at


class NoPaymentPage(SalesError):
    """The product has no page of payment, so there is nothing to link to."""


class BadTarget(SalesError):
    """A tracked link may lead to an http(s) page only."""


class LaunchDates(SalesError):
    """A launch would end before it begins."""


class LaunchNameTaken(SalesError):
    """Another launch has this name."""


class OwnersMissing(SalesError):
    """A launch together with marketing needs an owner in each department."""


class SpeakerIsNoAlumnus(SalesError):
    """The format needs a speaker who has finished something here; this person has not."""


class AnalysisIncomplete(SalesError):
    """An analysis says what failed and why."""


class NextIsTheSame(SalesError):
    """The hypothesis is to be tried in another launch, not in the one that failed."""


class SameDepartment(SalesError):
    """A department does not ask itself."""


class AlreadyAnswered(SalesError):
    """The request was answered before; `by` says who."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


class LeadIsTaken(SalesError):
    """Another seller has taken the lead; `by` says who."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


class NothingToHandOver(SalesError):
    """A pack without items, or a handoff without words."""


class PromotionDates(SalesError):
    """A promotion would end before it begins, or before today."""


class PromotionNameTaken(SalesError):
    """Another promotion has this name."""


class PromotionIsOver(SalesError):
    """The promotion has ended; its result stands."""


class DeadlinePassed(SalesError):
    """A personal offer needs a deadline that is still ahead."""
