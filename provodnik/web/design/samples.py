"""What the gallery shows: every component in every state, from `samples.toml`."""

import tomllib
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

from provodnik.web import formats
from provodnik.web.design import types as t
from provodnik.web.formats import Gender, Mark

type _Cell = float | tuple[float, Mark] | None

_FILE = Path(__file__).with_name("samples.toml")
_LANGUAGE = "ru"
_DOWN = frozenset({"first_response", "refund_share", "payroll_share"})


def gallery(now: datetime) -> dict[str, object]:
    """Every value the gallery's templates name."""
    words = _words()
    metrics = {one.key: one for one in _metrics(words)}
    return {
        "now": now,
        "long_name": words["long_name"],
        "metric": metrics["csi"],
        "figures": _figures(now),
        "ab_rows": _ab_rows(metrics, words["ab"]["remark_hours"]),
        "people": _people(words["long_name"]),
        "touches": _touches(words["touches"]),
        "script": _script(words),
        "outcome_form": t.OutcomeForm(1, "#", objections=_objections(words)),
        "outcome_kinds": tuple(t.OutcomeKind(**kind) for kind in words["outcomes"]),
        "events": _events(words["events"], now),
        "stages": tuple(t.Stage(**stage) for stage in words["stages"]),
        "clocks": _clocks(),
        "bars": _bars(words["columns"]),
        "series": tuple(t.Series(*one) for one in words["columns"]["series"]),
        "columns_label": words["columns"]["label"],
        "calls": _steps(words["funnel"]["calls"]),
        "practicum": _steps(words["funnel"]["practicum"]),
        "cohorts": _cohorts(words["cohorts"]["rows"]),
        "months": tuple(range(8)),
        "flow_nodes": tuple(_node(*node) for node in words["flow"]["nodes"]),
        "flow_links": tuple(t.FlowLink(*link) for link in words["flow"]["links"]),
        "products": words["products"],
        "jobs": _jobs(),
        "file_columns": tuple(_file_column(one) for one in words["columns_of_file"]),
        "targets": words["targets"],
        "facts": tuple(t.Fact(**fact) for fact in words["facts"]),
        "brief": tuple(t.Fact(**fact) for fact in words["brief"]),
        "action": t.Action(**words["action"]),
        "rules": _rules(words["rule"]),
        "gate_reasons": _gate_reasons(words["gate"]),
        "questions": _questions(words["question"]),
        "texts": words["texts"],
        **_lists(words["lists"]),
    }


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _metrics(words: dict[str, Any]) -> list[t.Metric]:
    return [
        t.Metric(
            key=one["key"],
            name=one["name"],
            note=one["note"],
            gender=Gender(one["gender"]),
            direction=t.Direction.DOWN if one["key"] in _DOWN else t.Direction.UP,
        )
        for one in words["metrics"]
    ]


def _figures(now: datetime) -> dict[str, t.Figure]:
    money, share = t.Unit.KOPECKS, t.Unit.SHARE
    return {
        "money": t.Figure(87_008_000, money, href="#"),
        "nine_digits": t.Figure(12_345_678_900, money, href="#"),
        "approx": t.Figure(5_000_000, money, href="#", mark=Mark.APPROX),
        "at_most": t.Figure(24, t.Unit.HOURS, href="#", mark=Mark.AT_MOST),
        "share": t.Figure(0.952, share, href="#", n=500),
        "small": t.Figure(2 / 3, share, href="#", n=3),
        "score": t.Figure(4.6, t.Unit.SCORE, href="#"),
        "zero": t.Figure(0, money, href="#"),
        "was_zero": t.Figure(0, money),
        "undefined": t.Figure(None, share),
        "not_measured": t.Figure(None, t.Unit.POINTS, missing=t.Missing.NOT_MEASURED),
        "no_access": t.Figure(None, money, missing=t.Missing.NO_ACCESS),
        "loading": t.Figure(None, money, missing=t.Missing.LOADING),
        "stale": t.Figure(0.952, share, href="#", stale_at=now - timedelta(hours=2)),
        "was_share": t.Figure(0.582, share, n=500),
    }


def _ab_rows(metrics: dict[str, t.Metric], remark: str) -> tuple[t.AbRow, ...]:
    """Eight rows: reached and not, approximate, at most, not measured, from zero."""
    kopecks, share, hours = t.Unit.KOPECKS, t.Unit.SHARE, t.Unit.HOURS
    act = t.Tone.ACT
    table: tuple[tuple[str, t.Unit, _Cell, _Cell, t.Target, str], ...] = (
        (
            "ltv",
            kopecks,
            (5_000_000, Mark.APPROX),
            (15_000_000, Mark.APPROX),
            t.Target(15_000_000),
            "",
        ),
        ("repeat_sales", kopecks, 0, 87_008_000, t.Target(80_000_000), ""),
        ("csi", share, 0.582, 0.952, t.Target(0.9), ""),
        ("nps", t.Unit.POINTS, None, 95, t.Target(90), ""),
        ("homework_completion", share, 0.24, 0.49, t.Target(0.55), ""),
        ("first_response", hours, (24, Mark.AT_MOST), (2, Mark.AT_MOST), t.Target(2), remark),
        ("refund_share", share, (0.04, Mark.APPROX), (0.02, Mark.APPROX), t.Target(0.02), ""),
        ("payroll_share", share, 0.075, 0.047, t.Target(0.031, act), ""),
    )
    trend = (1.0, 1.05, 1.3, 1.8, 2.5, 3.2, 3.7, 4.0)
    return tuple(
        t.AbRow(
            metric=metrics[key],
            was=_figure(was, unit),
            now=_figure(now, unit, href=f"#{key}"),
            target=target,
            trend=tuple(-point for point in trend) if key in _DOWN else trend,
            remark=words,
        )
        for key, unit, was, now, target, words in table
    )


def _figure(value: _Cell, unit: t.Unit, href: str = "") -> t.Figure:
    amount, mark = value if isinstance(value, tuple) else (value, Mark.EXACT)
    return t.Figure(amount, unit, href=href, mark=mark, missing=t.Missing.NOT_MEASURED)


def _people(long_name: str) -> tuple[t.PersonCard, ...]:
    return (
        t.PersonCard(long_name, href="#"),
        t.PersonCard(long_name, is_absent=True),
        t.PersonCard(long_name, is_on_duty=True),
    )


def _touches(rows: Sequence[dict[str, Any]]) -> tuple[t.TouchRow, ...]:
    return tuple(
        t.TouchRow(id=number, href="#", **{**row, "state": t.TouchState(row.get("state", "open"))})
        for number, row in enumerate(rows, start=1)
    )


def _script(words: dict[str, Any]) -> t.Script:
    script = words["script"]
    steps = tuple(t.ScriptStep(**step) for step in script["steps"])
    return t.Script(script["title"], steps, _objections(words), script["link"])


def _objections(words: dict[str, Any]) -> tuple[t.Objection, ...]:
    return tuple(t.Objection(**objection) for objection in words["objections"])


def _events(rows: Sequence[dict[str, Any]], now: datetime) -> tuple[t.TimelineEvent, ...]:
    events = []
    for number, row in enumerate(rows):
        given = {key: value for key, value in row.items() if key not in {"days_ago", "tone"}}
        at = now - timedelta(days=row["days_ago"], minutes=8 * number + 1)
        events.append(t.TimelineEvent(at=at, tone=t.Tone(row.get("tone", "neutral")), **given))
    return tuple(events)


def _clocks() -> tuple[t.Clock, ...]:
    running = t.ClockState.RUNNING
    return (
        t.Clock(running, 80),
        t.Clock(running, 40, t.Tone.WATCH),
        t.Clock(running, 12, t.Tone.ACT),
        t.Clock(t.ClockState.OVERDUE, 40),
        t.Clock(t.ClockState.PAUSED),
        t.Clock(t.ClockState.MET, 35),
    )


def _bars(columns: dict[str, Any]) -> tuple[t.Bar, ...]:
    pairs = zip(columns["coordinators"], columns["platform"], strict=True)
    return tuple(
        t.Bar(month, parts, formats.money_short(sum(parts), _LANGUAGE))
        for month, parts in zip(columns["months"], pairs, strict=True)
    )


def _steps(rows: Sequence[tuple[str, int]]) -> tuple[t.FunnelStep, ...]:
    return tuple(t.FunnelStep(name, count, "#") for name, count in rows)


def _cohorts(rows: Sequence[Sequence[Any]]) -> tuple[t.CohortRow, ...]:
    longest = max(len(row) for row in rows) - 2
    made = []
    for name, size, *percents in rows:
        cells = [t.CohortCell(percent / 100, str(percent), "#") for percent in percents]
        blank: list[t.CohortCell | None] = [None] * (longest - len(cells))
        made.append(t.CohortRow(cast(str, name), cast(int, size), (*cells, *blank)))
    return tuple(made)


def _node(key: str, name: str, depth: int, count: int, kind: str) -> t.FlowNode:
    return t.FlowNode(key, name, depth, count, t.FlowKind(kind), "#")


def _jobs() -> tuple[t.Job, ...]:
    return (
        t.Job(t.JobState.QUEUED, total=12_480),
        t.Job(t.JobState.RUNNING, 8_240, 12_480, per_second=2_100, seconds_left=2),
        t.Job(t.JobState.PAUSED, 8_240, 12_480),
        t.Job(t.JobState.DONE, 12_480, 12_480),
        t.Job(t.JobState.FAILED, 8_240, 12_480),
    )


def _lists(words: dict[str, Any]) -> dict[str, object]:
    numbers, current_step = {"price", "bought"}, len(words["wizard"]) - 1
    return {
        "table_columns": tuple(
            t.Column(name, key, is_number=key in numbers) for key, name in words["columns"]
        ),
        "views": tuple(
            t.View(name, "#", count, is_current=number == 0)
            for number, (name, count) in enumerate(words["views"])
        ),
        "filters": tuple(t.Filter(name, "#") for name in words["filters"]),
        "wizard": tuple(
            t.Step(name, is_done=number < current_step, is_current=number == current_step)
            for number, name in enumerate(words["wizard"])
        ),
    }


def _file_column(row: dict[str, Any]) -> t.MapColumn:
    return t.MapColumn(
        row["name"],
        row["field_name"],
        tuple(row["samples"]),
        row["target"],
        t.MapState(row["state"]),
    )


def _rules(words: dict[str, Any]) -> tuple[t.RuleRow, ...]:
    when, condition, then = words["when"], words["condition"], words["then"]
    options = words["product_options"]
    choice = t.Choice("product", "blond", words["product_label"], options)
    return (
        t.RuleRow(when, then, condition, t.RuleState.ON, words["note"]),
        t.RuleRow(when, then, condition, t.RuleState.OFF),
        t.RuleRow(when, then, "", t.RuleState.REFUSED, reasons=tuple(words["reasons"])),
        t.RuleRow(when, choice, condition, t.RuleState.DRAFT, words["note"]),
    )


def _gate_reasons(words: dict[str, Any]) -> tuple[t.GateReason, ...]:
    refused = (t.GateReason(text, why, fix, "#") for text, why, fix in words["reasons"])
    return (*refused, t.GateReason(words["met"], is_met=True))


def _questions(words: dict[str, Any]) -> tuple[t.Question, ...]:
    nps, csi, one = words["nps"], words["csi"], words["one"]
    return (
        t.Question(t.QuestionKind.SCALE_10, "nps", nps[0], low=nps[1], high=nps[2]),
        t.Question(t.QuestionKind.SCALE_5, "csi", csi[0], low=csi[1], high=csi[2]),
        t.Question(t.QuestionKind.ONE_OF, "one", one[0], tuple(one[1:])),
        t.Question(t.QuestionKind.TEXT, "text", words["text"]),
    )
