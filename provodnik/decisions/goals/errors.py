"""What goals refuse."""


class GoalsError(Exception):
    """Base of this app's refusals."""


class Incomplete(GoalsError):
    """A goal that nobody could tell to be reached. `missing` names the fields."""

    def __init__(self, *missing: str) -> None:
        super().__init__(f"not told: {', '.join(missing)}")
        self.missing = missing


class NotComparable(GoalsError):
    """Values that hold no number: «grow a lot». `fields` names them."""

    def __init__(self, *fields: str) -> None:
        super().__init__(f"no number in {', '.join(fields)}")
        self.fields = fields


class FactIsCounted(GoalsError):
    """The metric is counted from the journal: nobody types its value."""


class EndsBeforeStart(GoalsError):
    """An initiative whose last day comes before the first."""


class BeyondHorizon(GoalsError):
    """An initiative longer than the strategy's twelve months."""


class TitleTaken(GoalsError):
    """Another live goal of the same place has this title."""
