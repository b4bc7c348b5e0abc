import pytest

from provodnik.kernel.models import School
from provodnik.lake import services
from provodnik.lake.compaction import compact
from provodnik.lake.tests.journals import NOW, write
from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.definition import Definition

METRICS = [pytest.param(metric, id=name) for name, metric in DEFINITIONS.items()]


@pytest.mark.parametrize("metric", METRICS)
def test_worked_example_holds_from_journal_to_answer(lake: School, metric: Definition) -> None:
    example = metric.example
    write(lake, example.journal)

    def ask() -> dict[str, object]:
        answer = services.measure(
            metric.name,
            school_id=lake.pk,
            by=example.by,
            period_from=example.period_from,
            period_to=example.period_to,
            now=NOW,
        ).to_json()
        return {key: answer[key] for key in example.answer}

    services.catch_up(now=NOW)
    assert ask() == dict(example.answer), "from the tail"
    assert compact(now=NOW, at_once=True)
    assert ask() == dict(example.answer), "from settled files and roll-ups"
