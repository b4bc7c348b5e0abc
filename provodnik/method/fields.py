"""What each field of the method is called and how it is edited, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Union, get_args, get_origin

from annotated_types import Ge, Le
from django.utils.translation import get_language, override, pgettext
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from provodnik.method.diff import Body, value_at
from provodnik.method.meta import promise
from provodnik.method.shapes import SHAPES, Shape
from provodnik.method.shapes.base import Edited, Kind, Ref
from provodnik.method.types import ChannelGroup, Deed, Outcome, Right, Section, Trigger
from provodnik.method.yaml_file import Plain

EVERY = "*"
# Words of code's own lists stand in the method, where a school may change them.
_NAMED_IN: Mapping[type, Ref] = {
    Right: Ref(Section.ROLES, "rights"),
    ChannelGroup: Ref(Section.CHANNELS, "groups"),
    Deed: Ref(Section.QUEUE, "deeds"),
    Outcome: Ref(Section.OUTCOMES, "outcomes"),
    Trigger: Ref(Section.PATH, "triggers"),
}
_SECTION_WORDS: Mapping[Section, tuple[str, str]] = {
    Section.ROLES: ("Roles and rights", "Who works at the school and what is open to whom"),
    Section.CHANNELS: (
        "Channels",
        "Where repeat sales come from, and how an order names its own",
    ),
    Section.PRODUCT_KINDS: ("Kinds of products", "What the product matrix tells apart"),
    Section.LIFECYCLE: ("Stages", "Stages of the relationship and steps on a student's card"),
    Section.GATES: ("Rules of offers", "When an offer is refused and in which words"),
    Section.QUEUE: ("Day of a coordinator", "Kinds of deeds, their time and what follows"),
    Section.OUTCOMES: ("Outcomes and objections", "How a touch ends and what to answer"),
    Section.SCRIPTS: ("Scripts", "What to say, step by step"),
    Section.CREDIT: ("Credit of payments", "Whose touch brought the money"),
    Section.PATH: ("Moments of the path", "When the next product is offered"),
    Section.METRICS: ("Figures", "What figures are called and how they are explained"),
    Section.HOME: ("First sentences", "What a page says before any number"),
    Section.SIGNALS: ("Signals", "What needs attention, and from which threshold"),
    Section.LAUNCHES: ("Launches", "Formats of launches and exchange between departments"),
    Section.CARE: ("Guidance", "The student's own page and the way to the result"),
    Section.GOALS: ("Goals", "What success is measured by, and goals to begin with"),
    Section.AUDIT: ("Audit", "What an audit checks, what failing costs and what to do"),
    Section.DESK: ("One window", "What is promised about requests and who gets them"),
    Section.SENDING: ("Sending", "Messages going out: attempts, pace and quiet hours"),
    Section.COURSES: ("Courses", "How lessons are marked and how a course is kept fresh"),
    Section.HOMEWORK: ("Homework", "How homework is checked: terms, criteria and marks"),
    Section.SURVEYS: ("Surveys", "What students are asked, when and how often"),
    Section.INTERVIEWS: ("Interviews", "Rhythm of customer interviews and feedback"),
    Section.CASES: ("Cases", "How reviews and cases are collected and where they are used"),
    Section.QUALITY: ("Quality", "What answers and artefacts are checked by"),
    Section.MEETINGS: ("Meetings", "Kinds of meetings and where their items go"),
    Section.PAY: ("Pay", "Grades, what raises pay and by how much"),
    Section.RELATIONS: ("Who is who", "Owners, the client's people, decisions and RACI"),
    Section.DUTIES: ("Whose work it is", "Departments, their functions and what shows them"),
    Section.ACCESSES: ("Accesses", "What people are let into and how often that is reviewed"),
    Section.BASE: ("Base", "Who in the base is alive, its bands, campaigns and processes"),
}
_CHOICE_WORDS: Mapping[str, str] = {
    "up": "up",
    "down": "down",
    "neutral": "either way",
    "masculine": "masculine",
    "feminine": "feminine",
    "neuter": "neuter",
    "plural": "plural",
    "watch": "to watch",
    "act": "to act",
    "late": "promise broken",
    "need": "a wish",
    "obstacle": "something in the way",
    "product": "product",
    "module": "module",
    "days": "days",
    "date": "date",
    "name": "its name",
    "kind": "its kind",
    "price": "its price",
    "audience": "who it is for",
    "summary": "what it gives",
    "prerequisite": "what is needed before it",
    "term": "the term of a subscription",
    "pains": "pains it solves",
    "next": "where it leads",
    "goal": "the goal is written down",
    "coordinator": "a coordinator is named",
    "contact": "there is a way to reach the client",
    "satisfied": "the last score is good",
    "note": "there is a note",
    "win": "a win is confirmed",
    "future_contact": "the next contact has a day",
    "roles": "owners and representatives are named",
    "no_accesses": "no access is open",
    "client": "the client's own",
    "school": "of the whole school",
    "RUB": "roubles",
    "share": "percent",
    "count": "pieces",
    "score": "marks",
    "points": "points",
    "hours": "hours",
    "urgent": "urgent",
    "serious": "serious",
    "minor": "minor",
    "next_step": "a next step is not offered",
    "refunds": "refunds above the norm",
    "effort": "hours above the norm",
    "request": "requests",
    "check": "checks of work",
    "talk": "contacts",
    "students_coordinator": "the student's coordinator",
    "students_curator": "the curator of the student's cohort",
    "by_role": "the least loaded of the roles",
    "new": "begins anew",
    "continue": "goes on where it stopped",
    "module_done": "a module is finished",
    "ticket_solved": "a request is solved",
    "graduation": "graduation",
    "month": "by the calendar",
    "by_hand": "by hand",
    "tickets_holder": "who solved the request",
    "scale_10": "scale 0–10",
    "scale_5": "scale 1–5",
    "one_of": "one of a list",
    "text": "own words",
    "none": "no figure",
    "nps": "NPS",
    "csat": "CSAT",
    "csi": "CSI",
    "basic": "a basic skill",
    "exclusive": "an exclusive technique",
    "overload": "too much",
    "other": "no skill",
    "submitted": "it is handed in",
    "reviewed": "it is checked",
    "tickets": "open requests",
    "works": "homework being checked",
    "touches": "planned contacts",
    "tasks": "tasks",
}


def said(text: str) -> str:
    """A word of the method's forms in the reader's language.

    With a context of its own: "To" of quiet hours is not the "To" of a letter.
    """
    return pgettext("method", text) if text else ""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a section: its words and how it is edited.

    `path` names fields and, for lists of items, `*`: roles.*.title. `choices` are values
    with their words; where they are items of a section, `ref` says which, see `choices_of`.
    `children` are the fields of a group or of one item. `fixed` lists keep their items:
    code knows them by name.
    """

    path: str
    label: str
    hint: str
    kind: Kind
    required: bool
    least: int | None = None
    most: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    ref: Ref | None = None
    fixed: bool = False
    children: tuple["FieldSpec", ...] = ()

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2]


def fields_of(section: Section) -> tuple[FieldSpec, ...]:
    """The fields of a section, as a tree, labels in the reader's language."""
    return _fields_in(section, get_language() or "")


def section_words(section: Section) -> tuple[str, str]:
    """(what a section is called, what it is about)."""
    title, about = _SECTION_WORDS[section]
    return said(title), said(about)


def spec_at(section: Section, steps: Sequence[str]) -> FieldSpec | None:
    """The field a path of names and item keys leads to; for an item, its list's field."""
    specs: tuple[FieldSpec, ...] = fields_of(section)
    spec: FieldSpec | None = None
    inside_items = False
    for step in steps:
        if inside_items:
            inside_items = False
            continue
        spec = next((one for one in specs if one.name == step), None)
        if spec is None:
            return None
        specs, inside_items = spec.children, spec.kind is Kind.ITEMS
    return spec


def choices_of(spec: FieldSpec, method: Mapping[Section, Shape]) -> tuple[tuple[str, str], ...]:
    """What a choice may be: values with their words, those of other sections included."""
    if spec.ref is None:
        return spec.choices
    items = getattr(method[spec.ref.section], spec.ref.collection)
    return tuple((str(one.key), title_of(one.model_dump(mode="json"))) for one in items)


def label_of(section: Section, path: Sequence[str], *bodies: Body) -> str:
    """Where a change is, in words: Roles → Curator → Rights."""
    words: list[str] = []
    for length in range(1, len(path) + 1):
        steps = tuple(path[:length])
        above = spec_at(section, steps[:-1])
        if above is not None and above.kind is Kind.ITEMS and _is_list(steps[:-1], bodies):
            titles = (title_of(value_at(body, steps)) for body in bodies)
            words.append(next((title for title in titles if title), steps[-1]))
        else:
            spec = spec_at(section, steps)
            words.append(spec.label if spec else steps[-1])
    return " → ".join(words)


def shown(value: Plain) -> str:
    """A value in words, for a diff: lists line by line, an item by its title."""
    if value is None:
        return "—"
    if isinstance(value, bool):
        return said("yes") if value else said("no")
    if isinstance(value, list):
        return "\n".join(shown(one) for one in value)
    return title_of(value) if isinstance(value, dict) else str(value)


def title_of(value: object) -> str:
    """What an item is called: its title, its text, else its key."""
    if not isinstance(value, dict):
        return ""
    named = (value.get(name) for name in ("title", "text", "word", "when", "key"))
    return next((str(name) for name in named if name), "")


@cache
def _fields_in(section: Section, language: str) -> tuple[FieldSpec, ...]:
    with override(language):
        return _fields(SHAPES[section], "")


def _fields(shape: type[BaseModel], above: str) -> tuple[FieldSpec, ...]:
    return tuple(
        _field(field, f"{above}{name}")
        for name, field in shape.model_fields.items()
        if name != "key"
    )


def _field(field: FieldInfo, path: str) -> FieldSpec:
    listed, plain = _plain_type(field.annotation)
    model = plain if issubclass(plain, BaseModel) else None
    under = f"{path}.{EVERY}." if listed else f"{path}."
    return FieldSpec(
        path=path,
        label=said(field.title or ""),
        hint=said(field.description) if field.description else "",
        kind=_kind(field, listed, plain),
        required=field.is_required(),
        least=_limit(field, Ge, "ge"),
        most=_limit(field, Le, "le"),
        choices=_static_choices(plain),
        ref=_NAMED_IN.get(plain) or promise(field, Ref),
        fixed=model is not None and "key" in model.model_fields and _is_fixed(model),
        children=_fields(model, under) if model is not None else (),
    )


def _static_choices(plain: type) -> tuple[tuple[str, str], ...]:
    if not issubclass(plain, StrEnum) or plain in _NAMED_IN:
        return ()
    return tuple((one.value, said(_CHOICE_WORDS.get(one.value, one.value))) for one in plain)


def _is_fixed(model: type[BaseModel]) -> bool:
    _listed, key = _plain_type(model.model_fields["key"].annotation)
    return issubclass(key, StrEnum)


def _plain_type(annotation: object) -> tuple[bool, type]:
    """(is it a list, the type of one value), with Optional and Annotated taken off."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _plain_type(arguments[0])
    if origin in {Union, UnionType}:
        return _plain_type(next(one for one in arguments if one is not NoneType))
    if origin is tuple:
        return True, _plain_type(arguments[0])[1]
    return False, annotation if isinstance(annotation, type) else str


def _kind(field: FieldInfo, listed: bool, plain: type) -> Kind:
    if issubclass(plain, BaseModel):
        return Kind.ITEMS if listed else Kind.GROUP
    if issubclass(plain, StrEnum) or promise(field, Ref) is not None:
        return Kind.CHOICES if listed else Kind.CHOICE
    if listed:
        return Kind.LINES
    if edited := promise(field, Edited):
        return edited.kind
    if issubclass(plain, bool):
        return Kind.SWITCH
    return Kind.NUMBER if issubclass(plain, int | float) else Kind.LINE


def _limit(field: FieldInfo, mark: type[Ge] | type[Le], name: str) -> int | None:
    found = promise(field, mark)
    return None if found is None else int(getattr(found, name))


def _is_list(steps: tuple[str, ...], bodies: Sequence[Body]) -> bool:
    return any(isinstance(value_at(body, steps), list) for body in bodies)
