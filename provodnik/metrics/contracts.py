"""Who is under contract and since when: the one place that says what a contract is for us.

A school rarely signs contracts. A client is under contract while any of these holds:

- access to a product: from `enrolled` until `withdrew`, or until the product is finished
  (`course_completed`, `graduated`);
- a paid term of a subscription: from `subscription_paid` for as many days as it says; terms
  that touch or overlap are one. Access to a product that is paid by terms lasts as long as the
  terms, whatever was enrolled;
- a written contract: from `contract_started` until `contract_ended`.

A purchase alone makes no contract: nothing tells when it is over. A contract on pause
(`contract_paused`, until `contract_resumed`) goes on.
"""

from typing import TYPE_CHECKING

from provodnik.metrics import tables
from provodnik.metrics.lazy import ibis
from provodnik.metrics.tables import Tables

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, StringValue, Table, TimestampValue

ENROLLED, WITHDREW, TERM = "enrolled", "withdrew", "subscription_paid"
STARTED, ENDED = "contract_started", "contract_ended"
PAUSED, RESUMED = "contract_paused", "contract_resumed"
FINISHED, EXPIRED, UNSAID = "finished", "expired", "unsaid"
SOURCE = (
    "enrolled, withdrew, course_completed, graduated, subscription_paid, contract_started,"
    " contract_paused, contract_resumed, contract_ended"
)

_OPENS, _CLOSES = (ENROLLED, STARTED), (WITHDREW, *tables.FINISHED, ENDED)
_KEY = ("client_id", "product_id", "contract")


def contracts(t: Tables) -> "Table":
    """Every contract of every client, each as one span of time.

    Shape:   one row a contract: id (of the entry that began it), client_id, product_id, contract
             (what is written on it, else empty), started_at, ended_at and ended_id (null: it
             goes on; a term that ran out has the entry that paid it), reason (null: it goes on)
    """
    terms = _terms(t)
    told = _spells(t)
    paid_by_terms = terms.select("client_id", "product_id").distinct()
    return told.anti_join(paid_by_terms, ["client_id", "product_id"]).union(terms)


def _spells(t: Tables) -> "Table":
    """Access and written contracts: from an entry that opens to the next one that closes."""
    marks = t.of(*_OPENS, *_CLOSES)
    marks = marks.select(
        "id",
        "event",
        "client_id",
        "local_at",
        "happened_at",
        "attr_reason",
        product_id=marks.product_id.fill_null(0),
        contract=marks.event.isin((STARTED, ENDED)).ifelse(marks["item"].fill_null(""), ""),
        opens=marks.event.isin(_OPENS),
    )
    in_time = {"group_by": list(_KEY), "order_by": ["happened_at", "id"]}
    window = ibis.window(**in_time)
    marks = marks.mutate(was_open=marks.opens.lag().over(window).fill_null(False))
    # A second enrolment while the first holds opens nothing; a closing of nothing closes nothing.
    turns = marks.filter(marks.opens != marks.was_open)
    spans = turns.mutate(
        ended_at=turns.local_at.lead().over(window),
        ended_id=turns.id.lead().over(window),
        ended_by=turns.event.lead().over(window),
        said=turns.attr_reason.lead().over(window),
    )
    spans = spans.filter(spans.opens)
    is_finished = spans.ended_by.isin(tables.FINISHED)
    reason = is_finished.ifelse(FINISHED, spans.said.nullif("").fill_null(UNSAID))
    return spans.select(
        "id",
        "client_id",
        product_id=spans.product_id.nullif(0),
        contract="contract",
        started_at="local_at",
        ended_at="ended_at",
        ended_id="ended_id",
        reason=spans.ended_at.notnull().ifelse(reason, ibis.null("string")),
    )


def _terms(t: Tables) -> "Table":
    """Paid terms of subscriptions, those that touch joined into one."""
    paid = t.of(TERM)
    # A day is added a second at a time: neither engine takes a column of days as an interval.
    until = paid.local_at + paid.attr_days.try_cast("int64").fill_null(0).as_interval("D")
    paid = paid.select("id", "client_id", "product_id", "local_at", until=until)
    in_time = {"group_by": ["client_id", "product_id"], "order_by": ["local_at", "id"]}
    before = ibis.window(**in_time, preceding=(None, 1))
    paid = paid.mutate(was_until=paid.until.max().over(before))
    is_new = (paid.was_until.isnull() | (paid.local_at > paid.was_until)).cast("int64")
    paid = paid.mutate(nth=is_new.sum().over(ibis.window(**in_time, preceding=None, following=0)))
    return (
        paid.group_by("client_id", "product_id", "nth")
        .agg(
            id=paid.id.min(),
            contract=ibis.literal(""),
            started_at=paid.local_at.min(),
            ended_at=paid.until.max(),
            ended_id=paid.id.max(),
            reason=ibis.literal(EXPIRED),
        )
        .select(
            "id",
            "client_id",
            "product_id",
            "contract",
            "started_at",
            "ended_at",
            "ended_id",
            "reason",
        )
    )


def standing(t: Tables, by: str | None) -> "Table":
    """Who was under contract when a period began, and whether they still were when it ended.

    The period is the one asked about; by quarter each calendar quarter in it is one of its
    own. A period that has not ended yet ends with the last entry of the journal, or with the as-of
    day. By product a client stands in each product they had.

    Shape:   one row a period and client (and product): client_id, product_id (by product), quarter
             («2026-Q1» of the period's beginning), is_kept, is_paused (at the end), and of the
             last contract that ended (null where none did): reason, ended_id; id (of the entry that
             began a contract)
    """
    spans = _periods(t, by).cross_join(contracts(t))
    begun = spans.started_at < spans.starts_at
    spans = spans.mutate(
        was_held=begun & _lasts(spans, spans.starts_at),
        is_held=(spans.started_at < spans.ends_at) & _lasts(spans, spans.ends_at),
        is_over=~_lasts(spans, spans.ends_at),
    )
    key = ["quarter", "client_id", *(["product_id"] if by == "product" else [])]
    each = spans.group_by(key).agg(
        was_held=spans.was_held.any(),
        is_kept=spans.is_held.any(),
        reason=spans.reason.argmax(spans.ended_at, where=spans.is_over),
        ended_id=spans.ended_id.argmax(spans.ended_at, where=spans.is_over),
        id=spans.id.max(where=spans.was_held),
    )
    each = each.filter(each.was_held).drop("was_held")
    paused = _paused(t, by)
    told = each.left_join(paused, ["quarter", "client_id"], rname="{name}_paused")
    return told.select(*each.columns, is_paused=told.client_id_paused.notnull())


def _lasts(spans: "Table", moment: "TimestampValue") -> "BooleanValue":
    return spans.ended_at.isnull() | (spans.ended_at >= moment)


def _periods(t: Tables, by: str | None) -> "Table":
    """The period asked about, or the quarters in it: quarter, starts_at, ends_at."""
    moments = t.entries.agg(last_at=t.entries.local_at.max()).cross_join(t.asked)
    seen_until = moments.snapshot_at.coalesce(moments.last_at + ibis.interval(seconds=1))
    asked = moments.select("starts_at", ends_at=ibis.least(moments.ends_at, seen_until))
    if by != "quarter":
        return asked.mutate(quarter=quarter(asked.starts_at))
    months = t.client_months
    quarters = months.select(begins_at=months.month.cast("timestamp").truncate("Q")).distinct()
    held = quarters.cross_join(asked)
    held = held.select(
        quarter=quarter(held.begins_at),
        starts_at=ibis.greatest(held.begins_at, held.starts_at),
        ends_at=ibis.least(held.begins_at + ibis.interval(months=3), held.ends_at),
    )
    return held.filter(held.starts_at < held.ends_at)


def quarter(moment: "TimestampValue") -> "StringValue":
    """The calendar quarter of a moment: «2026-Q1»."""
    return moment.year().cast("string") + "-Q" + moment.quarter().cast("string")


def _paused(t: Tables, by: str | None) -> "Table":
    """Clients with a contract on pause when a period ended: quarter, client_id."""
    turns = t.of(PAUSED, RESUMED)
    window = ibis.window(group_by=["client_id", "item"], order_by=["happened_at", "id"])
    turns = turns.mutate(until=turns.local_at.lead().over(window))
    pauses = turns.filter(turns.event == PAUSED).select("client_id", "local_at", "until")
    spans = _periods(t, by).cross_join(pauses)
    holds = spans.until.isnull() | (spans.until >= spans.ends_at)
    on_pause = spans.filter(spans.local_at < spans.ends_at, holds)
    return on_pause.select("quarter", "client_id").distinct()
