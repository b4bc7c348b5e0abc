"""A journal that came in pieces, with corrections and merges, is counted as one written at once."""

from datetime import date, timedelta
from typing import Any

import pytest

from provodnik.kernel import journal, schools
from provodnik.kernel.models import School
from provodnik.lake import compaction, services
from provodnik.lake.models import LakeMark
from provodnik.lake.tests.journals import NOW, declare, write
from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.tests.worked import Line, ids, lines

PERIODS = ((None, None), (date(2026, 1, 1), date(2026, 4, 1)))


def everything() -> list[Line]:
    """The examples of all metrics as one journal, each entry at a moment of its own."""
    told = [line for metric in DEFINITIONS.values() for line in lines(metric.example.journal)]
    return [
        Line(line.client, line.event, line.local_at + timedelta(seconds=nth), line.words)
        for nth, line in enumerate(told)
    ]


def answers(school: School) -> dict[str, Any]:
    """Every metric over all of history and over a quarter, with its rows."""
    told = {}
    for name in DEFINITIONS:
        for period_from, period_to in PERIODS:
            answer = services.measure(
                name, school_id=school.pk, period_from=period_from, period_to=period_to, now=NOW
            ).to_json()
            told[f"{name} {period_from}"] = [answer["value"], answer["rows"]]
    return told


@pytest.mark.slow
def test_pieces_with_corrections_and_merges_equal_a_lake_built_anew(lake: School) -> None:
    whole = everything()
    third = len(whole) // 3
    names = {column: ids(whole, column) for column in ("client", "product", "staff")}
    written: list[int] = []
    for nth, piece in enumerate((whole[:third], whole[third : 2 * third], whole[2 * third :])):
        # Each piece is written under the names of all: an id must mean one person throughout.
        written += write(lake, [*piece], names=names)
        services.catch_up(now=NOW)
        if nth == 0:
            assert compaction.compact(now=NOW, at_once=True)
        if nth == 1:
            with schools.inside(lake.pk):
                journal.void(written[::17], at=NOW, actor="staff:1", reason="typed twice")
    people = names["client"]
    declare(**names, aliases={people["boris"]: people["anna"]})
    services.catch_up(now=NOW)
    in_pieces = answers(lake)

    LakeMark.objects.update(system_identifier="another")
    services.catch_up(now=NOW)
    from_the_tail = answers(lake)
    assert compaction.compact(now=NOW, at_once=True)

    for name, answer in from_the_tail.items():
        assert in_pieces[name] == answer, name
    assert answers(lake) == from_the_tail
