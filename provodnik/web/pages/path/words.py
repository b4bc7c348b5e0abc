"""A step of the path in words, and a gate's reasons in words."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from provodnik.facts.catalog.path.types import Step
from provodnik.kernel.gates import Verdict
from provodnik.method import queries as method
from provodnik.method.rules import refusal
from provodnik.method.words import fill
from provodnik.web import formats
from provodnik.web.design.types import GateReason, View

_UNSAID = "…"
# How platforms begin the name of a module, whatever the language of the page.
_MODULE = "модуль"


def language() -> str:
    """The language the page is written in."""
    return (get_language() or "ru").split("-")[0]


def tabs(current: str) -> tuple[View, ...]:
    """The pages of the path, the one shown marked."""
    pages = {
        "path:map": _("Map"),
        "path:offers": _("Offers"),
        "path:promotions": _("Promotions"),
        "path:rules": _("Upsell rules"),
        "path:versions": _("Versions"),
    }
    return tuple(
        View(name, reverse(page), is_current=page == current) for page, name in pages.items()
    )


def moment_of(step: Step) -> str:
    """When the step comes, as the method says it; what is not said yet is an ellipsis."""
    words = next((t for t in method.path_settings().triggers if t.key == step.trigger), None)
    if words is None:
        return step.trigger
    day = step.params.get("date")
    values: Mapping[str, str | int] = {
        "product": step.after or _UNSAID,
        "module": _module(str(step.params.get("module", _UNSAID))),
        "days": step.params.get("days", 0),
    }
    text = words.sentence if day else words.sentence.replace("{date_on}", _UNSAID)
    return fill(text, {**values, "date_on": str(day or "")})


def brief(step: Step) -> str:
    """The moment in a few words, for an arrow: «модуль завершён 3, через 2 дня»."""
    known = next((t for t in method.path_settings().triggers if t.key == step.trigger), None)
    title = known.title if known else step.trigger
    module = _module(str(step.params.get("module", "")))
    said = f"{title} {module}".strip()
    return f"{said}, {delay_of(step)}" if step.delay_days else said


def _module(name: str) -> str:
    """«Модуль 3» → «3»: the sentence says the word itself."""
    word, _space, rest = name.partition(" ")
    return rest if rest and word.casefold() == _MODULE else name


def delay_of(step: Step) -> str:
    """How long after the moment: «сразу», «через 2 дня»."""
    if not step.delay_days:
        return _("at once")
    days = formats.counted(step.delay_days, _("day|days"), language())
    return _("in %(days)s") % {"days": days}


def script_title(key: str) -> str:
    """What a script is called; empty when there is none."""
    script = method.scripts().script(key)
    return script.title if script else ""


def channel_title(key: str) -> str:
    """What a channel is called in short."""
    channel = method.channels().channel(key)
    return channel.short if channel else key


def reasons_of(verdicts: Iterable[Verdict]) -> tuple[GateReason, ...]:
    """What keeps a gate shut: what is missing, why it matters."""
    gates = method.gates()
    refusals = [refusal(gates, reason) for one in verdicts for reason in one.reasons]
    return tuple(
        GateReason(text=f"{said.title}. {said.missing}", why=said.why) for said in refusals
    )
