"""What is forbidden about graduations."""


class GraduationError(Exception):
    """Base of what is forbidden about graduations."""


class GraduationNameTaken(GraduationError):
    """Another graduation has this name."""


class NobodyGraduates(GraduationError):
    """The cohort has no members."""


class WithoutProduct(GraduationError):
    """The cohort does not say what its members have learned."""
