"""The same answers from fresh entries, from settled files and from roll-ups."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from provodnik.kernel import journal, schools
from provodnik.kernel.models import School
from provodnik.lake import compaction, manifest, services, settling
from provodnik.lake.reading import reading
from provodnik.lake.source import Source
from provodnik.lake.tests.journals import NOW, declare, write
from provodnik.lake.types import FileKind
from provodnik.metrics.catalogue import DEFINITIONS

BEFORE = """
    anna  payment_received 2026-01-10T10:00 value=100 item=1 id=p1 channel=ads
    anna  payment_received 2026-02-10T10:00 value=200 item=2 id=p2 channel=platform
    boris payment_received 2026-01-11T10:00 value=400 item=3 id=p3
    boris balance_spent    2026-02-11T10:00 value=100 item=3 id=b1
    vera  offer_clicked    2026-01-12T10:00 channel=platform machine=true
    clara payment_received 2026-02-12T10:00 value=10  item=5 id=p6
    clara balance_spent    2026-02-13T10:00 value=90  item=6 id=b2
"""
AFTER = """
    anna  payment_received 2026-03-10T10:00 value=50  item=2 id=p4 channel=platform
    boris refund_paid      2026-03-11T10:00 value=400 item=3
    vera  payment_received 2026-03-12T10:00 value=700 item=4 id=p5
"""
TO_COME = BEFORE + AFTER


def answers(school: School, as_of: date | None = None) -> dict[str, list[Any]]:
    """Every metric's value and rows."""
    told = {}
    for name in DEFINITIONS:
        answer = services.measure(name, school_id=school.pk, as_of=as_of, now=NOW).to_json()
        told[name] = [answer["value"], answer["rows"]]
    return told


def settle(_: School) -> None:
    assert compaction.compact(now=NOW, at_once=True)


def leave(_: School) -> None:
    """Nothing is settled: all entries are in tails."""


@pytest.fixture
def expected(lake: School) -> dict[str, list[Any]]:
    """Answers from one tail."""
    write(lake, TO_COME)
    services.catch_up(now=NOW)
    return answers(lake)


def test_settled_files_and_rollups_answer_as_the_tail_does(
    lake: School, expected: dict[str, list[Any]]
) -> None:
    settle(lake)

    assert [file.kind for file in manifest.living()] == [
        FileKind.BASE,
        FileKind.MONTHS,
        FileKind.TOTALS,
    ]
    assert answers(lake) == expected


@pytest.mark.parametrize("big_from", [2, 1_000_000], ids=["own files", "shared file"])
def test_fresh_entries_are_added_to_settled_ones(
    lake: School, big_from: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "BIG_SCHOOL_ROWS", big_from)
    monkeypatch.setattr(settling, "FILE_ROWS", 3)
    write(lake, TO_COME)
    services.catch_up(now=NOW)
    settle(lake)
    fresh = """
        anna  payment_received 2026-04-10T10:00 value=50  item=9 id=p9 channel=platform
        boris payment_received 2026-04-11T10:00 value=50  item=8 id=p8 channel=platform
    """
    write(lake, fresh)
    services.catch_up(now=NOW)

    mixed = answers(lake)
    settle(lake)

    assert answers(lake) == mixed
    assert mixed["repeat_purchase_share"] == [0.75, []]


@pytest.mark.parametrize("then", [leave, settle], ids=["in the tail", "settled"])
@pytest.mark.parametrize("first", [leave, settle], ids=["fresh", "settled before"])
def test_voided_entry_leaves_every_metric(
    lake: School, first: Callable[[School], None], then: Callable[[School], None]
) -> None:
    ids = write(lake, BEFORE)
    services.catch_up(now=NOW)
    first(lake)
    with schools.inside(lake.pk):
        journal.void([ids[1]], at=NOW, actor="staff:1", reason="typed twice")
    services.catch_up(now=NOW)
    then(lake)

    told = answers(lake)

    assert told["repeat_purchase_share"] == [0.333333333333, []]
    assert told["repeat_sales"] == [{"net": "0.00", "gross": "0.00", "refunds": "0.00"}, []]
    assert told["ltv"][0]["revenue"] == "170.00"


@pytest.mark.parametrize("then", [leave, settle], ids=["in the tail", "settled"])
def test_merged_client_is_the_survivor_and_undone_is_two_again(
    lake: School, then: Callable[[School], None]
) -> None:
    write(lake, BEFORE)
    services.catch_up(now=NOW)
    then(lake)
    apart = answers(lake)
    names = {"anna": 1, "boris": 2, "vera": 3, "clara": 4}

    declare(client=names, aliases={2: 3, 3: 1})
    merged = answers(lake)
    declare(client=names)

    assert [list(row.values()) for row in merged["rfm"][1]] == [
        ["anna", 3, 3, "700.00", 1, 5, 5],
        ["clara", 1, 2, "10.00", 5, 1, 1],
    ]
    assert answers(lake) == apart


def test_as_of_a_past_day_is_as_if_nothing_came_later(lake: School) -> None:
    write(lake, BEFORE)
    services.catch_up(now=NOW)
    before = answers(lake, as_of=date(2026, 2, 28))
    write(lake, AFTER)
    declare(client={"anna": 1, "boris": 2, "vera": 3, "clara": 4})
    services.catch_up(now=NOW)

    assert answers(lake, as_of=date(2026, 2, 28)) == before
    settle(lake)
    assert answers(lake, as_of=date(2026, 2, 28)) == before
    assert answers(lake) != before


def test_reader_keeps_its_state_while_the_lake_moves_on(lake: School) -> None:
    write(lake, BEFORE)
    services.catch_up(now=NOW)
    count = "SELECT count(*) FROM entries"
    with reading(Source(lake.pk, tuple(manifest.living(lake.pk)), ())) as reader:
        settle(lake)
        write(lake, AFTER)
        services.keep_fresh(now=NOW)

        assert reader.duck.execute(count).fetchone() == (7,)


def test_school_that_grows_big_moves_into_files_of_its_own(
    lake: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(lake, BEFORE)
    services.catch_up(now=NOW)
    settle(lake)
    write(lake, AFTER)
    services.catch_up(now=NOW)
    expected = answers(lake)

    monkeypatch.setattr(settling, "BIG_SCHOOL_ROWS", 5)
    settle(lake)

    assert {(file.tenant, file.event) for file in manifest.living()} == {
        (lake.pk, kind)
        for kind in ("payment_received", "balance_spent", "refund_paid", "offer_clicked")
    }
    assert answers(lake) == expected


def test_compaction_waits_until_there_is_something_to_sort(lake: School) -> None:
    write(lake, BEFORE)
    services.catch_up(now=NOW)

    assert not compaction.compact(now=NOW)
    assert [file.kind for file in manifest.living()] == [FileKind.TAIL]


def test_many_small_tails_become_one(lake: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compaction, "MAX_TAILS", 2)
    for journal_text in (BEFORE, AFTER):
        write(lake, journal_text)
        services.catch_up(now=NOW)

    assert [(file.kind, file.rows) for file in manifest.living()] == [(FileKind.TAIL, 10)]
    assert answers(lake)["repeat_purchase_share"] == [0.5, []]


def test_school_without_entries_has_empty_answers(lake: School) -> None:
    services.catch_up(now=NOW)

    assert answers(lake)["cohort_retention"] == [None, []]
