"""What stops an import. Pages and commands turn these into words (`imports.words`)."""

from provodnik.kernel.imports.types import FileProblem


class ImportsError(Exception):
    """Anything an import may say no to."""


class FileUnreadable(ImportsError):
    """A whole file cannot be read. Nothing of it was written by this attempt."""

    def __init__(self, problem: FileProblem, **params: str | int) -> None:
        self.problem = problem
        self.params = params
        super().__init__(f"{problem} {params}" if params else str(problem))


class UnknownKind(ImportsError):
    """No connector offers this kind of import."""


class UnknownProfile(ImportsError):
    """The school has no mapping profile of this name for this kind."""


class SchoolBusy(ImportsError):
    """Another import of this school is at work; this one must wait."""
