"""Shapes about offers: kinds of products, gates, the path and credit."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from provodnik.method.reasons import Evidence, ReasonCode
from provodnik.method.shapes.base import (
    ClockTime,
    Count,
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
from provodnik.method.shapes.channels import ChannelKey
from provodnik.method.types import (
    CreditRule,
    Deed,
    MaterialChange,
    Outcome,
    Section,
    Trigger,
    TriggerNeed,
)

ScriptKey = Annotated[Key, Ref(Section.SCRIPTS, "scripts")]
KindKey = Annotated[Key, Ref(Section.PRODUCT_KINDS, "kinds")]
RoleKey = Annotated[Key, Ref(Section.ROLES, "roles")]
Percent = Annotated[float, Field(ge=0, le=100)]


class ProductKind(Item):
    """A kind of product in the matrix (R-065)."""

    title: Line = Field(title="Title")
    short: Line = Field(title="Short title")
    hint: Prose = Field(title="Hint")
    is_next_step: bool = Field(
        title="Counts as a next step", description="Buying it means the student moved on"
    )
    needs_next: bool = Field(
        title="Needs a next product", description="Without one it is shown as a dead end"
    )
    leads_to_flagship: bool = Field(
        title="Strengthens a flagship", description="Must name its flagship and the next product"
    )
    is_launch: bool = Field(title="Format of a launch")
    is_entry: bool = Field(
        title="People come to it by themselves",
        description="Others need a product or a step that leads to them",
    )
    is_subscription: bool = Field(title="Paid for a term and renewed")
    reward_percent: Percent = Field(title="Reward for a sale, percent")


class Subscriptions(Shape):
    """Terms of subscriptions (R-075)."""

    term_days: Positive = Field(
        title="Term, days", description="Of a product that does not say its own"
    )
    grace_days: Count = Field(
        title="Days to wait for a renewal", description="After the end of the term"
    )


class Knowledge(Shape):
    """Who must know the products, and what makes them read a product again (R-071)."""

    roles: tuple[RoleKey, ...] = Field(title="Who must know every product")
    material: tuple[MaterialChange, ...] = Field(title="Changes to read anew")


class Lift(Shape):
    """How the use of a bonus or a tripwire is measured (R-082)."""

    window_days: Positive = Field(title="Days to the next purchase")
    enough_people: Positive = Field(
        title="People enough to trust it", description="In each of the two groups"
    )


class ProductKinds(Shape):
    """The kinds of products the matrix tells apart, and how products are looked after."""

    kinds: tuple[ProductKind, ...] = Field(title="Kinds")
    subscriptions: Subscriptions = Field(title="Subscriptions")
    knowledge: Knowledge = Field(title="Knowledge of products")
    lift: Lift = Field(title="Use of bonuses and tripwires")

    def kind(self, key: str) -> ProductKind | None:
        return next((kind for kind in self.kinds if kind.key == key), None)


class Dissatisfied(Shape):
    """When a student is dissatisfied and gets help in place of an offer (R-080)."""

    csat_at_most: Positive = Field(title="Score at most", description="The last one, of 5")
    csat_scale: Positive = Field(title="Scale of the score")
    nps_at_most: Count = Field(title="“Would you recommend” at most", description="Of 10")
    open_complaint: bool = Field(title="An open complaint counts")
    window_days: Positive = Field(
        title="Window, days", description="An older score no longer pauses offers"
    )
    instead: Deed = Field(title="Deed in place of the offer")


class OfferLimits(Shape):
    """How often one student may hear an offer (R-090)."""

    per_window: Positive = Field(title="Offers at most")
    window_days: Positive = Field(title="In how many days")
    days_between: Count = Field(title="Days between offers at least")
    after_refusal_days: Count = Field(
        title="Days after a refusal", description="When no “not earlier than” date is given"
    )
    same_product_days: Count = Field(title="Days before the same product again")


class QuietHours(Shape):
    """When a student is not disturbed, by the student's own clock: [from, to) across midnight."""

    starts: ClockTime = Field(title="From")
    ends: ClockTime = Field(title="To")


class Consent(Shape):
    """Whose consent a touch needs."""

    calls: bool = Field(title="Calls need consent")
    messages: bool = Field(title="Messages need consent")
    unknown_allows: bool = Field(
        title="No record allows", description="What to do where consent was never asked"
    )


class OfferGates(Shape):
    """When an offer may be made."""

    dissatisfied: Dissatisfied = Field(title="First help")
    limits: OfferLimits = Field(title="Frequency")
    quiet_hours: QuietHours = Field(title="Quiet hours")
    consent: Consent = Field(title="Consent")
    ask_goal: bool = Field(title="Ask for a missing goal")


class StepGates(Shape):
    """What a step of the path must have to be published (R-078)."""

    reason: bool = Field(title="A reason")
    reason_letters: Count = Field(title="Letters in the reason at least")
    product: bool = Field(title="A product")
    script: bool = Field(title="A script")
    channel: bool = Field(title="A channel")
    circles_allowed: bool = Field(title="Steps may go in a circle")


class RuleGates(Shape):
    """Which of the four fields an upsell rule must have to be switched on (R-083)."""

    what: bool = Field(title="What we offer")
    why: bool = Field(title="Why it helps")
    metrics: bool = Field(title="Which figures improve")
    measure: bool = Field(title="How we measure")
    letters: Count = Field(title="Letters in a field at least")


class ReasonWords(Item):
    """A refusal in words: what is missing, why it matters, where to mend it."""

    key: ReasonCode = Field(title="Code")
    title: Line = Field(title="In short")
    missing: Prose = Field(title="What is missing")
    why: Prose = Field(title="Why it matters")
    fix: Line = Field(title="Where to mend it")
    page: PageName | None = Field(default=None, title="Page of the fix")
    may_pass: bool = Field(
        title="May be passed with a written reason", description="By a role with this right"
    )


class EvidenceWords(Item):
    """One thing that speaks for the offer."""

    key: Evidence = Field(title="Code")
    text: Line = Field(title="Text")


class Gates(Shape):
    """All gates of offers, of the path and of upsell rules, and their words."""

    offer: OfferGates = Field(title="Offers")
    path_step: StepGates = Field(title="Publishing a step")
    upsell_rule: RuleGates = Field(title="Switching a rule on")
    allowed: Line = Field(title="When an offer is allowed")
    evidence: tuple[EvidenceWords, ...] = Field(title="What speaks for it")
    reasons: tuple[ReasonWords, ...] = Field(title="Words of refusals")

    @model_validator(mode="after")
    def _every_code_has_words(self) -> Self:
        covers(self.evidence, Evidence, "evidence")
        covers(self.reasons, ReasonCode, "reasons")
        return self

    def reason(self, code: str) -> ReasonWords | None:
        return next((words for words in self.reasons if words.key == code), None)


class CreditRuleWords(Item):
    """One rule of credit in words, in its place in the order."""

    key: CreditRule = Field(title="Rule")
    title: Line = Field(title="Title")
    how: Prose = Field(title="How it finds the author")


class Credit(Shape):
    """Whose touch a payment is credited to. Rules are tried in this order."""

    window_days: Positive = Field(
        title="Window, days", description="From a touch or a click to the payment"
    )
    same_product: bool = Field(title="The touch must be about the product paid for")
    deeds: tuple[Deed, ...] = Field(title="Deeds that qualify")
    outcomes: tuple[Outcome, ...] = Field(title="Outcomes that qualify")
    refund_takes_back: bool = Field(title="A refund takes the credit back")
    rules: tuple[CreditRuleWords, ...] = Field(title="Rules in order")


class TriggerWords(Item):
    """A moment of the path in words."""

    key: Trigger = Field(title="Moment")
    title: Line = Field(title="Title")
    sentence: Annotated[Line, Takes.words("product module days date_on")] = Field(
        title="Sentence", description="Continues “When …”"
    )
    events: tuple[Key, ...] = Field(
        title="Journal events", description="None: found by a daily look"
    )
    needs: tuple[TriggerNeed, ...] = Field(title="What the step must say")
    default_days: Count | None = Field(default=None, title="Days by default")


class StarterStep(Item):
    """A step offered to a school whose path is empty; products are taken by kind."""

    after_kind: KindKey | None = Field(default=None, title="After a product of kind")
    moment: Trigger = Field(title="Moment")
    module: Positive | None = Field(default=None, title="Module")
    days: Count | None = Field(default=None, title="Days")
    delay_days: Count = Field(title="Offer after, days")
    offer_kind: KindKey = Field(title="Offer a product of kind")
    reason: Prose = Field(title="Why it is help")
    script: ScriptKey = Field(title="Script")
    channel: ChannelKey = Field(title="Channel")


class NextProducts(Shape):
    """How the next product is learned from the school's own purchases."""

    weight: Positive = Field(
        title="Weight of popularity",
        description="As many buyers as popularity counts for after a product",
    )
    learned_percent: Annotated[int, Field(ge=50, le=95)] = Field(
        title="Purchases that teach, percent", description="The later rest tries what was learned"
    )
    clients_at_least: Positive = Field(
        title="Buyers enough to draw a step", description="Fewer are shown, but draw nothing"
    )
    shown: Positive = Field(title="Suggestions shown")


class UpsellEffect(Shape):
    """How the promise of an upsell rule is compared with what came of it (R-084)."""

    window_days: Positive = Field(
        title="Days before and after", description="Of a rule that does not say its own"
    )


class Path(Shape):
    """Moments a path knows, the path a school may start from, and what purchases teach."""

    triggers: tuple[TriggerWords, ...] = Field(title="Moments")
    starter: tuple[StarterStep, ...] = Field(title="Starter path")
    next_products: NextProducts = Field(title="What is bought next")
    upsell_effect: UpsellEffect = Field(title="Effect of upsell rules")

    @model_validator(mode="after")
    def _every_moment_has_words(self) -> Self:
        covers(self.triggers, Trigger, "triggers")
        return self
