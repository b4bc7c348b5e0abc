"""The conditions of an offer, written once, as a question over any number of candidates.

A candidate is a client, a product and the consent its channel needs. Everything the
planner, the day and the deed know about "may we offer" comes from here.
"""

from datetime import date, datetime, timedelta
from typing import LiteralString
from zoneinfo import ZoneInfo

from provodnik.kernel.periods import local_date
from provodnik.method import queries as method
from provodnik.method.reasons import ReasonCode

type Param = str | int | bool | date | datetime | None
type Params = dict[str, Param]

HUNDREDTHS = 100

# These speak about the client alone, `p`; who needs help is found by the same words.
LOW_CSAT: LiteralString = "(p.last_csat <= %(csat_at_most)s AND p.last_csat_at > %(told_after)s)"
LOW_NPS: LiteralString = "(p.last_nps <= %(nps_at_most)s AND p.last_nps_at > %(told_after)s)"
COMPLAINS: LiteralString = "(%(complaint_counts)s AND p.open_complaints > 0)"

DISSATISFIED = frozenset(
    {ReasonCode.DISSATISFIED_CSAT, ReasonCode.DISSATISFIED_NPS, ReasonCode.COMPLAINT_OPEN}
)


def judging(candidates: LiteralString) -> LiteralString:
    """SQL that judges each row of `candidates`; parameters are those of `settings`.

    Shape:  candidates(client_id, product_id, consent 'calls' | 'messages' | null,
            own_offer_id | null: the offer in whose favour we ask), any more columns
            → the same columns, the facts below, and `codes`, the reasons against
    """
    return _JUDGING.replace("{candidates}", candidates)


def settings(*, now: datetime, zone: ZoneInfo) -> Params:
    """The method's thresholds as parameters of `judging`. At most one query."""
    offer = method.offer_gates()
    limits, consent = offer.limits, offer.consent
    return {
        **dissatisfaction(now=now),
        "now": now,
        "today": local_date(now, zone),
        "zone": zone.key,
        "per_window": limits.per_window,
        "window_days": limits.window_days,
        "days_between": limits.days_between,
        "after_refusal_days": limits.after_refusal_days,
        "same_product_days": limits.same_product_days,
        "calls_need_consent": consent.calls,
        "messages_need_consent": consent.messages,
        "unknown_allows": consent.unknown_allows,
        "ask_goal": offer.ask_goal,
    }


def dissatisfaction(*, now: datetime) -> Params:
    """Parameters of `LOW_CSAT`, `LOW_NPS` and `COMPLAINS`. Scores are in hundredths."""
    low = method.offer_gates().dissatisfied
    return {
        "csat_at_most": low.csat_at_most * HUNDREDTHS,
        "nps_at_most": low.nps_at_most * HUNDREDTHS,
        "complaint_counts": low.open_complaint,
        "told_after": now - timedelta(days=low.window_days),
    }


_JUDGING: LiteralString = f"""
SELECT c.*, p.name AS client_name, p.last_csat, p.last_nps, product.name AS product_name,
       product.price_kopecks, needed.name AS prerequisite_name, said.made, said.last_made_at,
       said.same_made_at, said.limiting_at, said.until_on, said.open_at, bought.bought_at,
       array_remove(ARRAY[
         CASE WHEN {LOW_CSAT} THEN 'dissatisfied_csat' END,
         CASE WHEN {LOW_NPS} THEN 'dissatisfied_nps' END,
         CASE WHEN {COMPLAINS} THEN 'complaint_open' END,
         CASE WHEN said.until_on > %(today)s THEN 'not_now' END,
         CASE WHEN product.status = 'retired' THEN 'product_not_on_sale' END,
         CASE WHEN bought.bought_at IS NOT NULL THEN 'already_bought' END,
         CASE WHEN said.open_at IS NOT NULL THEN 'already_offered' END,
         CASE WHEN product.prerequisite_id IS NOT NULL
               AND bought.has_prerequisite IS NOT TRUE THEN 'prerequisite_missing' END,
         CASE WHEN said.made >= %(per_window)s THEN 'offer_limit'
              WHEN said.last_made_at > %(now)s - make_interval(days => %(days_between)s)
                OR said.same_made_at > %(now)s - make_interval(days => %(same_product_days)s)
              THEN 'offered_recently' END,
         CASE WHEN c.consent = 'calls' AND %(calls_need_consent)s
               AND (p.calls_refused_at IS NOT NULL OR NOT %(unknown_allows)s)
              THEN 'no_consent_calls' END,
         CASE WHEN c.consent = 'messages' AND %(messages_need_consent)s
               AND (p.messages_refused_at IS NOT NULL OR NOT %(unknown_allows)s)
              THEN 'no_consent_messages' END,
         CASE WHEN %(ask_goal)s AND NOT EXISTS (
                SELECT FROM people_goal AS g WHERE g.client_id = c.client_id
                  AND g.reached_at IS NULL) THEN 'goal_missing' END
       ], NULL) AS codes
FROM {{candidates}} AS c
JOIN people_client AS p ON p.id = c.client_id
JOIN catalog_product AS product ON product.id = c.product_id
LEFT JOIN catalog_product AS needed ON needed.id = product.prerequisite_id
LEFT JOIN LATERAL (
  SELECT count(*) FILTER (
           WHERE o.made_at > %(now)s - make_interval(days => %(window_days)s)) AS made,
         max(o.made_at) AS last_made_at,
         max(o.made_at) FILTER (WHERE o.product_id = c.product_id) AS same_made_at,
         max(o.made_at) FILTER (
           WHERE o.product_id = c.product_id AND o.state = 'made') AS open_at,
         (array_agg(o.made_at ORDER BY o.made_at DESC))[%(per_window)s] AS limiting_at,
         max(coalesce(
           o.not_before_on,
           ((o.decided_at + make_interval(days => %(after_refusal_days)s))
             AT TIME ZONE %(zone)s)::date)) FILTER (WHERE o.state = 'declined') AS until_on
  FROM sales_offer AS o
  WHERE o.client_id = c.client_id AND o.id IS DISTINCT FROM c.own_offer_id
) AS said ON true
LEFT JOIN LATERAL (
  SELECT max(o.first_paid_at) FILTER (WHERE o.product_id = c.product_id) AS bought_at,
         bool_or(o.product_id = product.prerequisite_id) AS has_prerequisite
  FROM sales_order AS o
  WHERE o.client_id = c.client_id AND o.first_paid_at IS NOT NULL
    AND o.paid_kopecks > o.refunded_kopecks
) AS bought ON true
"""  # noqa: S608 (only our own conditions)
