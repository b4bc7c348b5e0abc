"""Rules, gates and differences: what the machine does, refuses, and how that changed."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from provodnik.web.design import words_diff
from provodnik.web.design.tags.rendering import one_of, render
from provodnik.web.design.types import Action, Choice, GateReason, GateState, RuleRow

register = template.Library()


@register.simple_tag
def rule_row(rule: RuleRow) -> SafeString:
    """One rule as one sentence; a part that can be changed is a native field."""
    return render("rule_row", rule=rule)


@register.simple_tag
def rule_part(part: str | Choice) -> SafeString:
    """A part of a rule: words, a `<select>`, or a field."""
    is_text = isinstance(part, str)
    return render("rule_part", part=part, is_text=is_text)


@register.simple_tag
def gate(
    state: str,
    text: str,
    reasons: Sequence[GateReason] = (),
    action: Action | None = None,
    gate_id: str = "",
) -> SafeString:
    """A gate's answer: a quiet line when open; when shut, what is missing, why, where to mend it.

    Raises:  TemplateSyntaxError: an unknown state
    """
    shown = one_of(GateState, state, "gate state")
    return render("gate", state=shown, text=text, reasons=reasons, action=action, gate_id=gate_id)


@register.simple_tag
def diff(old: str, new: str) -> SafeString:
    """Words that went and came, marked − and +, never by colour alone."""
    return render("diff", pieces=words_diff.pieces(old, new))
