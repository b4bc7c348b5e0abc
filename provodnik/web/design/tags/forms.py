"""What a person fills in and what answers: fields, questions, toasts."""

from django import forms, template
from django.forms.boundfield import BoundField
from django.template import Context, TemplateSyntaxError
from django.utils.safestring import SafeString

from provodnik.web.design.tags.rendering import render
from provodnik.web.design.types import Question, QuestionKind

register = template.Library()

TOAST_SECONDS = (5, 8, 15)

_CHECKED = (forms.CheckboxInput,)
_GROUPED = (forms.RadioSelect, forms.CheckboxSelectMultiple)
_SCALES = {QuestionKind.SCALE_10: range(11), QuestionKind.SCALE_5: range(1, 6)}


@register.simple_tag
def field(bound: BoundField, hint: str = "", gate_id: str = "") -> SafeString:
    """A field of a form: label above, hint below, an error in the hint's place until mended.

    Raises:  TemplateSyntaxError: the name in the template is not a field of the form
    """
    if not isinstance(bound, BoundField):
        raise TemplateSyntaxError(f"field: {bound!r} is not a field of a form")
    widget = bound.field.widget
    described = [f"{bound.id_for_label}-note"] if hint or bound.help_text or bound.errors else []
    attrs: dict[str, str | bool] = {"class": _css_class(widget)}
    if described or gate_id:
        attrs["aria-describedby"] = " ".join([*described, *([gate_id] if gate_id else [])])
    return render(
        "field",
        field=bound,
        control=bound.as_widget(attrs=attrs),
        hint=hint or bound.help_text,
        note_id=described[0] if described else "",
        is_check=isinstance(widget, _CHECKED),
        is_group=isinstance(widget, _GROUPED),
    )


@register.simple_tag
def question(asked: Question, value: str = "") -> SafeString:
    """One question of a survey as radios of 44 px; text is never required."""
    scale = [str(n) for n in _SCALES.get(asked.kind, ())]
    return render("question", question=asked, value=str(value), scale=scale)


@register.simple_tag(takes_context=True)
def toast(context: Context, text: str, undo: str = "", seconds: int = 8) -> SafeString:
    """What has just been done, with «Отменить» for as long as the line shrinks.

    Raises:  TemplateSyntaxError: not one of the three lengths
    """
    if seconds not in TOAST_SECONDS:
        raise TemplateSyntaxError(f"toast: {seconds} s is not one of {TOAST_SECONDS}")
    csrf = context.get("csrf_token")
    return render("toast", text=text, undo=undo, seconds=seconds, csrf_token=csrf)


def _css_class(widget: forms.Widget) -> str:
    if isinstance(widget, (*_CHECKED, *_GROUPED)):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"
