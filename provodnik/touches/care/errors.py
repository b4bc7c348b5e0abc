"""What guidance may refuse."""


class CareError(Exception):
    """Base of this app's refusals."""


class TooManyRequests(CareError):
    """As many requests came from this page today as the method allows."""


class NothingSaid(CareError):
    """Neither a choice of the method nor any words."""
