"""What is forbidden about target groups."""


class AudienceError(Exception):
    """Base of everything forbidden about target groups."""


class NameTaken(AudienceError):
    """Another target group or landing page has this name."""


class WithoutSources(AudienceError):
    """A portrait rests on somebody's words: at least one source is named."""


class SaysNothing(AudienceError):
    """Every part of the record is empty."""


class WrongCounts(AudienceError):
    """More payments than leads, or more leads than visits."""
