"""Fingerprints of definitions: none changes what it counts without a new version.

`python -m provodnik.metrics.fingerprints` compares every definition with `versions.json` and
writes down new metrics and new versions; it refuses one that changed under its old version.
`… --same-meaning NAME` accepts a rewording that counts the same: the worked examples say so.

A fingerprint is made of the expression itself, not of SQL: how a library prints SQL may change
with the library, what a definition asks for may not.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ibis.common.exceptions import IbisError

from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.definition import Definition
from provodnik.metrics.lazy import ibis
from provodnik.metrics.tables import SCHEMAS, Tables

if TYPE_CHECKING:
    from ibis.expr.types import Table

FILE = Path(__file__).with_name("versions.json")
_LETTERS = 16
_ATTRIBUTE = "attr_"
_LACKING = re.compile(r"attr_[a-z_]+")
_PLAIN = (str, int, float, bytes, date, datetime, time, timedelta, Decimal, type(None))

type Known = Mapping[str, Mapping[str, str]]
"""Fingerprints by metric and version, as the file holds them."""


def of_definition(metric: Definition) -> str:
    """What a definition asks of the journal, whole and by each of its dimensions.

    Attributes that it does not read are left out: one more of them in the lake changes nothing.
    """
    read: frozenset[str] = frozenset()
    while True:
        try:
            told = [of_expression(table) for table in _expressions(metric, read)]
        except (AttributeError, LookupError, IbisError) as error:
            lacking = _LACKING.search(str(error))
            if lacking is None or lacking[0] in read:
                raise
            read |= {lacking[0]}
        else:
            return hashlib.sha256("".join(told).encode()).hexdigest()[:_LETTERS]


def of_expression(table: "Table") -> str:
    """A fingerprint of an expression: kinds of its nodes and their arguments.

    Numbers that the library gives out as it goes keep their order alone.
    """
    root = table.op()
    views = sorted(root.find(_is_view), key=lambda node: int(node.identifier))
    return _Walk({node: place for place, node in enumerate(views)}).digest(root)


def _is_view(node: Any) -> bool:  # noqa: ANN401 (nodes of a library without types)
    """A relation's second name, «entries.view()»: numbered through all a process builds."""
    return type(node).__name__ == "SelfReference"


def known() -> Known:
    """What is written down. Raises FileNotFoundError."""
    found: Known = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def changed_silently(definitions: Iterable[Definition], written: Known) -> list[str]:
    """Metrics whose expression is another than the one written down under their version."""
    return [
        one.name
        for one in definitions
        if (told := written.get(one.name, {}).get(str(one.version))) and told != of_definition(one)
    ]


def unwritten(definitions: Iterable[Definition], written: Known) -> list[str]:
    """Metrics whose version is not written down yet."""
    return [one.name for one in definitions if str(one.version) not in written.get(one.name, {})]


def main(argv: list[str] | None = None) -> int:
    """Exit 0 when the file is up to date, 1 when a definition changed under its version."""
    parser = argparse.ArgumentParser(prog="provodnik.metrics.fingerprints", description=__doc__)
    parser.add_argument("--same-meaning", nargs="+", default=[], metavar="NAME")
    accepted = set(parser.parse_args(argv).same_meaning)
    written = dict(known()) if FILE.exists() else {}
    refused = set(changed_silently(DEFINITIONS.values(), written)) - accepted
    if refused:
        names = ", ".join(sorted(refused))
        told = f"raise the version of {names}, and say in `changes` what changed\n"
        sys.stderr.write(told)
        return 1
    fresh = accepted | set(unwritten(DEFINITIONS.values(), written))
    for name in fresh & DEFINITIONS.keys():
        one = DEFINITIONS[name]
        written[name] = {**written.get(name, {}), str(one.version): of_definition(one)}
    FILE.write_text(json.dumps(written, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def _expressions(metric: Definition, read: Container[str]) -> Iterator["Table"]:
    columns = {
        name: kind
        for name, kind in SCHEMAS["entries"].items()
        if not name.startswith(_ATTRIBUTE) or name in read
    }
    for is_whole in (True, False):
        entries = ibis.table(columns, name="entries")
        tables = replace(Tables.unbound(is_whole=is_whole), entries=entries)
        for by in (*((None,) if metric.has_total else ()), *metric.dims):
            yield metric.build(tables, by)
        yield metric.evidence(tables)


class _Walk:
    """One expression, walked from its root; shared parts are looked at once."""

    def __init__(self, views: Mapping[object, int]) -> None:
        self._seen: dict[object, str] = {}
        self._views = views

    def digest(self, node: Any) -> str:  # noqa: ANN401 (the same)
        if node not in self._seen:
            arguments = {name: getattr(node, name) for name in node.__argnames__}
            if node in self._views:
                arguments["identifier"] = self._views[node]
            told = [f"{name}={self._said(value)}" for name, value in arguments.items()]
            text = f"{type(node).__name__}({';'.join(told)})"
            self._seen[node] = hashlib.sha256(text.encode()).hexdigest()
        return self._seen[node]

    def _said(self, value: Any) -> str:  # noqa: ANN401 (the same)
        match value:
            case Enum():
                return value.name
            case Mapping():
                return f"{{{','.join(f'{key}:{self._said(one)}' for key, one in value.items())}}}"
            case frozenset():
                return f"{{{','.join(sorted(self._said(one) for one in value))}}}"
            case tuple() | list():
                return f"[{','.join(self._said(one) for one in value)}]"
        if hasattr(value, "__argnames__") and not hasattr(value, "nullable"):
            return self.digest(value)
        return repr(value) if isinstance(value, _PLAIN) else str(value)


if __name__ == "__main__":
    sys.exit(main())
