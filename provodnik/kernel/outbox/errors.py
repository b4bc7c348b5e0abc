"""What cannot be done with a message on its way out."""


class OutboxError(Exception):
    """Base of the outbox's refusals."""


class NotUnclear(OutboxError):
    """Only a message nobody knows the end of, or one refused, is decided by a person."""
