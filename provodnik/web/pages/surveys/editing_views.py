"""The editor of surveys: questions of a draft, versions, the switch, waves."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from provodnik.facts.team.rules import staff_actor
from provodnik.method.types import Right
from provodnik.touches.voice.surveys import services
from provodnik.touches.voice.surveys.errors import SurveysError
from provodnik.web import survey_access as access
from provodnik.web.access import current_staff, require
from provodnik.web.pages.surveys import editor
from provodnik.web.pages.surveys.content import counted
from provodnik.web.pages.surveys.forms import (
    IntroForm,
    QuestionForm,
    SurveyForm,
    WaveForm,
    survey_initial,
)
from provodnik.web.pages.surveys.words import refusal


@require(Right.EDIT_SURVEYS)
def add(request: HttpRequest) -> HttpResponse:
    """A survey of one's own, with an empty draft."""
    form = SurveyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            survey = services.create_survey(form.to_fields(), **_who(request))
        except SurveysError as error:
            form.add_error(None, refusal(error))
        else:
            return redirect("surveys:edit", survey.pk)
    return render(request, "surveys/add.html", {"form": form, "ready": editor.ready_forms()})


@require_POST
@require(Right.EDIT_SURVEYS)
def take_ready(request: HttpRequest, key: str) -> HttpResponse:
    """A ready survey of the method."""
    try:
        survey = services.create_ready(key, **_who(request))
    except KeyError:
        raise Http404(key) from None
    except SurveysError as error:
        messages.error(request, refusal(error))
        return redirect("surveys:list")
    messages.success(request, _("The survey is ready. Look at it and switch it on."))
    return redirect("surveys:edit", survey.pk)


@require_GET
@require(Right.EDIT_SURVEYS)
def edit(request: HttpRequest, survey_id: int) -> HttpResponse:
    """The survey's settings and the questions of its draft."""
    return _page(request, survey_id)


@require_POST
@require(Right.EDIT_SURVEYS)
def save(request: HttpRequest, survey_id: int) -> HttpResponse:
    """When and of whom it asks from now on."""
    survey, form = access.survey_of_school(survey_id), SurveyForm(request.POST)
    if form.is_valid():
        try:
            services.edit_survey(survey.survey_id, form.to_fields())
        except SurveysError as error:
            form.add_error(None, refusal(error))
        else:
            messages.success(request, _("Kept"))
            return redirect("surveys:edit", survey_id)
    return _page(request, survey_id, survey_form=form)


@require_POST
@require(Right.EDIT_SURVEYS)
def revise(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Begin a draft from what is asked now."""
    services.revise(access.survey_of_school(survey_id).survey_id)
    messages.info(request, _("The questions can be changed now; students still get the old ones"))
    return redirect("surveys:edit", survey_id)


@require_POST
@require(Right.EDIT_SURVEYS)
def save_intro(request: HttpRequest, survey_id: int) -> HttpResponse:
    """The first words of the draft."""
    draft, form = access.draft_of(survey_id), IntroForm(request.POST)
    if form.is_valid():
        services.edit_intro(draft.version_id, form.cleaned_data["intro"])
        messages.success(request, _("Kept"))
    return redirect("surveys:edit", survey_id)


@require_POST
@require(Right.EDIT_SURVEYS)
def add_question(request: HttpRequest, survey_id: int) -> HttpResponse:
    """One more question of the draft."""
    draft, form = access.draft_of(survey_id), QuestionForm(request.POST)
    if form.is_valid():
        try:
            services.add_question(draft.version_id, form.to_fields())
        except SurveysError as error:
            form.add_error(None, refusal(error))
        else:
            return redirect("surveys:edit", survey_id)
    return _page(request, survey_id, question_form=form)


@require_POST
@require(Right.EDIT_SURVEYS)
def save_question(request: HttpRequest, survey_id: int, question_id: int) -> HttpResponse:
    """A question of the draft: in other words, elsewhere, or gone."""
    found = access.draft_question(survey_id, question_id)
    match request.POST.get("do"):
        case "up":
            services.move_question(found, -1)
        case "down":
            services.move_question(found, +1)
        case "remove":
            services.remove_question(found)
        case _:
            form = QuestionForm(request.POST)
            refused = _kept(found, form)
            if refused:
                return _page(request, survey_id, question_forms={found: form})
            messages.success(request, _("Kept"))
    return redirect("surveys:edit", survey_id)


@require_POST
@require(Right.EDIT_SURVEYS)
def publish(request: HttpRequest, survey_id: int) -> HttpResponse:
    """The draft becomes what is asked."""
    return _done(request, survey_id, services.publish, _("Published: from now on this is asked"))


@require_POST
@require(Right.EDIT_SURVEYS)
def start(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Let it ask by itself."""
    return _done(request, survey_id, services.start, _("Switched on"))


@require_POST
@require(Right.EDIT_SURVEYS)
def stop(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Ask nobody any more."""
    return _done(request, survey_id, services.stop, _("Switched off"))


@require_GET
@require(Right.EDIT_SURVEYS)
def preview(request: HttpRequest, survey_id: int) -> HttpResponse:
    """The questions as a student sees them; nothing is kept."""
    survey = access.survey_of_school(survey_id)
    version = survey.draft or survey.published
    if version is None:
        raise Http404(str(survey_id))
    context = {"card": survey, "version": version, "questions": editor.as_asked(version)}
    return render(request, "surveys/preview.html", context)


@require_POST
@require(Right.EDIT_SURVEYS)
def start_wave(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Ask everybody of a stream, a product or the school who may be asked."""
    survey, form = access.survey_of_school(survey_id), WaveForm(request.POST)
    if form.is_valid():
        try:
            _wave, asked = services.start_wave(
                survey.survey_id,
                for_on=timezone.localdate(),
                audience=form.to_audience(),
                **_who(request),
            )
        except SurveysError as error:
            messages.error(request, refusal(error))
        else:
            said = counted(asked.invited, _("student is asked|students are asked"))
            left = counted(sum(asked.left_out.values()), _("is not|are not"))
            messages.success(request, _("%(said)s, %(left)s") % {"said": said, "left": left})
    return redirect("surveys:show", survey_id)


def _kept(question_id: int, form: QuestionForm) -> bool:
    """Whether the question was refused."""
    if not form.is_valid():
        return True
    try:
        services.edit_question(question_id, form.to_fields())
    except SurveysError as error:
        form.add_error(None, refusal(error))
        return True
    return False


def _done(request: HttpRequest, survey_id: int, verb: Any, said: str) -> HttpResponse:  # noqa: ANN401 (one of our own services)
    survey = access.survey_of_school(survey_id)
    try:
        verb(survey.survey_id, **_who(request))
    except SurveysError as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, said)
    return redirect("surveys:edit", survey_id)


def _page(
    request: HttpRequest,
    survey_id: int,
    *,
    question_forms: dict[int, QuestionForm] | None = None,
    **forms: django_forms.Form,
) -> HttpResponse:
    survey = access.survey_of_school(survey_id)
    context: dict[str, Any] = {
        "page": editor.editor_page(survey, question_forms or {}),
        "survey_form": SurveyForm(initial=survey_initial(survey.fields)),
        "intro_form": IntroForm(initial={"intro": survey.draft.intro if survey.draft else ""}),
        "question_form": QuestionForm(),
        **forms,
    }
    return render(request, "surveys/edit.html", context)


def _who(request: HttpRequest) -> dict[str, Any]:
    """Who writes, and when."""
    return {"actor": staff_actor(current_staff(request).pk), "now": timezone.now()}
