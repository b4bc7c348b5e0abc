"""Real courses and surveys, counted elsewhere with pandas: every cell of the answers is equal."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from provodnik.lake.reading import forget
from provodnik.lake.tests import real_learning
from provodnik.lake.tests.golden import SHARED
from provodnik.lake.tests.real_learning import relation, rows, tail_of, unbound
from provodnik.metrics import path
from provodnik.metrics.definitions.homework_completion import marks
from provodnik.metrics.idle import idle
from provodnik.metrics.learning import students

pytestmark = [
    pytest.mark.shared,
    pytest.mark.slow,
    pytest.mark.skipif(not SHARED.is_dir(), reason="no real data beside the checkout"),
]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.HOME = tmp_path
    forget()
    yield tmp_path
    forget()


def expected(name: str) -> dict[str, Any]:
    answers: dict[str, dict[str, Any]] = json.loads((SHARED / "expected.json").read_text())
    return answers[name]


def compared(capsys: pytest.CaptureFixture[str], what: str, cells: int) -> None:
    with capsys.disabled():
        print(f"\n{what}: {cells} cells equal")  # noqa: T201 (what a real run compared)


def test_open_university_completion_and_submitters(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = expected("oulad_2013")["presentations"]
    names = dict(enumerate(sorted(wanted), start=1))
    tail = tail_of(real_learning.OULAD)

    completed = {
        row.dims["product"]: row.json() for row in rows(tail, "course_completion", "product", names)
    }
    steps = rows(tail, "homework_completion", "item", names)

    cells = 0
    for product, told in wanted.items():
        got = completed[product]
        assert (got["n"], got["size"]) == (told["pass"] + told["distinction"], told["registered"])
        assert round(float(str(got["value"])), 6) == told["completion_rate_registered"], product
        works = {row.dims["item"]: row.json() for row in steps if row.dims["product"] == product}
        for work in told["assessments_in_order"]:
            row = works.pop(str(work["id"]), None)
            got_n, got_share = (row["n"], row["value"]) if row else (0, 0.0)
            assert got_n == work["submitters"], (product, work)
            assert round(float(str(got_share)), 6) == work["share_of_registered"], (product, work)
            cells += 2
        assert not works, product
        cells += 3
    compared(capsys, "OULAD completion and submitters", cells)


@pytest.mark.requirement("R-252")
def test_open_university_dropout_points(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = expected("oulad_2013")["presentations"]
    names = dict(enumerate(sorted(wanted), start=1))
    t = unbound()
    tail = tail_of(real_learning.OULAD)
    leavers = t.of("withdrew").select("client_id", "product_id")
    came = path.reached(students(t), marks(t)).select("client_id", "product_id", "item")

    left = relation(tail, leavers)
    reached: dict[tuple[int, int], set[str]] = {}
    for client_id, product_id, item in relation(tail, came):
        reached.setdefault((client_id, product_id), set()).add(item)

    cells = 0
    for product_id, product in names.items():
        course = wanted[product]
        order = [str(work["id"]) for work in course["assessments_in_order"]]
        points = Counter(
            max((order.index(item) for item in reached.get((client, at), ())), default=-1)
            for client, at in left
            if at == product_id
        )
        told = course["withdrawn_last_submitted_index(-1=none)"]
        assert points == {int(index): n for index, n in told.items()}, product
        cells += len(told)
    compared(capsys, "OULAD dropout points", cells)


def test_turkish_course_evaluation(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = expected("turkiye")
    tail = tail_of(real_learning.TURKIYE)

    by_question = {row.dims["item"]: row.json() for row in rows(tail, "csat", "item")}
    index = {row.dims["item"]: row.json()["index"] for row in rows(tail, "csi", "item")}
    by_course = {row.dims["product"]: row.json()["mean"] for row in rows(tail, "csat", "product")}

    top2 = {item: round(float(str(row["share"])), 6) for item, row in by_question.items()}
    means = {item: row["mean"] for item, row in by_question.items()}
    assert top2 == wanted["csat_top2_by_question"]
    assert means == wanted["csi_mean_by_question"]
    assert index == pytest.approx({item: float(str(mean)) * 20 for item, mean in means.items()})
    assert by_course == wanted["by_course_mean_csi"]
    assert {row["n"] for row in by_question.values()} == {wanted["responses"]}
    compared(capsys, "Türkiye", 3 * len(top2) + len(by_course))


@pytest.mark.requirement("R-223")
def test_published_nps_of_39_respondents(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = expected("nps_sudzilla")

    [row] = rows(tail_of(real_learning.SUDZILLA), "nps", "item")

    told = row.json()
    assert round(float(str(told["nps"])), 4) == wanted["nps"]
    groups = ("promoters", "passives", "detractors", "n")
    assert [told[name] for name in groups] == [wanted[name] for name in groups]
    compared(capsys, "Sudzilla", 5)


@pytest.mark.parametrize("days", [7, 14, 21, 30])
def test_idle_days_of_a_real_course(days: int, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = expected("kdd_course769")["cooling"][str(days)]
    until = datetime.fromisoformat(expected("kdd_course769")["start"]) + timedelta(days=days)
    with (SHARED / "kdd_course769_truth.csv").open() as file:
        label = {int(line["enrollment_id"]): line["label"] == "1" for line in csv.DictReader(file)}

    told = relation(tail_of(real_learning.XUETANGX), idle(unbound()), until)

    idle_days = {row[0]: row[-1] for row in told}
    assert idle_days.keys() == label.keys()
    never = sum(1 for row in told if row[-2] is None)
    long = [client for client, idle_for in idle_days.items() if idle_for >= 7]
    short = [client for client in idle_days if idle_days[client] < 7]
    assert (never, len(long)) == (wanted["never_active"], wanted["idle_ge_7d"])
    assert round(share(label, long), 6) == wanted["idle_ge_7d_dropout_rate"]
    assert round(share(label, short), 6) == wanted["idle_lt_7d_dropout_rate"]
    dropped = [idle_days[client] for client in label if label[client]]
    stayed = [idle_days[client] for client in label if not label[client]]
    assert round(auc(dropped, stayed), 6) == wanted["auc_idle_days"]
    compared(capsys, f"XuetangX after {days} days", 5)


def share(label: dict[int, bool], clients: Sequence[int]) -> float:
    return sum(label[client] for client in clients) / len(clients)


def auc(positive: Sequence[int], negative: Sequence[int]) -> float:
    """How often one of the first is above one of the second; equal ones are half."""
    wins = sum((a > b) + (a == b) / 2 for a in positive for b in negative)
    return wins / (len(positive) * len(negative))
