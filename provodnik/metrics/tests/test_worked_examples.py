import pytest

from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.definition import Definition
from provodnik.metrics.tests.worked import ask

METRICS = [pytest.param(metric, id=name) for name, metric in DEFINITIONS.items()]


@pytest.mark.parametrize("metric", METRICS)
def test_worked_example_holds(metric: Definition) -> None:
    example = metric.example

    answer = ask(
        metric,
        example.journal,
        by=example.by,
        period_from=example.period_from,
        period_to=example.period_to,
    )

    assert {key: answer[key] for key in example.answer} == dict(example.answer)
