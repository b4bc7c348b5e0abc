"""Reading YAML so that every value remembers its line. No Django, no shapes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from provodnik.method.errors import MethodInvalid, Problem

type Trail = tuple[str | int, ...]
type Plain = str | int | float | bool | list[Plain] | dict[str, Plain] | None

# A person's YAML: 10:00 is text, not 600; «no», «on» and dates are text as well.
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "": None}
_INT = re.compile(r"[-+]?\d+")
_FLOAT = re.compile(r"[-+]?\d+\.\d+")


@dataclass(slots=True)
class Read:
    """What a file says, and on which line each value stands (1 = first)."""

    name: str
    value: Plain = None
    lines: dict[Trail, int] = field(default_factory=dict)

    def line_of(self, trail: Trail) -> int:
        """The line of the value, or of the nearest part of the file around it."""
        while trail and trail not in self.lines:
            trail = trail[:-1]
        return self.lines.get(trail, 1)


def read(text: str, name: str) -> Read:
    """Read one file's text.

    Raises:  MethodInvalid: not YAML, or a key stands twice; with the line
    """
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = Problem("", "not_yaml", {"problem": error.problem or ""}, name, line)
        raise MethodInvalid((problem,)) from None
    except yaml.YAMLError:
        raise MethodInvalid((Problem("", "not_yaml", {"problem": ""}, name, 1),)) from None
    read_file = Read(name)
    read_file.value = _value(root, (), read_file) if root is not None else None
    return read_file


def _value(node: Node, trail: Trail, file: Read) -> Plain:
    file.lines.setdefault(trail, node.start_mark.line + 1)
    match node:
        case MappingNode():
            return _mapping(node, trail, file)
        case SequenceNode():
            return [_value(item, (*trail, n), file) for n, item in enumerate(node.value)]
        case ScalarNode(style=None):
            return _plain(node.value)
        case _:
            return str(node.value)


def _mapping(node: MappingNode, trail: Trail, file: Read) -> dict[str, Plain]:
    found: dict[str, Plain] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in found:
            path = ".".join(map(str, (file.name.removesuffix(".yaml"), *trail, key)))
            raise MethodInvalid((Problem(path, "field_repeated", {}, file.name, line),))
        file.lines[*trail, key] = line
        found[key] = _value(value_node, (*trail, key), file)
    return found


def _plain(text: str) -> Plain:
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
