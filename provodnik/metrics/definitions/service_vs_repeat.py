"""Service and repeat sales: who buys again, by how they were served. A link, not a cause."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from provodnik.metrics import tables
from provodnik.metrics.definition import Definition, Direction, Example, Raw, Unit, number
from provodnik.metrics.figures import Count, Money, Share, Value, mean_money
from provodnik.metrics.lazy import ibis
from provodnik.metrics.orders import orders, received
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import IntegerValue, StringValue, Table

SATISFACTION, RESPONSE, COMPLETION = "satisfaction", "response", "completion"
UNKNOWN = "unknown"
# Scores are hundredths of a point: of 0–10 as NPS parts them, of 1–5 as CSAT does.
_PROMOTER, _DETRACTOR, _SATISFIED, _DISSATISFIED = 900, 600, 400, 200


def clients(t: Tables) -> "Table":
    """Every client who first paid in the period, and the groups their service puts them in.

    Satisfaction is that of the last answer: 9–10 of ten or 4–5 of five is satisfied, 0–6 or 1–2
    dissatisfied, between them neutral. Response is fast where a client's mean first answer came no
    later than half of the clients wait for it, slow otherwise. Completion tells whether the
    client finished a product. Who never answered, never asked or never had access is unknown, a
    group of its own, so that the sizes add up. Who buys again may also be served better, ask more
    or answer more gladly: a difference between groups is a link and proves no cause.

    Shape:   one row a client: id (of the first paid order), client_id, satisfaction, response,
             completion, is_repeat, revenue (kopecks to date, net of refunds)
    Source:  payment_received, balance_spent, refund_paid; survey_answered (attrs.measure),
             ticket_opened, ticket_answered (attrs.auto), enrolled, course_completed, graduated
    """
    bought = orders(received(t))
    each = bought.group_by("client_id").agg(
        orders=bought.count(), paid=bought.gross.sum(), id=bought.order_id.min()
    )
    back = t.of(tables.REFUNDED)
    back = back.group_by("client_id").agg(given_back=back.value.fill_null(0).sum())
    told = each.semi_join(t.in_period(bought.filter(bought.position == 0)), "client_id")
    for part in (back, _satisfaction(t), _response(t), _completion(t)):
        told = told.left_join(part, "client_id").drop("client_id_right")
    return told.select(
        "id",
        "client_id",
        satisfaction=told.satisfaction.fill_null(UNKNOWN),
        response=told.response.fill_null(UNKNOWN),
        completion=told.completion.fill_null(UNKNOWN),
        is_repeat=told.orders > 1,
        revenue=told.paid - told.given_back.fill_null(0),
    )


def _satisfaction(t: Tables) -> "Table":
    answers = t.of("survey_answered")
    is_asked = answers.attr_measure.isin(("nps", "csat", "csi"))
    answers = answers.filter(answers.value.notnull(), is_asked)
    latest = [answers.happened_at.desc(), answers.id.desc()]
    newest = ibis.window(group_by="client_id", order_by=latest)
    last = answers.mutate(nth=ibis.row_number().over(newest))
    last = last.filter(last.nth == 0)
    of_ten = last.attr_measure == "nps"
    return last.select(
        "client_id",
        satisfaction=of_ten.ifelse(
            _between(last.value, _DETRACTOR, _PROMOTER),
            _between(last.value, _DISSATISFIED, _SATISFIED),
        ),
    )


def _between(score: "IntegerValue", low: int, high: int) -> "StringValue":
    return ibis.cases((score >= high, "satisfied"), (score <= low, "dissatisfied"), else_="neutral")


def _response(t: Tables) -> "Table":
    tickets = t.entries.filter(t.entries["item"].notnull())
    opened = tickets.filter(tickets.event == "ticket_opened", tickets.client_id.notnull())
    opened = opened.group_by("item").agg(
        client_id=opened.client_id.min(), opened_at=opened.happened_at.min()
    )
    answered = tickets.filter(tickets.event == "ticket_answered")
    answered = answered.filter(~answered.attr_auto.fill_null(False))
    answered = answered.group_by("item").agg(answered_at=answered.happened_at.min())
    both = opened.inner_join(answered, "item")
    waits = both.group_by("client_id").agg(
        wait=(both.answered_at.epoch_seconds() - both.opened_at.epoch_seconds()).mean()
    )
    half = waits["wait"].median().as_scalar()
    return waits.select("client_id", response=(waits["wait"] <= half).ifelse("fast", "slow"))


def _completion(t: Tables) -> "Table":
    had = t.of("enrolled", *tables.FINISHED)
    done = had.event.isin(tables.FINISHED).any()
    each = had.group_by("client_id").agg(done=done)
    return each.select("client_id", completion=each.done.ifelse("finished", "unfinished"))


def build(t: Tables, by: str | None) -> "Table":
    told = clients(t)
    return told.group_by(by or SATISFACTION).agg(
        repeated=told.is_repeat.sum(), n=told.count(), revenue=told.revenue.sum()
    )


def row(raw: Raw) -> Mapping[str, Value]:
    n, repeated = number(raw, "n"), number(raw, "repeated")
    return {
        "value": Share(repeated, n),
        "n": Count(n),
        "repeated": Count(repeated),
        "ltv": mean_money(number(raw, "revenue"), n) or Money(0),
    }


def evidence(t: Tables) -> "Table":
    told = clients(t)
    part = told.is_repeat.ifelse("repeated", "once")
    return told.select("id", "client_id", SATISFACTION, RESPONSE, COMPLETION, part=part)


DEFINITION = Definition(
    name="service_vs_repeat",
    version=1,
    title="Service and repeat sales",
    formula="clients with two or more paid orders of all clients, and mean revenue a client, in"
    " groups by satisfaction, by time of the first answer and by completion",
    unit=Unit.SHARE,
    direction=Direction.NEITHER,
    window="the period of the first payment; what the clients did later counts",
    source="payment_received, balance_spent, refund_paid, survey_answered, ticket_opened,"
    " ticket_answered, enrolled, course_completed, graduated",
    dims=(SATISFACTION, RESPONSE, COMPLETION),
    always_by=SATISFACTION,
    rule=clients,
    build=build,
    row=row,
    evidence=evidence,
    example=Example(
        journal="""
            anna  payment_received 2026-01-10T10:00 value=100 item=1
            anna  payment_received 2026-02-10T10:00 value=300 item=2
            anna  survey_answered  2026-01-20T10:00 item=q value=5 measure=csat
            boris payment_received 2026-01-10T10:00 value=100 item=3
            boris survey_answered  2026-01-20T10:00 item=q value=10 measure=nps
            vera  payment_received 2026-01-10T10:00 value=100 item=4
            vera  survey_answered  2026-01-20T10:00 item=q value=2 measure=csat
            gleb  payment_received 2026-01-10T10:00 value=100 item=5
        """,
        answer={
            "value": None,
            "rows": [
                {
                    "satisfaction": "dissatisfied",
                    "value": 0.0,
                    "n": 1,
                    "repeated": 0,
                    "ltv": "100.00",
                },
                {
                    "satisfaction": "satisfied",
                    "value": 0.5,
                    "n": 2,
                    "repeated": 1,
                    "ltv": "250.00",
                },
                {"satisfaction": "unknown", "value": 0.0, "n": 1, "repeated": 0, "ltv": "100.00"},
            ],
        },
    ),
)
