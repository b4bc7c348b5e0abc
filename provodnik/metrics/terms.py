"""What a school decides about figures: the method's numbers a definition cannot know itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """From when a forecast is worth printing, how far it looks; what was promised.

    `buyers_at_least` people must have bought, `repeat_buyers_at_least` of them on a second
    day; `check_days_at_least` is how long the half of history that a forecast is tried on
    must be. `horizon_days` is how far ahead it looks.

    `first_response_hours` is the working time in which an answer was promised,
    `department_response_hours` the goal the department set itself; a mean more than
    `response_over_percent` above the promise calls for help. `training_meetings_a_week`
    are planned.

    `equal_age_days` is the age at which leads of different sources are compared.
    """

    horizon_days: int
    buyers_at_least: int
    repeat_buyers_at_least: int
    check_days_at_least: int
    first_response_hours: float
    department_response_hours: float
    response_over_percent: float
    training_meetings_a_week: int
    equal_age_days: int
