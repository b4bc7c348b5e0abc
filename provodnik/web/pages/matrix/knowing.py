"""The report of who knows which product, as its page and its file show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from provodnik.facts.catalog.queries.knowledge import Knowledge, Learner, knowledge
from provodnik.kernel.names import search_key, search_keys
from provodnik.method import queries as method


@dataclass(frozen=True, slots=True)
class Row:
    """A member with the words of the role, the cells, and names of products not known."""

    learner: Learner
    role: str
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Rows asked for, products with how many do not know each, and the whole."""

    rows: tuple[Row, ...]
    products: tuple[tuple[int, str, int], ...]
    whole: Knowledge
    text: str
    only_gaps: bool

    @property
    def people_with_gaps(self) -> int:
        return sum(one.known < len(one.cells) for one in self.whole.learners)


def report(asked: QueryDict) -> Report:
    """The report narrowed as the address asks: a name, or only people with gaps."""
    whole, text = knowledge(), asked.get("q", "").strip()
    only_gaps, keys = asked.get("gaps") == "1", search_keys(text)
    titles = {str(role.key): role.title for role in method.roles().roles}
    rows = tuple(
        Row(one, titles.get(one.role, one.role), _gaps(one, whole))
        for one in whole.learners
        if (not only_gaps or one.known < len(one.cells))
        and (not keys or any(key in search_key(one.name) for key in keys))
    )
    products = tuple((pk, name, whole.gaps[pk]) for pk, name in whole.products)
    return Report(rows, products, whole, text, only_gaps)


def table(shown: Report) -> tuple[Sequence[str], list[Sequence[object]]]:
    """Members × products for a spreadsheet, as on the screen."""
    header = [_("Who"), _("Role"), _("Known"), *(name for _pk, name, _n in shown.products)]
    yes, no = _("yes"), _("no")
    return header, [
        [
            row.learner.name,
            row.role,
            row.learner.known,
            *(yes if c else no for c in row.learner.cells),
        ]
        for row in shown.rows
    ]


def _gaps(one: Learner, whole: Knowledge) -> tuple[str, ...]:
    pairs = zip(whole.products, one.cells, strict=True)
    return tuple(name for (_pk, name), is_known in pairs if not is_known)
