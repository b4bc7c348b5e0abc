"""All metrics by name, and their printed catalogue."""

import inspect
import json
from collections.abc import Mapping
from textwrap import dedent, indent

from provodnik.metrics.definition import Definition, UnknownMetric
from provodnik.metrics.definitions import (
    base_revenue_share,
    channel_conversion,
    cohort_retention,
    cohort_revenue,
    ltv,
    next_step_share,
    refund_share,
    repeat_purchase_share,
    repeat_sales,
    rfm,
)

DEFINITIONS: Mapping[str, Definition] = {
    module.DEFINITION.name: module.DEFINITION
    for module in (
        repeat_sales,
        channel_conversion,
        next_step_share,
        repeat_purchase_share,
        ltv,
        cohort_retention,
        cohort_revenue,
        rfm,
        refund_share,
        base_revenue_share,
    )
}


def definition(name: str) -> Definition:
    """The definition of a metric.

    Raises:  UnknownMetric
    """
    try:
        return DEFINITIONS[name]
    except KeyError:
        raise UnknownMetric(name) from None


def markdown() -> str:
    """The catalogue for people: `docs/metrics.md`."""
    parts = [_HEAD, *(_entry(metric) for metric in DEFINITIONS.values())]
    return "\n".join(parts)


_HEAD = dedent("""\
    # Metrics

    Written by `provodnik docs metrics` from the definitions; don't edit by hand.
    Every number is counted from the journal alone, up to its as-of moment, without
    voided entries, in the school's time zone. Shares are 0..1, money is in roubles,
    an empty denominator is `null`.
    """)


def _entry(metric: Definition) -> str:
    always = f", always by `{metric.always_by}`" if metric.always_by else ""
    lines = [
        f"## `{metric.name}`: {metric.title}",
        "",
        f"{metric.formula[0].upper()}{metric.formula[1:]}.",
        "",
        "| | |",
        "|---|---|",
        f"| Unit | {metric.unit} |",
        f"| Better | {metric.direction} |",
        f"| Period | {metric.window} |",
        f"| Source | {metric.source} |",
        f"| `--by` | {', '.join(f'`{dim}`' for dim in metric.dims)}{always} |",
        f"| Version | {metric.version} |",
        "",
        _rule(metric),
        "",
        "Worked example:",
        "",
        indent(dedent(metric.example.journal).strip(), "    "),
        "",
        f"{_question(metric)} gives",
        "",
        indent(json.dumps(dict(metric.example.answer), indent=2), "    "),
        "",
    ]
    return "\n".join(lines)


def _rule(metric: Definition) -> str:
    """The rules in words: the docstring without the shape."""
    text = inspect.getdoc(metric.rule) or ""
    return "\n\n".join(part for part in text.split("\n\n") if not part.startswith("Shape:"))


def _question(metric: Definition) -> str:
    example = metric.example
    words = [f"provodnik metrics {metric.name}"]
    words += [f"--by {example.by}"] if example.by else []
    words += [f"--from {example.period_from}"] if example.period_from else []
    words += [f"--to {example.period_to}"] if example.period_to else []
    return f"`{' '.join(words)}`"
