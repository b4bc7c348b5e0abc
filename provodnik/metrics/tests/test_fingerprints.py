"""No definition changes what it counts without a new version."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from provodnik.metrics import fingerprints
from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.definition import Definition
from provodnik.metrics.tables import SCHEMAS, Tables

REACH = DEFINITIONS["module_reach"]


@pytest.mark.slow
@pytest.mark.requirement("R-259")
@pytest.mark.parametrize("metric", DEFINITIONS.values(), ids=list(DEFINITIONS))
def test_a_definition_is_the_one_written_down_under_its_version(metric: Definition) -> None:
    """After a change: raise the version, say in `changes` what changed, and run
    `python -m provodnik.metrics.fingerprints`."""
    assert fingerprints.unwritten([metric], fingerprints.known()) == []
    assert fingerprints.changed_silently([metric], fingerprints.known()) == []


def test_nothing_is_written_down_about_a_metric_that_is_gone() -> None:
    assert fingerprints.known().keys() == DEFINITIONS.keys()


@pytest.mark.requirement("R-259")
def test_another_formula_under_the_same_version_is_noticed() -> None:
    written = {REACH.name: {"1": fingerprints.of_definition(REACH)}}
    other = replace(REACH, build=DEFINITIONS["course_completion"].build, dims=("product",))

    assert fingerprints.changed_silently([REACH], written) == []
    assert fingerprints.changed_silently([other], written) == [REACH.name]
    assert fingerprints.unwritten([replace(other, version=2)], written) == [REACH.name]


def test_one_number_of_an_expression_more_is_another_expression() -> None:
    entries = Tables.unbound(is_whole=True).entries

    one, two = (entries.filter(entries.value > bound) for bound in (1, 2))

    assert fingerprints.of_expression(one) != fingerprints.of_expression(two)
    assert fingerprints.of_expression(one) == fingerprints.of_expression(
        entries.filter(entries.value > 1)
    )


@pytest.mark.slow
def test_one_attribute_more_in_the_lake_changes_no_definition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = fingerprints.of_definition(REACH)

    monkeypatch.setitem(SCHEMAS["entries"], "attr_weather", "string")

    assert fingerprints.of_definition(REACH) == before


def test_numbers_the_library_gives_out_do_not_matter() -> None:
    def joined() -> str:
        entries = Tables.unbound(is_whole=True).entries
        return fingerprints.of_expression(entries.join(entries.view(), "client_id"))

    assert joined() == joined()


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_fingerprint_is_the_same_in_every_process(seed: str) -> None:
    asked = (
        "from provodnik.metrics import fingerprints;"
        "from provodnik.metrics.catalogue import DEFINITIONS;"
        "print(fingerprints.of_definition(DEFINITIONS['repeat_sales']))"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == fingerprints.known()["repeat_sales"]["1"]
