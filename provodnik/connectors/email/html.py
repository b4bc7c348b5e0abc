"""The words of an HTML letter as plain text. Pure."""

import re
from html.parser import HTMLParser

_UNSEEN = frozenset({"head", "style", "script", "title", "template"})
_BLOCKS = frozenset({"p", "div", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote"})
_SPACES = re.compile(r"[ \t\r\n\xa0]+")


class _Reader(HTMLParser):
    """Collects words; blocks begin lines, a quotation's lines are marked as in plain letters."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self.unseen = 0
        self.quoted = 0
        self.link = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag == "br" or tag in _BLOCKS:
            self._break()
        if tag == "blockquote":
            self.quoted += 1
        if tag == "li":
            self._break()
            self.lines[-1] = "- "
        if tag == "a":
            self.link = told.get("href") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        if tag == "a":
            if self.link.startswith("http") and self.link not in self.lines[-1]:
                self.lines[-1] += f" ({self.link})"
            self.link = ""
        if tag in _BLOCKS:
            self._break()
        if tag == "blockquote":
            self.quoted = max(0, self.quoted - 1)

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        text = _SPACES.sub(" ", data)
        if not self.lines[-1]:
            text = text.lstrip()
            if text and self.quoted:
                self.lines[-1] = "> "
        self.lines[-1] += text

    def _break(self) -> None:
        if self.lines[-1].strip():
            self.lines.append("")


def plain(html: str) -> str:
    """HTML → text: a line a block, links in brackets, quotations marked by «>»."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "\n".join(line.rstrip() for line in reader.lines).strip()
