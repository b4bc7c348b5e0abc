"""What became of a file: the sentence, the counts, the reasons and what to do next."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.catalog.queries.finding import unsorted_count
from provodnik.facts.people.queries.suggestions import suggestion_count
from provodnik.kernel.imports import words
from provodnik.kernel.imports.models import ImportRun
from provodnik.kernel.imports.services import summary
from provodnik.kernel.imports.types import RunState, Tally
from provodnik.method.types import Right
from provodnik.web import formats
from provodnik.web.pages.imports.wording import kind_words, reason_words


@dataclass(frozen=True, slots=True)
class Reason:
    """A group of rejected rows: why, how many, an example, how to mend it, and the rows."""

    title: str
    where: str
    rows: int
    example: str
    fix: str
    href: str


@dataclass(frozen=True, slots=True)
class Next:
    """A step to take after loading."""

    title: str
    text: str
    href: str
    icon: str


@dataclass(frozen=True, slots=True)
class Result:
    """Everything the page of a finished run says."""

    sentence: str
    facts: str
    tally: Tally
    reasons: tuple[Reason, ...]
    notes: tuple[str, ...]
    nexts: tuple[Next, ...]
    is_written: bool
    is_good: bool
    problem: str

    @property
    def has_rejects(self) -> bool:
        return self.tally.rejected > 0


def result(run: ImportRun, *, rights: frozenset[str]) -> Result:
    """The result of a finished run for a person with these rights. Queries: 2 at most."""
    problem = words.file_problem(run.problem, run.problem_params) if run.problem else ""
    is_written = run.state == RunState.DONE and not run.dry_run
    return Result(
        sentence=_sentence(run),
        facts=_facts(run),
        tally=run.tally,
        reasons=tuple(_reason(run, told) for told in run.reasons),
        notes=tuple(summary(run).notes),
        nexts=tuple(_nexts(rights)) if is_written else (),
        is_written=is_written,
        is_good=run.state == RunState.DONE,
        problem=problem,
    )


def _sentence(run: ImportRun) -> str:
    tally, language = run.tally, _language()
    there = tally.created + tally.updated + tally.unchanged
    what = formats.counted(there, str(kind_words(run.kind).forms), language)
    wait = formats.counted(tally.rejected, _("row waits|rows wait"), language)
    left = _("%(rows)s to be mended") % {"rows": wait} if tally.rejected else ""
    match RunState(run.state):
        case RunState.FAILED:
            return _("The file was not loaded to the end")
        case RunState.CANCELLED:
            return _("Stopped: %(what)s are in place") % {"what": what}
    if run.dry_run:
        return _joined(_("Checked: %(what)s can be loaded") % {"what": what}, left)
    if there and tally.unchanged == there:
        return _joined(_("Everything is loaded already. No new rows."), left, after=" ")
    return _joined(_("%(what)s in place") % {"what": what}, left)


def _joined(told: str, left: str, *, after: str = ", ") -> str:
    return f"{told}{after}{left}" if left else told


def _facts(run: ImportRun) -> str:
    language = _language()
    parts = {"rows": formats.counted(run.tally.rows, _("row|rows"), language), "time": ""}
    if run.started_at and run.finished_at:
        seconds = max(1, round((run.finished_at - run.started_at).total_seconds()))
        parts["time"] = formats.counted(seconds, _("second|seconds"), language)
    if run.dry_run:
        return _("%(rows)s checked in %(time)s. Nothing is written.") % parts
    if run.state != RunState.DONE:
        return _("%(rows)s read. Load the file again: what is in place will not double.") % parts
    return _("%(rows)s in %(time)s. If you load it again, nothing will double.") % parts


def _reason(run: ImportRun, told: Mapping[str, object]) -> Reason:
    code, column = str(told["code"]), str(told["column"])
    params, language = told.get("params"), _language()
    line = formats.integer(int(str(told["line"])), language)
    where = _("row %(line)s, column “%(column)s”") if column else _("row %(line)s")
    query = urlencode({"code": code, "column": column})
    value = params.get("value") if isinstance(params, dict) else None
    return Reason(
        title=str(reason_words(code).title),
        where=where % {"line": line, "column": column},
        rows=int(str(told["rows"])),
        example=str(value or _("empty")),
        fix=str(reason_words(code).fix),
        href=f"{reverse('imports:rejects', args=[run.pk])}?{query}",
    )


def _nexts(rights: frozenset[str]) -> Iterator[Next]:
    language = _language()
    if Right.MERGE_PEOPLE in rights and (n := suggestion_count()):
        people = formats.counted(n, _("pair of similar people|pairs of similar people"), language)
        text = _("The phone is the same, the e-mail is not. We never join them by ourselves.")
        title = _("Check %(people)s") % {"people": people}
        yield from _next(title, text, "people_merge:list", "users-group")
    if Right.EDIT_MATRIX in rights and (n := unsorted_count()):
        products = formats.counted(n, _("product|products"), language)
        text = _("They came with the orders. Say their kind and next step.")
        yield from _next(
            _("Sort %(products)s") % {"products": products}, text, "matrix:list", "grid-dots"
        )
    if Right.FIX_POINT_A in rights:
        text = _("The first column of A → B: how things stand before the programme.")
        yield from _next(_("Fix point A"), text, "owner:show", "arrows-diff")


def _next(title: str, text: str, url_name: str, icon: str) -> Iterator[Next]:
    """A step whose page is there."""
    try:
        yield Next(title, text, reverse(url_name), icon)
    except NoReverseMatch:
        return


def _language() -> str:
    return (get_language() or "ru").split("-")[0]
