"""The step of columns: what we recognised, what a person should look at, what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from provodnik.kernel.imports import services, words
from provodnik.kernel.imports.detection import likely_kind
from provodnik.kernel.imports.errors import FileUnreadable
from provodnik.kernel.imports.kinds import kinds
from provodnik.kernel.imports.queries import ProfileRow, profiles
from provodnik.kernel.imports.types import Certainty, ColumnGuess, FileProblem, Preview
from provodnik.web.design.types import MapColumn, MapState, View
from provodnik.web.pages.imports.wording import kind_words, target_words

PREFIX = "column:"
ENCODINGS = ("utf-8", "windows-1251", "utf-16")

_SEEN = frozenset({Certainty.SURE, Certainty.IGNORED})


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address says about a kept file. Empty: not said."""

    digest: str
    path: Path
    name: str
    kind: str
    encoding: str
    profile: str

    def address(self, **changes: str) -> str:
        """The query of the same file with something said differently."""
        told = {"name": self.name, "kind": self.kind, "encoding": self.encoding}
        return f"?{urlencode({**told, **changes})}"


@dataclass(frozen=True, slots=True)
class Columns:
    """The file's columns. `to_look_at` are those a person should see, `sure` the rest.

    `missing` says in words which needed column nobody recognised. `encoding` was chosen by
    a person, now or with the saved meaning; empty: found out.
    """

    kind: str
    encoding: str
    preview: Preview
    to_look_at: tuple[MapColumn, ...]
    sure: tuple[MapColumn, ...]
    targets: Mapping[str, str]
    missing: tuple[str, ...]
    profile: str
    profiles: tuple[ProfileRow, ...]

    @property
    def total(self) -> int:
        return len(self.to_look_at) + len(self.sure)


class Unreadable(Exception):
    """The file cannot be shown; the message is for the reader."""

    def __init__(self, words: str, *, is_encoding: bool) -> None:
        self.words = words
        self.is_encoding = is_encoding
        super().__init__(words)


def columns(asked: Asked, decided: Mapping[str, str]) -> Columns:
    """Recognise the columns, with the meaning that was saved last, unless another is asked for.

    What the person has `decided` on the page already stands over both. Reads the file's
    head; counts its rows when that is quick. Raises Unreadable.
    """
    try:
        kind = asked.kind or likely_kind(asked.path, encoding=asked.encoding) or next(iter(kinds()))
        saved = profiles(kind)
        profile = next((one for one in saved if one.name == asked.profile), None)
        profile = profile or (saved[0] if saved and not asked.profile else None)
        mapping = {**(profile.mapping if profile else {}), **decided}
        encoding = asked.encoding or (profile.encoding if profile else "")
        preview = services.preview(asked.path, kind=kind, mapping=mapping, encoding=encoding)
    except FileUnreadable as error:
        is_encoding = error.problem is FileProblem.WRONG_ENCODING
        raise Unreadable(words.error(error), is_encoding=is_encoding) from None
    return Columns(
        kind=kind,
        encoding=encoding,
        preview=preview,
        to_look_at=_mapped(preview.columns, seen=False),
        sure=_mapped(preview.columns, seen=True),
        targets=target_words(kind),
        missing=tuple(_(need) for need in preview.missing),
        profile=profile.name if profile else "",
        profiles=tuple(saved),
    )


def known(told: Mapping[str, str]) -> dict[str, str]:
    """What the address says, without a kind or an encoding that does not exist."""
    kind, encoding = told.get("kind", ""), told.get("encoding", "")
    return {
        "kind": kind if kind in kinds() else "",
        "encoding": encoding if encoding in ENCODINGS else "",
        "profile": told.get("profile", ""),
    }


@dataclass(frozen=True, slots=True)
class OtherCurrency:
    """The file counts in one currency, the school in another; both by their codes."""

    of_file: str
    of_school: str


def other_currency(shown: Columns, of_school: str) -> OtherCurrency | None:
    """The first currency of the file's columns that is not the school's own."""
    for guess in shown.preview.columns:
        if guess.currency and guess.currency != of_school and guess.certainty in _SEEN:
            return OtherCurrency(guess.currency, of_school)
    return None


def kind_choices(asked: Asked, shown: Columns) -> list[View]:
    """The kinds a file may be, each the address of this step with that kind."""
    return [
        View(str(kind_words(name).title), asked.address(kind=name), is_current=name == shown.kind)
        for name in kinds()
    ]


def mapping_of(data: QueryDict) -> dict[str, str]:
    """What the person decided: key of a column → target."""
    return {
        name.removeprefix(PREFIX): value
        for name, value in data.items()
        if name.startswith(PREFIX) and isinstance(value, str)
    }


def _mapped(guesses: Sequence[ColumnGuess], *, seen: bool) -> tuple[MapColumn, ...]:
    return tuple(
        MapColumn(
            name=guess.header.strip() or _("(no title)"),
            field_name=PREFIX + guess.key,
            samples=guess.samples,
            target=guess.target,
            state=MapState(guess.certainty.value),
        )
        for guess in guesses
        if (guess.certainty in _SEEN) is seen
    )
