"""Shapes about figures: their words, the first sentence of a page, what needs attention."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from provodnik.method.shapes.base import (
    Count,
    Item,
    Key,
    Line,
    PageName,
    Positive,
    Prose,
    Shape,
    Takes,
    covers,
)
from provodnik.method.types import (
    ChannelGroup,
    Direction,
    Gender,
    Quantity,
    Sentence,
    SignalKey,
    Tone,
)

Percent = Annotated[float, Field(ge=0, le=100)]


class MetricWords(Item):
    """A figure in words: what it is called, how it is counted, who is left out."""

    title: Line = Field(title="Title")
    short: Line = Field(title="Short title", description="Two words at most, for table heads")
    gender: Gender = Field(title="Gender of the title")
    direction: Direction = Field(title="Better when it goes")
    sentence: Annotated[Line, Takes.words("numerator denominator")] | None = Field(
        default=None, title="Sentence of its parts"
    )
    how: Prose = Field(title="How we count")
    left_out: Prose = Field(title="Who is not counted")
    source: Line = Field(title="Where it comes from")


class NotMeasuredWords(Item):
    """“Not measured” in agreement with the figure's name."""

    key: Gender = Field(title="Gender")
    text: Line = Field(title="Text")


class PointRow(Item):
    """A row of A → B: a figure, which part of its value, and the goal."""

    metric: Key = Field(title="Figure")
    part: Line | None = Field(default=None, title="Part of the value")
    group: ChannelGroup | None = Field(default=None, title="Line of the total")
    title: Line = Field(title="Title")
    caption: Line = Field(title="Caption")
    gender: Gender = Field(title="Gender of the title")
    direction: Direction = Field(title="Better when it goes")
    unit: Quantity = Field(default=Quantity.SHARE, title="Counted in")
    ready: bool = Field(title="Counted already", description="Otherwise “not measured”")
    target_roubles: Count | None = Field(default=None, title="Goal, roubles")
    target_percent: Percent | None = Field(default=None, title="Goal, percent")


class SmallNumbers(Shape):
    """From which size a share stands without its parts."""

    parts_below: Positive = Field(title="Show the parts below")
    few_below: Positive = Field(title="“Little data” below")


class Forecast(Shape):
    """From when a forecast is worth printing, and how far it looks."""

    horizon_days: Positive = Field(title="Looks ahead, days")
    buyers_at_least: Positive = Field(title="Buyers at least")
    repeat_buyers_at_least: Positive = Field(title="Buyers on a second day at least")
    check_days_at_least: Positive = Field(
        title="Days of the check at least",
        description="The second half of history, on which the forecast is tried",
    )


class ServiceTargets(Shape):
    """What was promised about answers and meetings. Hours are those of the working calendar."""

    first_response_hours: Annotated[float, Field(gt=0)] = Field(title="First answer within, hours")
    department_response_hours: Annotated[float, Field(gt=0)] = Field(
        title="The department's own goal, hours"
    )
    response_over_percent: Percent = Field(
        title="Help is needed above, percent",
        description="How much the mean may be longer than promised",
    )
    training_meetings_a_week: Positive = Field(title="Training meetings a week")


class CauseKind(Item):
    """What may make students stop: the material, an unclear path, something else."""

    title: Line = Field(title="Title")
    hint: Line = Field(title="How to recognise it")


class ChurnPoints(Shape):
    """Where a course loses students, and how a change is judged.

    Students are compared at equal time since their access: `reach_days` is given to each.
    """

    kinds: tuple[CauseKind, ...] = Field(title="Kinds of causes", min_length=1)
    window_days: Positive = Field(
        title="Looks back, days", description="Students who got access within these days"
    )
    reach_days: Positive = Field(
        title="Time given to a student, days",
        description="How long after access one may judge whether a step was reached",
    )
    students_at_least: Positive = Field(title="Students at least")
    fall_percent_at_least: Percent = Field(title="A fall is one from, percent")

    def kind(self, key: str) -> CauseKind | None:
        return next((kind for kind in self.kinds if kind.key == key), None)


class LeadSettings(Shape):
    """How sources of leads are compared (R-256)."""

    equal_age_days: Positive = Field(
        title="Equal age, days",
        description="Revenue a lead is compared on so many first days of each lead",
    )


class Metrics(Shape):
    """Words of figures and the rows of A → B."""

    small_numbers: SmallNumbers = Field(title="Small numbers")
    forecast: Forecast = Field(title="Forecast")
    service: ServiceTargets = Field(title="Answers and meetings")
    sources: LeadSettings = Field(title="Sources of leads")
    churn_points: ChurnPoints = Field(title="Points of outflow")
    not_measured: tuple[NotMeasuredWords, ...] = Field(title="“Not measured”")
    metrics: tuple[MetricWords, ...] = Field(title="Figures")
    point_rows: tuple[PointRow, ...] = Field(title="Rows of A → B")

    @model_validator(mode="after")
    def _every_gender_has_words(self) -> Self:
        covers(self.not_measured, Gender, "not_measured")
        return self

    def metric(self, key: str) -> MetricWords | None:
        return next((metric for metric in self.metrics if metric.key == key), None)

    def not_measured_text(self, gender: Gender) -> str:
        return next(words.text for words in self.not_measured if words.key == gender)


class PageSentence(Item):
    """A first sentence; printed only when its condition is proved."""

    key: Sentence = Field(title="Condition")
    text: Line = Field(title="Text")


class Standard(Item):
    """A report the department owes by a term: kept while its check stays silent (R-018)."""

    key: SignalKey = Field(title="Check")
    title: Line = Field(title="Report")
    term: Line = Field(title="Term")


class Home(Shape):
    """First sentences of homes, in the order they are tried, and what keeps the service going."""

    falling_months: Positive = Field(title="Months of falling before it is said")
    basis_note: Line = Field(title="Note under the money")
    coincidence: Annotated[Line, Takes.words("what when_on")] = Field(title="Words of coincidence")
    standards: tuple[Standard, ...] = Field(title="Reports owed by a term")
    sentences: tuple[PageSentence, ...] = Field(title="First sentences")

    @model_validator(mode="after")
    def _every_condition_has_words(self) -> Self:
        covers(self.sentences, Sentence, "sentences")
        return self

    def sentence(self, condition: Sentence) -> PageSentence:
        return next(sentence for sentence in self.sentences if sentence.key == condition)


class SignalWords(Shape):
    """A check in words: how many, why it matters, what to do."""

    on: bool = Field(title="On")
    title: Line = Field(title="Title")
    text: Annotated[Line, Takes.words("count")] = Field(title="How many")
    why: Prose = Field(title="Why it matters")
    action: Line = Field(title="What to do")
    page: PageName = Field(title="Page")
    tone: Tone = Field(title="Tone")


class WithinHours(SignalWords):
    """A check that waits some hours before it speaks."""

    after_hours: Count = Field(title="After, hours")


class WithinDays(SignalWords):
    """A check that waits some days before it speaks."""

    after_days: Positive = Field(title="After, days")


class WentNowhere(WithinDays):
    """Silence after a product is finished, and on the map of the path after it is bought.

    A buyer is not lost while the course still goes on, so the wait from the purchase is longer.
    """

    after_purchase_days: Positive = Field(title="After the purchase, days")


class DropAtPayment(SignalWords):
    """Clicks that never become payments (R-105)."""

    clicks_at_least: Positive = Field(title="Clicks at least")
    paid_at_most: Count = Field(title="Payments at most")
    window_days: Positive = Field(title="Window, days")


class Signals(Shape):
    """Thresholds and words of every check."""

    unassigned_student: WithinHours = Field(title="Paid, no coordinator")
    went_nowhere: WentNowhere = Field(title="Went nowhere")
    product_dead_end: SignalWords = Field(title="Product without a next step")
    step_without_script: SignalWords = Field(title="Step without a script")
    moment_without_offer: SignalWords = Field(title="Moment without an offer")
    link_not_paid: WithinHours = Field(title="Link opened, nothing paid")
    drop_at_payment: DropAtPayment = Field(title="Drop at payment")
    interest_lost: WithinDays = Field(title="Interest lost")
    payment_without_channel: SignalWords = Field(title="Payment without a channel")
    product_sleeping: WithinDays = Field(title="Sleeping product")
    product_without_owner: SignalWords = Field(title="Product without an owner")
    product_orphan: SignalWords = Field(title="Product nothing leads to")
    similar_people: SignalWords = Field(title="Similar people")
    handoff_waiting: WithinHours = Field(title="A handoff not accepted")
    completed_without_contact: SignalWords = Field(title="A graduate without a next contact")
    audience_without_map: SignalWords = Field(title="A target group without a map of meanings")
    week_without_warm_up: SignalWords = Field(title="A week without a warm-up")
    request_overdue: SignalWords = Field(title="A request without an answer")
    desk_bottleneck: SignalWords = Field(title="Requests on one person")
    homework_overdue: SignalWords = Field(title="Homework unchecked past its moment")
    message_unclear: SignalWords = Field(title="A message without a clear answer")
    message_refused: WithinDays = Field(title="A message that did not arrive")
    message_waiting: SignalWords = Field(title="A message that cannot go out")
    desk_answer_soon: SignalWords = Field(title="Requests due soon")
    desk_overdue: SignalWords = Field(title="Requests overdue")
    repeat_launch_stalled: SignalWords = Field(title="Launch without a first repeat sale")
    finding_overdue: SignalWords = Field(title="An action of the audit overdue")
    quarter_without_okr: SignalWords = Field(title="KPIs without objectives of the quarter")
    quarter_without_kpi: SignalWords = Field(title="Objectives of the quarter without KPIs")
    cohort_without_goals: SignalWords = Field(title="A cohort without goals")
    churn_point_without_card: WithinDays = Field(title="A point of outflow without a cause")
    survey_missing: SignalWords = Field(title="A figure nobody asks about")
    low_score_unsettled: SignalWords = Field(title="A low score without an answer")
    month_without_interview: SignalWords = Field(title="A month without interviews")
    month_without_pack: SignalWords = Field(title="A month without a pack for marketing")
    feedback_without_decision: SignalWords = Field(title="Feedback without a decision")
    cohort_without_cases: SignalWords = Field(title="A cohort ends, no cases asked for")
    student_stuck: SignalWords = Field(title="A student needs a hand")
    course_overloaded: SignalWords = Field(title="An overloaded course")
    quality_day_missed: SignalWords = Field(title="A day without quality control")
    quality_remark_waits: WithinDays = Field(title="A remark nobody answered")
    artefact_quality_fell: SignalWords = Field(title="Quality of a person's work fell")
    raci_gap: SignalWords = Field(title="A step nobody answers for")
    without_manager: SignalWords = Field(title="A colleague without a manager")
    access_review_overdue: SignalWords = Field(title="Access nobody looked at again")
    access_after_exit: SignalWords = Field(title="Access of those who are gone")
    handing_over_stands: WithinDays = Field(title="Handing over stands still")

    def words(self, key: SignalKey) -> SignalWords:
        found: SignalWords = getattr(self, key.value)
        return found
