"""The report as slides: charts are native, so that a producer may edit them."""

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from provodnik.web.pages.audit.report.content import Report, ShownFinding

# The library's own types are partial: charts and tables are not in them.
type Presentation = Any
type Slide = Any

_FINDINGS_SHOWN = 6
_MOST_BARS = 8


def as_slides(report: Report) -> bytes:
    """Five kinds of slides: the conclusion, the money, the chapters, findings, the self-check."""
    # Only who makes slides pays for the import.
    import pptx  # noqa: PLC0415
    from pptx.util import Inches  # noqa: PLC0415

    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    _cover(deck, report)
    if report.stakes:
        _money(deck, report)
    _chapters(deck, report)
    for start in range(0, len(report.findings), _FINDINGS_SHOWN):
        _findings(deck, report.findings[start : start + _FINDINGS_SHOWN])
    _advices(deck, report)
    stream = BytesIO()
    deck.save(stream)
    return stream.getvalue()


def _cover(deck: Presentation, report: Report) -> None:
    slide = _titled(deck, report.sentence, size=36)
    told = [
        f"{_('Audit of the department of product and service')} · {report.school}",
        _("Period %(period)s, data up to %(day)s") % {"period": report.period, "day": report.as_of},
    ]
    _lines(slide, [one for one in (*told, report.page.head.request) if one], size=18)


def _money(deck: Presentation, report: Report) -> None:
    bars = report.stakes[:_MOST_BARS]
    title = _("Money at stake: %(sum)s") % {"sum": report.stake}
    series = {_("RUB"): [bar.value for bar in bars]}
    _bar_chart(_titled(deck, title), [bar.name for bar in bars], series, stacked=False)


def _chapters(deck: Presentation, report: Report) -> None:
    series = {
        _("passed"): [float(one.passed) for one in report.groups],
        _("failed"): [float(one.failed) for one in report.groups],
        _("no answer"): [float(one.unknown) for one in report.groups],
    }
    slide = _titled(deck, _("How the checks came out"))
    _bar_chart(slide, [one.title for one in report.groups], series, stacked=True)


def _findings(deck: Presentation, findings: tuple[ShownFinding, ...]) -> None:
    head = (_("What"), _("Request → root"), _("Action"), _("By"))
    rows = [
        (
            f"{one.number}. {one.row.title}" + (f" · {one.stake}" if one.stake else ""),
            f"{one.row.request} → {one.row.root}",
            one.row.action,
            f"{one.row.owner or '—'}, {one.due}",
        )
        for one in findings
    ]
    _table(_titled(deck, _("Findings and actions")), [head, *rows], (3.4, 4.4, 3.0, 1.7))


def _advices(deck: Presentation, report: Report) -> None:
    marks = {"passed": "✓", "failed": "✗"}
    title = _("Self-check: %(yes)s of %(all)s") % {
        "yes": report.advice_yes,
        "all": len(report.advices),
    }
    rows = [
        (one.text, marks.get(one.verdict, "?"), ". ".join(one.evidence) or "—")
        for one in report.advices
    ]
    _table(_titled(deck, title), [(_("Advice"), "", _("Evidence")), *rows], (4.4, 0.6, 7.5))


def _titled(deck: Presentation, title: str, *, size: int = 26) -> Slide:
    from pptx.util import Inches, Pt  # noqa: PLC0415

    slide = deck.slides.add_slide(deck.slide_layouts[6])
    box = slide.shapes.add_textbox(Inches(0.4), Inches(0.3), Inches(12.5), Inches(1.1))
    box.text_frame.word_wrap = True
    run = box.text_frame.paragraphs[0].add_run()
    run.text, run.font.size, run.font.bold = title, Pt(size), True
    return slide


def _lines(slide: Slide, lines: list[str], *, size: int) -> None:
    from pptx.util import Inches, Pt  # noqa: PLC0415

    box = slide.shapes.add_textbox(Inches(0.4), Inches(2.4), Inches(12.5), Inches(3))
    box.text_frame.word_wrap = True
    for number, line in enumerate(lines):
        frame = box.text_frame
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text, run.font.size = line, Pt(size)


def _bar_chart(
    slide: Slide, names: list[str], series: dict[str, list[float]], *, stacked: bool
) -> None:
    from pptx.chart.data import CategoryChartData  # noqa: PLC0415
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION  # noqa: PLC0415
    from pptx.util import Inches, Pt  # noqa: PLC0415

    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]  # partial types
    data.categories = names
    for title, values in series.items():
        data.add_series(title, values)
    kind = XL_CHART_TYPE.BAR_STACKED if stacked else XL_CHART_TYPE.BAR_CLUSTERED
    place = (Inches(0.4), Inches(1.5), Inches(12.5), Inches(5.6))
    chart = slide.shapes.add_chart(kind, *place, data).chart
    chart.has_legend, chart.font.size = stacked, Pt(13)
    chart.category_axis.reverse_order = True
    if stacked:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    plot = chart.plots[0]
    plot.has_data_labels, plot.gap_width = True, 60
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "#,##0;;", False


def _table(slide: Slide, rows: list[tuple[str, ...]], widths: tuple[float, ...]) -> None:
    from pptx.util import Inches, Pt  # noqa: PLC0415

    place = (Inches(0.4), Inches(1.4), Inches(sum(widths)), Inches(0.4 * len(rows)))
    table = slide.shapes.add_table(len(rows), len(widths), *place).table
    for number, width in enumerate(widths):
        table.columns[number].width = Inches(width)
    for line, row in enumerate(rows):
        for number, text in enumerate(row):
            cell = table.cell(line, number)
            cell.text = text
            for paragraph in cell.text_frame.paragraphs:
                paragraph.font.size = Pt(11)
