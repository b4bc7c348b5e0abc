"""Reading the method: what its words and lists say about one case. No Django."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from provodnik.kernel.gates import Reason
from provodnik.method.reasons import Evidence
from provodnik.method.shapes import Channels, Gates, Scripts
from provodnik.method.shapes.channels import LeadRule, UtmRule
from provodnik.method.shapes.touches import Branch, Script, ScriptStep
from provodnik.method.words import Value, fill

UTM = ("source", "medium", "campaign", "content")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason in words: what is missing, why it matters, where to mend it."""

    code: str
    title: str
    missing: str
    why: str
    fix: str
    page: str | None
    may_pass: bool


def channel_of(marks: Mapping[str, str], channels: Channels) -> str | None:
    """The channel that an order's marks name, or None.

    `marks` are utm_source, utm_medium, utm_campaign, utm_content; case and spaces do
    not matter, others are ignored. The first rule that fits decides.
    """
    plain = {name: marks.get(f"utm_{name}", "").strip().casefold() for name in UTM}
    return next((rule.channel for rule in channels.utm_rules if _fits(rule, plain)), None)


def lead_source_of(marks: Mapping[str, str], channels: Channels) -> str | None:
    """Where the marks of a first visit say the client came from, or None where they are silent.

    What no rule knows stays as it was told: its source in small letters, else its medium.
    """
    plain = {name: marks.get(f"utm_{name}", "").strip().casefold() for name in UTM}
    known = (rule.lead_source for rule in channels.lead_rules if _fits(rule, plain))
    return next(known, None) or plain["source"] or plain["medium"] or None


def refusal(gates: Gates, reason: Reason) -> Refusal:
    """A gate's reason in the school's words. A code without words shows itself."""
    words = gates.reason(reason.code)
    if words is None:
        return Refusal(reason.code, reason.code, "", "", "", None, may_pass=False)
    return Refusal(
        code=reason.code,
        title=fill(words.title, reason.params),
        missing=fill(words.missing, reason.params),
        why=fill(words.why, reason.params),
        fix=fill(words.fix, reason.params),
        page=words.page,
        may_pass=words.may_pass,
    )


def permission(gates: Gates, pieces: Iterable[tuple[Evidence, Mapping[str, Value]]]) -> str:
    """That an offer may be made, and what speaks for it, in one line."""
    words = {evidence.key: evidence.text for evidence in gates.evidence}
    said = ", ".join(fill(words[key], params) for key, params in pieces)
    return f"{gates.allowed}: {said}" if said else gates.allowed


def spoken(text: str, scripts: Scripts, values: Mapping[str, str]) -> str:
    """A text of the library with its places filled; `values` go by the places' keys.

    What is not known or empty becomes the place's own words for that.
    """
    return fill(
        text,
        {place.word: values.get(place.key) or place.empty for place in scripts.placeholders},
    )


def spoken_script(script: Script, scripts: Scripts, values: Mapping[str, str]) -> Script:
    """A whole script with every place filled, ready to be read aloud."""

    def said(text: str | None) -> str | None:
        return None if text is None else spoken(text, scripts, values)

    def branch(one: Branch) -> Branch:
        return one.model_copy(update={"when": said(one.when), "then": said(one.then)})

    def step(one: ScriptStep) -> ScriptStep:
        branches = tuple(branch(inner) for inner in one.branches)
        words = {name: said(getattr(one, name)) for name in ("title", "say", "do")}
        return one.model_copy(update={**words, "branches": branches})

    return script.model_copy(update={"steps": tuple(step(one) for one in script.steps)})


def _fits(rule: UtmRule | LeadRule, marks: Mapping[str, str]) -> bool:
    asked = {name: getattr(rule, name) for name in UTM if getattr(rule, name)}
    return bool(asked) and all(
        any(fnmatchcase(marks[name], pattern.casefold()) for pattern in patterns)
        for name, patterns in asked.items()
    )
