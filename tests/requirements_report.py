"""How many of the 453 requirements have a test, and which. `make requirements`."""

import io
import re
import sys
from collections import defaultdict
from contextlib import redirect_stdout
from pathlib import Path

import pytest

LIST = Path(__file__).parent.parent / "docs" / "requirements.md"


def known() -> dict[str, str]:
    """Every requirement: id → key."""
    return dict(re.findall(r"^- (R-\d{3}) `([^`]+)`", LIST.read_text(), re.MULTILINE))


class Marks:
    """A pytest plugin that notes which tests are marked with which requirements."""

    def __init__(self) -> None:
        self.tests: defaultdict[str, set[str]] = defaultdict(set)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            for mark in item.iter_markers("requirement"):
                for requirement in mark.args:
                    # A parametrised test is one test, whatever the number of its cases.
                    self.tests[requirement].add(item.nodeid.split("[")[0])


def main() -> int:
    """Print the report. Exit 1 when a mark names no requirement."""
    marks = Marks()
    told = io.StringIO()
    with redirect_stdout(told):
        code = pytest.main(["--collect-only", "-q"], plugins=[marks])
    if code != pytest.ExitCode.OK:
        print(told.getvalue(), file=sys.stderr)
        return 1
    requirements = known()
    unknown = marks.tests.keys() - requirements.keys()
    covered = sorted(marks.tests.keys() & requirements.keys())
    for requirement in covered:
        print(f"{requirement} {requirements[requirement]}")
        for test in sorted(marks.tests[requirement]):
            print(f"    {test}")
    print(f"{len(covered)} of {len(requirements)} requirements have a test.")
    for requirement in sorted(unknown):
        print(f"{requirement} is no requirement: {marks.tests[requirement]}", file=sys.stderr)
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
