"""What the reader of the list asked for, as the address says it."""

from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

from provodnik.facts.learning.homework.types import Tab

_LONGEST_PAGE, _LONGEST_ID = 5, 19


@dataclass(frozen=True, slots=True)
class Asked:
    """A view of the list, whose works (0: nobody's), and its page from 0."""

    tab: Tab | None = None
    page: int = 0
    curator: int | None = None

    @classmethod
    def of(cls, told: QueryDict) -> Self:
        """Unknown values ask for nothing."""
        tab, page, curator = (told.get(name, "") for name in ("tab", "page", "curator"))
        return cls(
            Tab(tab) if tab in {one.value for one in Tab} else None,
            int(page) if page.isdecimal() and len(page) < _LONGEST_PAGE else 0,
            int(curator) if curator.isdecimal() and len(curator) < _LONGEST_ID else None,
        )

    @property
    def query(self) -> str:
        """«?tab=late&curator=7», empty where nothing was asked."""
        told = {
            "tab": self.tab.value if self.tab else "",
            "curator": "" if self.curator is None else str(self.curator),
            "page": str(self.page or ""),
        }
        written = urlencode({name: value for name, value in told.items() if value})
        return f"?{written}" if written else ""

    def at(self, tab: Tab) -> Self:
        return replace(self, tab=tab, page=0)
