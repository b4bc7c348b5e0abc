"""What evidence, first sentences and checks of the audit may say: between finding and wording."""

from collections.abc import Mapping

from provodnik.method.reasons import params

EVIDENCE_PARAMS: Mapping[str, frozenset[str]] = params(
    good_csat="score scale", good_nps="score", last_offer="days"
)

SENTENCE_PARAMS: Mapping[str, frozenset[str]] = params(
    owner_no_point_a="now_kopecks",
    owner_falling="metric months",
    owner_from_zero="now_kopecks",
    owner_all_at_target="count now_kopecks",
    owner_grown="now_kopecks growth",
    owner_plain="now_kopecks window",
    pulse_burning="count burning first",
    pulse_deeds="count",
    day_all_done="count paid paid_kopecks tomorrow",
    day_empty="tomorrow",
    day_all_overdue="count left_minutes",
    day_deeds="count left_minutes overdue",
)

# What a check of the audit can say about itself; a check without a row here is only asked.
AUDIT_PARAMS: Mapping[str, frozenset[str]] = params(
    repeat_sales="repeat_kopecks repeat_share revenue_kopecks orders people days",
    after_payment_lead="n count count_share people",
    finished_without_offer="n count count_share people",
    frontline_sells="n count count_share",
    offers_to_dissatisfied="n count",
    product_without_next="n count count_share people",
    scattered_products="n count count_share",
    path_after_flagship="n count flagship people",
    product_revision="n count count_share",
    completion="n count count_share limit_share",
    churn_point="n count was item fall_share",
    cases="n count count_share",
    first_response="n count count_share limit median_minutes p90_minutes",
    one_handler="n count count_share person",
    labour_effort="n hours limit person",
    practice_reviewed="n count marked limit_share",
    curators_paid="n count",
    turnover="n count count_share",
    head_exists="n person",
    departments_agree="n count",
    nps_measured="count people",
    csi_measured="count people",
    feedback_constant="n count",
    marketing_feedback="n count",
    ltv_known="n count",
    refunds="n count count_share limit_share",
)
