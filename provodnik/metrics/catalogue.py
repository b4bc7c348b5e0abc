"""All metrics by name, and their printed catalogue."""

import inspect
import json
from collections.abc import Mapping
from textwrap import dedent, indent

from provodnik.metrics.definition import Definition, UnknownMetric
from provodnik.metrics.definitions import (
    approval_speed,
    artefact_quality,
    base_revenue_share,
    cases,
    channel_conversion,
    churn,
    cohort_retention,
    cohort_revenue,
    contribution,
    course_completion,
    csat,
    csi,
    curator_income,
    days_to_first_win,
    engagement,
    first_response,
    graduate_quality,
    handler_concentration,
    homework_completion,
    hypothesis_effect,
    lesson_views,
    ltv,
    ltv_forecast,
    mailing,
    module_reach,
    next_step_share,
    nps,
    owner_share,
    payroll_change,
    payroll_share,
    proactive_share,
    producer_hours,
    protocol_share,
    pulse,
    referral_share,
    refund_share,
    renewals,
    repeat_purchase_share,
    repeat_sales,
    resolution,
    retention,
    rfm,
    service_vs_repeat,
    sla_deviation,
    source_ltv,
    staff_turnover,
    touch_density,
    training_meetings,
)

DEFINITIONS: Mapping[str, Definition] = {
    module.DEFINITION.name: module.DEFINITION
    for module in (
        repeat_sales,
        channel_conversion,
        next_step_share,
        repeat_purchase_share,
        ltv,
        source_ltv,
        cohort_retention,
        cohort_revenue,
        rfm,
        refund_share,
        base_revenue_share,
        ltv_forecast,
        payroll_share,
        payroll_change,
        contribution,
        curator_income,
        retention,
        churn,
        renewals,
        mailing,
        hypothesis_effect,
        service_vs_repeat,
        nps,
        csat,
        csi,
        homework_completion,
        module_reach,
        course_completion,
        lesson_views,
        engagement,
        graduate_quality,
        cases,
        artefact_quality,
        referral_share,
        first_response,
        resolution,
        sla_deviation,
        handler_concentration,
        approval_speed,
        protocol_share,
        training_meetings,
        owner_share,
        proactive_share,
        touch_density,
        days_to_first_win,
        producer_hours,
        staff_turnover,
        pulse,
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
