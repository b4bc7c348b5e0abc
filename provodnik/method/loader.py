"""The shipped method: read, checked, and never handed out broken."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from provodnik.method import checks
from provodnik.method.errors import MethodInvalid, Problem
from provodnik.method.shapes import SHAPES, About, News, Shape
from provodnik.method.types import Section
from provodnik.method.yaml_file import Plain, Read, read

SHIPPED = Path(__file__).parent / "ru"
ABOUT = "method"


@dataclass(frozen=True, slots=True)
class Shipped:
    """The method as it comes with the product."""

    version: int
    news: tuple[News, ...]
    sections: Mapping[Section, Shape]

    def body(self, section: Section) -> dict[str, Plain]:
        return checks.body_of(self.sections[section])


@cache
def shipped() -> Shipped:
    """The shipped method, read once a process.

    Raises:  MethodInvalid: each problem with its file and line
    """
    return load(SHIPPED)


def validate_shipped() -> tuple[Problem, ...]:
    """Every problem of the shipped method; none when all is well. For `provodnik check`."""
    try:
        load(SHIPPED)
    except MethodInvalid as error:
        return error.problems
    return ()


def load(folder: Path) -> Shipped:
    """Read a folder with one file per section and `method.yaml`, which names the version.

    Raises:  MethodInvalid: each problem with its file and line
    """
    problems: list[Problem] = []
    files = _files(folder, problems)
    about = _shaped(About, ABOUT, files, problems)
    sections = {section: _shaped(SHAPES[section], section, files, problems) for section in Section}
    whole = {section: shape for section, shape in sections.items() if shape is not None}
    if about is None or problems:
        raise MethodInvalid(tuple(problems))
    broken = [found.problem(files[found.section]) for found in checks.link_findings(whole)]
    if broken:
        raise MethodInvalid(tuple(broken))
    return Shipped(about.version, about.news, whole)


def _files(folder: Path, problems: list[Problem]) -> dict[str, Read]:
    files: dict[str, Read] = {}
    for name in (ABOUT, *Section):
        try:
            files[name] = _file(folder / f"{name}.yaml")
        except MethodInvalid as error:
            problems += error.problems
    return files


def _shaped[S: Shape](
    shape: type[S], name: str, files: Mapping[str, Read], problems: list[Problem]
) -> S | None:
    if name not in files:
        return None
    file = files[name]
    try:
        return checks.parsed(shape, file.value)
    except ValidationError as error:
        problems += [found.problem(file) for found in checks.findings(name, error, file.value)]
        return None


def _file(path: Path) -> Read:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise MethodInvalid((Problem("", "file_missing", {}, path.name, 1),)) from None
    except UnicodeDecodeError:
        raise MethodInvalid((Problem("", "not_utf8", {}, path.name, 1),)) from None
    return read(text, path.name)
