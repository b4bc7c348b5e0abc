"""What can be wrong with the embedded server, each in one line that says what to do."""


class PostgresError(Exception):
    """The database cannot be had. `message` is an English msgid, `values` fill it in."""

    def __init__(self, message: str, **values: object) -> None:
        self.message, self.values = message, values
        super().__init__(message % values)


class NoBinaries(PostgresError):
    """Neither the wheel nor the machine has a PostgreSQL that is new enough."""


class WrongMajor(PostgresError):
    """The cluster on disk was made by a PostgreSQL that is not here."""


class DiskFull(PostgresError):
    """The server could not write."""


class CannotStart(PostgresError):
    """The server refused to start; the message carries its own last words."""


class NoAccount(PostgresError):
    """We are root, PostgreSQL refuses root, and no lesser account can reach the files."""
