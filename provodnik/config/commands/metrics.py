"""`provodnik metrics`: numbers of a school, brought up to its journal first."""

import csv
import io
import json
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime

from django.utils.translation import gettext as _

from provodnik.config.commands import schools as found
from provodnik.config.commands.refusal import Refusal
from provodnik.kernel.models import School
from provodnik.kernel.periods import Period, parse_date, parse_period
from provodnik.lake import services as lake
from provodnik.lake import spark
from provodnik.lake.reading import Opens, reading
from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.figures import Json
from provodnik.metrics.measurement import Measurement

type Line = Mapping[str, Json]


def run(arguments: Namespace) -> int:
    school = found.named(arguments.school)
    now = datetime.now(UTC)
    lake.catch_up(now=now)
    with _engine(arguments.spark) as opens:
        measured = [
            _measure(name, school, arguments, opens, now)
            for name in arguments.names or _countable(arguments.by)
        ]
    print(_FORMATS[arguments.format]([one.to_json() for one in measured]))
    return 0


@contextmanager
def _engine(master: str | None) -> Iterator[Opens]:
    """This machine, or a session on a Spark cluster while the numbers are counted."""
    if master is None:
        yield reading
        return
    try:
        session = spark.connect(master)
    except ModuleNotFoundError:
        raise Refusal(_("Spark is an extra: pip install provodnik[spark]")) from None
    try:
        yield spark.engine(session)
    finally:
        session.stop()


def _countable(by: str | None) -> list[str]:
    """All metrics, or those that are counted by this dimension."""
    return [name for name, metric in DEFINITIONS.items() if by is None or by in metric.dims]


def _measure(
    name: str, school: School, arguments: Namespace, opens: Opens, now: datetime
) -> Measurement:
    period_from, period_to = _day(arguments.period_from), _day(arguments.period_to)
    if period_from and period_to:
        Period(period_from, period_to)
    versus = parse_period(arguments.versus) if arguments.versus else None
    return lake.measure(
        name,
        school_id=school.pk,
        period_from=period_from,
        period_to=period_to,
        as_of=_day(arguments.as_of),
        by=arguments.by,
        versus=(versus.from_on, versus.to_on) if versus else None,
        opens=opens,
        now=now,
    )


def _day(text: str | None) -> date | None:
    return parse_date(text) if text else None


def _as_json(measured: Sequence[Line]) -> str:
    """One metric is one object; several are a list of them."""
    shown: Line | Sequence[Line] = measured[0] if len(measured) == 1 else measured
    return json.dumps(shown, ensure_ascii=False, indent=2)


def _as_csv(measured: Sequence[Line]) -> str:
    """A table for each metric, an empty line between them."""
    return "\n".join(_csv_of(metric) for metric in measured).rstrip("\n")


def _csv_of(metric: Line) -> str:
    lines = [{"metric": metric["metric"], **line} for line in _lines(metric)]
    text = io.StringIO()
    writer = csv.DictWriter(text, list(lines[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()


def _as_table(measured: Sequence[Line]) -> str:
    return "\n\n".join(_table_of(metric) for metric in measured)


def _table_of(metric: Line) -> str:
    lines = _lines(metric)
    cells = [list(lines[0]), *([_cell(line[key]) for key in lines[0]] for line in lines)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    rows = [
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    period = f"{metric['from'] or '…'}..{metric['to'] or '…'}"
    head = f"{metric['metric']}, {metric['unit']}, {period}, {metric['as_of']}"
    return "\n".join([head, *rows])


def _lines(metric: Line) -> list[dict[str, Json]]:
    """The rows of a metric, or its one value; nested figures become columns `a.b`."""
    rows = metric["rows"]
    if isinstance(rows, Sequence) and rows and not isinstance(rows, str):
        return [_flat(row) for row in rows if isinstance(row, Mapping)]
    parts = ("value", "numerator", "denominator", "baseline", "change")
    return [_flat({part: metric[part] for part in parts if part in metric})]


def _flat(figures: Mapping[str, Json], prefix: str = "") -> dict[str, Json]:
    flat: dict[str, Json] = {}
    for name, figure in figures.items():
        if isinstance(figure, Mapping):
            flat |= _flat(figure, f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = figure
    return flat


def _cell(figure: Json) -> str:
    return "—" if figure is None else str(figure)


_FORMATS: Mapping[str, Callable[[Sequence[Line]], str]] = {
    "json": _as_json,
    "csv": _as_csv,
    "table": _as_table,
}
