"""The report as a file: HTML that stands alone, and PDF with the product's own fonts."""

from pathlib import Path

from django.template.loader import render_to_string

from provodnik.web import design
from provodnik.web.pages.audit.report.content import Report

_VENDOR = Path(design.__file__).parent / "static" / "vendor"
# One family a file: faces of one family, told apart by their letters alone, get their glyphs
# mixed up when they are embedded.
_FACES = ("inter-cyrillic", "inter-latin", "inter-latin-ext")
_STACK = ", ".join(f'"{name}"' for name in _FACES)


def as_html(report: Report) -> str:
    """One file without anything beside it: styles and charts are inside."""
    return render_to_string("audit/report/report.html", {"report": report})


def as_pdf(report: Report) -> bytes:
    """The same on A4. Fonts are the product's own files, so it looks alike on any machine."""
    # Takes a second to import: only who prints pays for it.
    from weasyprint import CSS, HTML  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    fonts = FontConfiguration()
    faces = CSS(string=_faces(), font_config=fonts, base_url=str(_VENDOR))
    document = HTML(string=as_html(report), base_url=str(_VENDOR))
    printed: bytes = document.write_pdf(stylesheets=[faces], font_config=fonts)
    return printed


def _faces() -> str:
    faces = "".join(
        f'@font-face{{font-family:"{name}";font-weight:100 900;'
        f"src:url({(_VENDOR / name).with_suffix('.woff2').as_uri()})}}"
        for name in _FACES
        if (_VENDOR / name).with_suffix(".woff2").exists()
    )
    return f"{faces} body, h1, h2, h3, th, td {{ font-family: {_STACK}, sans-serif }}"
