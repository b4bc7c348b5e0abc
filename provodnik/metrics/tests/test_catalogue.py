from pathlib import Path

import pytest

import provodnik
from provodnik.metrics.catalogue import DEFINITIONS, definition, markdown
from provodnik.metrics.definition import Definition, UnknownMetric

PRINTED = Path(provodnik.__file__).resolve().parents[1] / "docs" / "metrics.md"


def test_unknown_metric_is_named() -> None:
    with pytest.raises(UnknownMetric, match="weather"):
        definition("weather")


@pytest.mark.parametrize("metric", [pytest.param(m, id=name) for name, m in DEFINITIONS.items()])
def test_catalogue_tells_every_definition(metric: Definition) -> None:
    text = markdown()

    assert f"## `{metric.name}`: {metric.title}" in text
    assert metric.formula[1:] in text


@pytest.mark.skipif(not PRINTED.parent.is_dir(), reason="not a checkout")
def test_printed_catalogue_is_of_this_version() -> None:
    assert PRINTED.read_text().strip() == markdown().strip(), (
        "write it anew: provodnik docs metrics"
    )
