"""Shapes about the audit: what is asked, how data answers it, what to do with what is found."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from provodnik.method.audit_words import StakeKind
from provodnik.method.shapes.base import (
    Item,
    Key,
    Line,
    PageName,
    Positive,
    Prose,
    Ref,
    Shape,
    Takes,
    covers,
)
from provodnik.method.shapes.numbers import Percent
from provodnik.method.types import (
    AuditSentence,
    EffortKind,
    LaunchStep,
    Section,
    Severity,
)

RoleKey = Annotated[Key, Ref(Section.ROLES, "roles")]
CheckKey = Annotated[Key, Ref(Section.AUDIT, "checks")]
KindKey = Annotated[Key, Ref(Section.PRODUCT_KINDS, "kinds")]


class AuditGroup(Item):
    """A chapter of the checklist."""

    title: Line = Field(title="Title")


class AuditCheck(Item):
    """One item of the checklist. With `fine` and `failed` data answers it where there is data.

    `limit`, `percent` and `days` are thresholds; what they measure is said in the texts.
    """

    group: Annotated[Key, Ref(Section.AUDIT, "groups")] = Field(title="Chapter")
    question: Line = Field(title="Statement to check")
    hint: Line = Field(title="How to think about it")
    severity: Severity = Field(title="Severity")
    blind_spot: bool = Field(default=False, title="Blind spot of the product")
    limit: float | None = Field(default=None, title="Threshold")
    percent: Percent | None = Field(default=None, title="Threshold, percent")
    days: Positive | None = Field(default=None, title="Term, days")
    fine: Line | None = Field(default=None, title="Evidence when fine")
    failed: Line | None = Field(default=None, title="Evidence when failed")
    request: Line = Field(title="What is usually asked for")
    root: Prose = Field(title="What usually stands behind it")
    action: Line = Field(title="What to do")
    action_days: Positive = Field(title="Term of the action, days")
    owner: RoleKey = Field(title="Who answers for it")
    page: PageName | None = Field(default=None, title="Page")
    stake: StakeKind | None = Field(default=None, title="Money at stake")


class Stake(Item):
    """How money at stake is counted; its inputs are printed beside it."""

    key: StakeKind = Field(title="Key")
    title: Line = Field(title="Title")
    how: Annotated[
        Line,
        Takes.words(
            "people conversion_share cheque_kopecks"
            " returned_kopecks limit_share paid_kopecks hours hour_kopecks"
        ),
    ] = Field(title="How we count")


class AuditMoney(Shape):
    """Assumptions of money at stake."""

    conversion_percent: Percent = Field(title="Assumed conversion, percent")
    enough_offers: Positive = Field(title="The school's own conversion from so many offers")
    paid_within_days: Positive = Field(title="An offer is paid within, days")
    cheque_days: Positive = Field(title="Average cheque of the last days")


class SentenceOfAudit(Item):
    """The first sentence of a report; the first one that is true is printed."""

    key: AuditSentence = Field(title="Condition")
    text: Annotated[Line, Takes.words("passed failed checked urgent stake_kopecks")] = Field(
        title="Text"
    )


class Advice(Item):
    """A line of the self-check: true when all its checks are passed."""

    text: Line = Field(title="Text")
    source: Line = Field(title="Source")
    checks: tuple[CheckKey, ...] = Field(title="Checks")


class Pain(Item):
    """A yes/no of the owner's start form."""

    title: Line = Field(title="Title")
    hint: Line = Field(title="How to think about it")


class EffortWeight(Item):
    """Minutes one such deed takes; the key is the kind of a journal entry."""

    title: Line = Field(title="Title")
    what: EffortKind = Field(title="What it is")
    minutes: Positive = Field(title="Minutes")


class Effort(Shape):
    """How deeds become hours."""

    weeks_shown: Positive = Field(title="Weeks shown")
    kinds: tuple[EffortWeight, ...] = Field(title="Deeds")


class Milestone(Item):
    """A milestone of the launch of repeat sales; code knows how to see it reached."""

    key: LaunchStep = Field(title="Key")
    title: Line = Field(title="Title")
    due_days: Positive = Field(title="Due after the start, days")


class RepeatLaunch(Shape):
    """Launching repeat sales as a project."""

    first_sale_days: Positive = Field(title="Red without a first repeat sale after, days")
    milestones: tuple[Milestone, ...] = Field(title="Milestones")

    @model_validator(mode="after")
    def _every_step_has_a_term(self) -> Self:
        covers(self.milestones, LaunchStep, "milestones")
        return self


class Audit(Shape):
    """The deep audit of the department."""

    window_days: Positive = Field(title="Window, days")
    frontline_roles: tuple[RoleKey, ...] = Field(title="Roles that lead students")
    head_roles: tuple[RoleKey, ...] = Field(title="Roles that lead the department")
    flagship_kinds: tuple[KindKey, ...] = Field(title="Kinds of the main product")
    money: AuditMoney = Field(title="Money at stake")
    stakes: tuple[Stake, ...] = Field(title="Ways money is at stake")
    sentences: tuple[SentenceOfAudit, ...] = Field(title="First sentences")
    groups: tuple[AuditGroup, ...] = Field(title="Chapters")
    checks: tuple[AuditCheck, ...] = Field(title="Checklist")
    advices: tuple[Advice, ...] = Field(title="Self-check")
    pains: tuple[Pain, ...] = Field(title="Owner's pains")
    effort: Effort = Field(title="Effort")
    launch: RepeatLaunch = Field(title="Launch of repeat sales")

    @model_validator(mode="after")
    def _every_word_is_there(self) -> Self:
        covers(self.stakes, StakeKind, "stakes")
        covers(self.sentences, AuditSentence, "sentences")
        return self

    def check(self, key: str) -> AuditCheck | None:
        return next((check for check in self.checks if check.key == key), None)

    def stake(self, kind: StakeKind) -> Stake:
        return next(stake for stake in self.stakes if stake.key == kind)

    def sentence(self, condition: AuditSentence) -> SentenceOfAudit:
        return next(sentence for sentence in self.sentences if sentence.key == condition)
