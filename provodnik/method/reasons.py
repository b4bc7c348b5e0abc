"""Why a gate refuses, what speaks for an offer, and what the words of both may name."""

from collections.abc import Mapping
from enum import StrEnum


class ReasonCode(StrEnum):
    """Every reason a gate may answer with; its words are in the school's method."""

    DISSATISFIED_CSAT = "dissatisfied_csat"
    DISSATISFIED_NPS = "dissatisfied_nps"
    COMPLAINT_OPEN = "complaint_open"
    OFFER_LIMIT = "offer_limit"
    OFFERED_RECENTLY = "offered_recently"
    NOT_NOW = "not_now"
    QUIET_HOURS = "quiet_hours"
    NO_CONSENT_CALLS = "no_consent_calls"
    NO_CONSENT_MESSAGES = "no_consent_messages"
    GOAL_MISSING = "goal_missing"
    ALREADY_BOUGHT = "already_bought"
    ALREADY_OFFERED = "already_offered"
    PRODUCT_NOT_ON_SALE = "product_not_on_sale"
    PRODUCT_WITHOUT_PAYMENT_PAGE = "product_without_payment_page"
    PREREQUISITE_MISSING = "prerequisite_missing"
    NO_RIGHT_TO_OFFER = "no_right_to_offer"
    GRADE_DOES_NOT_OFFER = "grade_does_not_offer"
    AUTOMATION_STOPPED = "automation_stopped"
    STEP_WITHOUT_REASON = "step_without_reason"
    STEP_REASON_SHORT = "step_reason_short"
    STEP_WITHOUT_PRODUCT = "step_without_product"
    STEP_WITHOUT_SCRIPT = "step_without_script"
    STEP_WITHOUT_CHANNEL = "step_without_channel"
    STEP_WITHOUT_MOMENT = "step_without_moment"
    STEP_TO_ITSELF = "step_to_itself"
    STEP_RULE_OFF = "step_rule_off"
    PATH_IN_CIRCLE = "path_in_circle"
    PATH_EMPTY = "path_empty"
    RULE_WITHOUT_WHAT = "rule_without_what"
    RULE_WITHOUT_WHY = "rule_without_why"
    RULE_WITHOUT_METRICS = "rule_without_metrics"
    RULE_WITHOUT_MEASURE = "rule_without_measure"
    PRODUCT_HAS_STEPS = "product_has_steps"
    PRODUCT_NAME_TAKEN = "product_name_taken"
    NEXT_IS_ITSELF = "next_is_itself"
    TRIPWIRE_WITHOUT_FLAGSHIP = "tripwire_without_flagship"
    TRIPWIRE_WITHOUT_NEXT = "tripwire_without_next"
    ECONOMICS_NOT_CONFIRMED = "economics_not_confirmed"
    PRICE_BELOW_COST = "price_below_cost"
    STAGE_CRITERIA_UNMET = "stage_criteria_unmet"
    STAGE_NOT_OPEN = "stage_not_open"
    REFUND_STEP_SKIPPED = "refund_step_skipped"
    REVIEW_NEEDED = "review_needed"
    REVIEW_WAITS = "review_waits"
    REVIEW_RETURNED = "review_returned"
    DECISION_NOT_YOURS = "decision_not_yours"
    CONTACT_ONLY_ADVISES = "contact_only_advises"
    CLIENT_DOES_NOT_DECIDE = "client_does_not_decide"
    ACCESSES_HELD = "accesses_held"


class Evidence(StrEnum):
    """What speaks for an offer; printed beside the permission."""

    GOOD_CSAT = "good_csat"
    GOOD_NPS = "good_nps"
    NO_SCORES_YET = "no_scores_yet"
    LAST_OFFER = "last_offer"
    NO_OFFERS_YET = "no_offers_yet"
    CONSENT_CALLS = "consent_calls"
    CONSENT_MESSAGES = "consent_messages"


def params(**names: str) -> dict[str, frozenset[str]]:
    return {key: frozenset(words.split()) for key, words in names.items()}


# The contract between the code that finds and the data that words it. The suffix of
# a name is its unit: `_on` an ISO date, `_kopecks`, `_minutes`, `_share`; see words.fill.
REASON_PARAMS: Mapping[str, frozenset[str]] = params(
    dissatisfied_csat="score scale",
    dissatisfied_nps="score",
    complaint_open="item since_on",
    offer_limit="made limit next_on",
    offered_recently="days limit next_on",
    not_now="until_on",
    quiet_hours="client_time next_time next_on",
    already_bought="product bought_on",
    already_offered="product offered_on",
    product_not_on_sale="product",
    product_without_payment_page="product",
    prerequisite_missing="product prerequisite",
    no_right_to_offer="role",
    grade_does_not_offer="grade",
    step_without_reason="step",
    step_reason_short="step limit",
    step_without_product="step",
    step_without_script="step",
    step_without_channel="step",
    step_without_moment="step",
    step_to_itself="product",
    step_rule_off="step",
    path_in_circle="chain",
    product_has_steps="product count",
    product_name_taken="product",
    next_is_itself="product",
    tripwire_without_flagship="product",
    tripwire_without_next="product",
    economics_not_confirmed="product",
    price_below_cost="product below_kopecks",
    stage_criteria_unmet="stage count criteria",
    stage_not_open="stage count criteria",
    refund_step_skipped="step missing",
    decision_not_yours="kind approvers",
    contact_only_advises="name deciders",
    client_does_not_decide="kind approvers",
    accesses_held="count accesses",
)
