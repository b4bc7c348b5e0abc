"""Translations: compiles every `.po`, and finds the texts that have none.

`python -m provodnik.config.translations` writes a `.mo` beside each `.po` that is newer.
`… --check` lists texts without a translation and exits 1: Russian ones of templates need
English, English ones of Python need Russian; a text translated in two ways is told too.
"""

import argparse
import os
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.utils.translation import TranslatorCommentWarning
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent

TEMPLATES_NEED = "en"
PYTHON_NEEDS = "ru"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

_SILENT = frozenset({"tests", "migrations", "node_modules"})
# Our own tags that carry a msgid: {% plural n "дело|дела|дел" %} and {% count … %}.
_COUNTED = re.compile(r"""\{%\s*(?:plural|count)\s+\S+\s+(?:"([^"]+)"|'([^']+)')""")


@dataclass(frozen=True, slots=True)
class Text:
    """A msgid and where it stands."""

    path: Path
    line: int
    msgid: str
    needs: str
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """One msgid, two translations: Django would use whichever it loads last."""

    language: str
    msgid: str
    said: tuple[str, ...]
    paths: tuple[Path, ...]


class Catalogs:
    """All catalogues of the package by language, merged the way Django merges them."""

    def __init__(self, package: Path) -> None:
        self._said: dict[str, dict[tuple[str, str | None], dict[str, Path]]] = {}
        for path in po_files(package):
            found = self._said.setdefault(path.parts[-3], {})
            for message in _translated(read(path)):
                key = (_msgid(message), message.context)
                found.setdefault(key, {}).setdefault(_msgstr(message), path)

    def has(self, text: Text) -> bool:
        return (text.msgid, text.context) in self._said.get(text.needs, {})

    def conflicts(self) -> list[Conflict]:
        return [
            Conflict(language, msgid, tuple(said), tuple(said.values()))
            for language, found in self._said.items()
            for (msgid, _context), said in found.items()
            if len(said) > 1
        ]


def main(argv: list[str] | None = None) -> int:
    """Exit 0 when done, 1 when a translation is missing or a catalogue can't be read."""
    parser = argparse.ArgumentParser(prog="provodnik.config.translations", description=__doc__)
    parser.add_argument("--check", action="store_true", help="find texts without a translation")
    try:
        return check(PACKAGE) if parser.parse_args(argv).check else _report(compile_all(PACKAGE))
    except PoFileError as error:
        print(f"translations: {error}", file=sys.stderr)
        return 1


def compile_all(package: Path) -> list[Path]:
    """Write the `.mo` of every `.po` changed since. Safe beside another run: files are replaced."""
    written = []
    for path in po_files(package):
        target = path.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            continue
        making = target.with_suffix(f".{os.getpid()}")
        with making.open("wb") as out:
            write_mo(out, read(path))
        os.replace(making, target)
        written.append(target)
    return written


def check(package: Path) -> int:
    """Print what has no translation or two of them; 1 when anything was found."""
    catalogs = Catalogs(package)
    missing = [text for text in dict.fromkeys(texts(package)) if not catalogs.has(text)]
    for text in missing:
        place = f"{text.path.relative_to(package.parent)}:{text.line}"
        print(f"{place}: no {text.needs} translation of {text.msgid!r}")
    conflicts = catalogs.conflicts()
    for conflict in conflicts:
        said = ", ".join(repr(one) for one in conflict.said)
        print(f"{conflict.language}: {conflict.msgid!r} is said in several ways: {said}")
    print(f"translations: {len(missing)} missing, {len(conflicts)} said in several ways")
    return 1 if missing or conflicts else 0


def texts(package: Path) -> Iterator[Text]:
    """Every text of the package that a reader may see, templates first."""
    for path in _sources(package, "*.html"):
        yield from of_template(path)
    for path in _sources(package, "*.py"):
        yield from of_python(path)


def of_template(path: Path) -> list[Text]:
    """`{% translate %}`, `{% blocktranslate %}`, `_("…")` and our counted words."""
    source = path.read_text(encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", TranslatorCommentWarning)
        prepared = templatize(source, origin=str(path))
    found = [
        Text(path, line, msgid, TEMPLATES_NEED, context)
        for line, msgid, context in _extracted(_flush_left(prepared))
    ]
    for match in _COUNTED.finditer(source):
        line = source.count("\n", 0, match.start()) + 1
        found.append(Text(path, line, match[1] or match[2], TEMPLATES_NEED))
    return found


def of_python(path: Path) -> list[Text]:
    """Literal arguments of gettext and its kin."""
    source = path.read_text(encoding="utf-8")
    if "gettext" not in source:
        return []
    return [
        Text(path, line, msgid, PYTHON_NEEDS, context)
        for line, msgid, context in _extracted(source)
    ]


def po_files(package: Path) -> list[Path]:
    return sorted(package.rglob("locale/*/LC_MESSAGES/*.po"))


def read(path: Path) -> Catalog:
    """A catalogue.

    Raises:  PoFileError: not a catalogue; the message names file and line
    """
    with path.open("rb") as source:
        try:
            return read_po(source, locale=path.parts[-3], abort_invalid=True)
        except PoFileError as error:
            message = f"{path}:{error.lineno}: {error}"
            raise PoFileError(message, error.catalog, error.line, error.lineno) from error


def _extracted(source: str) -> Iterator[tuple[int, str, str | None]]:
    found = extract("python", BytesIO(source.encode()), keywords=KEYWORDS)
    for line, msgid, _comments, context in found:
        yield line, msgid if isinstance(msgid, str) else msgid[0], context


def _flush_left(source: str) -> str:
    """Without indentation, which means nothing in a template and everything in Python."""
    return "\n".join(line.lstrip() for line in source.splitlines())


def _translated(catalog: Catalog) -> Iterable[Message]:
    return (one for one in catalog if one.id and not one.fuzzy and all(_strings(one)))


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _msgid(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _msgstr(message: Message) -> str:
    return "|".join(_strings(message))


def _sources(package: Path, pattern: str) -> list[Path]:
    """Tests speak to nobody, and what a migration said is frozen."""
    found = package.rglob(pattern)
    return sorted(one for one in found if _SILENT.isdisjoint(one.relative_to(package).parts))


def _report(written: list[Path]) -> int:
    print(f"translations: {len(written)} compiled" if written else "translations: up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
