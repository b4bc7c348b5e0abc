"""What the reader of the list asked for, as the address says it."""

from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

from provodnik.touches.desk.types import Tab

_LONGEST, _LONGEST_PAGE, _LONGEST_ID = 100, 5, 19


@dataclass(frozen=True, slots=True)
class Asked:
    """A view of the list, the text sought in it, whose requests, and its page from 0."""

    tab: Tab | None = None
    text: str = ""
    page: int = 0
    owner: int | None = None

    @classmethod
    def of(cls, told: QueryDict) -> Self:
        """Unknown values ask for nothing."""
        tab, page, owner = (told.get(name, "") for name in ("tab", "page", "owner"))
        known = {one.value for one in Tab}
        return cls(
            Tab(tab) if tab in known else None,
            told.get("q", "").strip()[:_LONGEST],
            int(page) if page.isdecimal() and len(page) < _LONGEST_PAGE else 0,
            int(owner) if owner.isdecimal() and len(owner) < _LONGEST_ID else None,
        )

    @property
    def query(self) -> str:
        """«?tab=mine&q=доступ», empty where nothing was asked."""
        told = {
            "tab": self.tab.value if self.tab else "",
            "q": self.text,
            "owner": self.owner or "",
            "page": self.page or "",
        }
        written = urlencode({name: value for name, value in told.items() if value})
        return f"?{written}" if written else ""

    def at(self, tab: Tab) -> Self:
        return replace(self, tab=tab, page=0)
