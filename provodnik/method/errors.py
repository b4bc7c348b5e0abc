"""What the method forbids, and how a mistake in it is shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in the method: where it is and what is wrong.

    `path` leads to the value (`roles.owner.rights`); `file` and `line` are known
    for shipped files only. `code` and `params` are put into words by `words()`.
    """

    path: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    line: int = 0

    def words(self) -> str:
        """What is wrong, in the reader's language."""
        from provodnik.method.problems import in_words  # noqa: PLC0415 (words need Django)

        return in_words(self)

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " if self.file else ""
        return f"{where}{self.path}: {self.words()}" if self.path else f"{where}{self.words()}"


class MethodError(Exception):
    """Base of what the method forbids."""


class MethodInvalid(MethodError):
    """A file or a document is not a valid method; every problem at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


class ChangedMeanwhile(MethodError):
    """Somebody edited the section after the writer began; the page offers to compare."""

    def __init__(self, revision: int, edited_by: int | None) -> None:
        self.revision = revision
        self.edited_by = edited_by
        super().__init__(f"revision {revision} is newer")


class ReasonRequired(MethodError):
    """An edit of the method says why it was made."""


class ChoiceMissing(MethodError):
    """Both the school and the newer method changed the same thing; a person must choose."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        self.paths = paths
        super().__init__(", ".join(paths))
