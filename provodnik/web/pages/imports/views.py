"""Four steps, each an address: file, columns, loading, result."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from provodnik.kernel.imports import services
from provodnik.kernel.imports.models import ImportRun
from provodnik.kernel.imports.queries import rejected_rows
from provodnik.kernel.imports.words import reason
from provodnik.method import queries as method
from provodnik.method.types import Right
from provodnik.web.access import current_staff, import_run, require
from provodnik.web.design.types import Step
from provodnik.web.pages.imports import columns, figures, past, result, running, starting, taking
from provodnik.web.pages.imports.wording import STEPS, kind_words, reason_words

_SHOWN_REJECTS = 100


@require_http_methods(["GET", "POST"])
@require(Right.IMPORT_DATA)
def show_list(request: HttpRequest) -> HttpResponse:
    """The first step: choose a file; past runs below it."""
    refused = ""
    if request.method == "POST":
        try:
            taken = taking.take(request)
        except taking.NotTaken as error:
            refused = str(error)
        else:
            return _onwards(request, _columns_address(taken.digest, taken.name, taken.kind or ""))
    return _list_page(request, refused)


@require_http_methods(["GET", "POST"])
@require(Right.IMPORT_DATA)
def show_columns(request: HttpRequest, digest: str) -> HttpResponse:
    """The second step: what the columns mean. POST begins loading, or checks without writing."""
    asked = _asked(request, digest)
    context = {"asked": asked, "steps": _steps(2), "encodings": columns.ENCODINGS}
    try:
        shown = columns.columns(asked, columns.mapping_of(request.POST))
    except columns.Unreadable as error:
        return render(request, "imports/unreadable.html", {**context, "error": error})
    refused = ""
    if request.method == "POST":
        try:
            run = starting.start(
                asked, shown, request.POST, staff=current_staff(request), now=timezone.now()
            )
        except starting.NotStarted as error:
            refused = str(error)
        else:
            return redirect("imports:run", run.pk)
    kinds = columns.kind_choices(asked, shown)
    context |= {"shown": shown, "refused": refused, "kinds": kinds, "words": kind_words(shown.kind)}
    context["currency"] = columns.other_currency(shown, current_staff(request).school.currency)
    return render(request, "imports/columns.html", context)


@require_GET
@require(Right.IMPORT_DATA)
def show_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """The third step while the run is at work, the fourth once it is over."""
    return _run_page(request, import_run(run_id), "imports/run.html")


@require_GET
@require(Right.IMPORT_DATA)
def show_progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """News of a run: the job alone, and once it is over the result in its place."""
    run = import_run(run_id)
    part, place = ("run", "#import") if running.is_over(run) else ("job", "#job")
    response = _run_page(request, run, f"imports/run.html#{part}")
    response["HX-Retarget"], response["HX-Reswap"] = place, "outerHTML"
    return response


@require_GET
@require(Right.IMPORT_DATA)
def show_figures(request: HttpRequest, run_id: int) -> HttpResponse:
    """What the file changed in the numbers; asked for apart, since counting takes a moment."""
    run = import_run(run_id)
    context = {"run": run, "changes": figures.changes(run, now=timezone.now())}
    part = "#figures" if "HX-Request" in request.headers else ""
    return render(request, f"imports/figures.html{part}", context)


@require_GET
@require(Right.IMPORT_DATA)
def show_rejects(request: HttpRequest, run_id: int) -> HttpResponse:
    """The rows of one reason, as they stood in the file."""
    run, code = import_run(run_id), request.GET.get("code", "")
    rows = rejected_rows(run.pk, code=code, column=request.GET.get("column"), limit=_SHOWN_REJECTS)
    told = [(row, reason(row.code, row.params)) for row in rows]
    context = {"run": run, "rows": told, "words": reason_words(code), "limit": _SHOWN_REJECTS}
    return render(request, "imports/rejects.html", context)


@require_GET
@require(Right.IMPORT_DATA)
def download_rejects(request: HttpRequest, run_id: int) -> HttpResponseBase:
    """The file of rejected rows, ready to be mended and sent back."""
    del request
    run = import_run(run_id)
    place = services.summary(run).rejects_file
    if place is None:
        raise Http404
    name = f"{run.file_name.rpartition('.')[0] or run.file_name}-{_('to-mend')}.csv"
    return FileResponse(open(place, "rb"), as_attachment=True, filename=name)


@require_POST
@require(Right.IMPORT_DATA)
def create_cancellation(request: HttpRequest, run_id: int) -> HttpResponse:
    """Stop after the chunk at work; what is loaded stays."""
    del request
    services.cancel(import_run(run_id).pk, now=timezone.now())
    return redirect("imports:run", run_id)


@require_POST
@require(Right.IMPORT_DATA)
def create_continuation(request: HttpRequest, run_id: int) -> HttpResponse:
    """Go on from the row where the run stopped."""
    del request
    services.carry_on_later(import_run(run_id))
    return redirect("imports:run", run_id)


@require_POST
@require(Right.IMPORT_DATA)
def create_repeat(request: HttpRequest, run_id: int) -> HttpResponse:
    """Load what was only checked."""
    checked = import_run(run_id)
    try:
        run = starting.repeat(checked, staff=current_staff(request), now=timezone.now())
    except starting.NotStarted as error:
        return _list_page(request, str(error))
    return redirect("imports:run", run.pk)


def _list_page(request: HttpRequest, refused: str) -> HttpResponse:
    context = {
        "runs": past.past(),
        "refused": refused,
        "steps": _steps(1),
        "kept_days": settings.IMPORT_FILES_KEPT_DAYS,
    }
    return render(request, "imports/list.html", context)


def _run_page(request: HttpRequest, run: ImportRun, template: str) -> HttpResponse:
    context: dict[str, object] = {"run": run, "words": kind_words(run.kind)}
    if running.is_over(run):
        rights = method.rights_of(current_staff(request).role)
        context |= {"result": result.result(run, rights=rights), "steps": _steps(4)}
    else:
        context |= {"going": running.going(run, now=timezone.now()), "steps": _steps(3)}
    return render(request, template, context)


def _asked(request: HttpRequest, digest: str) -> columns.Asked:
    path = taking.kept(request, digest)
    told = {name: request.GET.get(name, "") for name in ("name", "kind", "encoding", "profile")}
    return columns.Asked(digest, path, told.pop("name") or digest[:8], **columns.known(told))


def _columns_address(digest: str, name: str, kind: str) -> str:
    query = urlencode({"name": name, "kind": kind})
    return f"{reverse('imports:columns', args=[digest])}?{query}"


def _onwards(request: HttpRequest, address: str) -> HttpResponse:
    """A redirect that htmx follows as a page, not as a part of one."""
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)


def _steps(current: int) -> list[Step]:
    return [
        Step(str(name), is_done=number < current, is_current=number == current)
        for number, name in enumerate(STEPS, start=1)
    ]
