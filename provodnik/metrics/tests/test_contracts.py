"""Who is under contract, who stayed, who left and why, who took more."""

from datetime import date
from typing import Any

import pytest

from provodnik.metrics.catalogue import DEFINITIONS
from provodnik.metrics.tests.worked import ask

QUARTER = {"period_from": date(2026, 1, 1), "period_to": date(2026, 4, 1)}
LATER = "\n- cost_recorded 2026-06-30T10:00 value=1\n"


def answer(metric: str, journal: str, by: str | None = None, **period: date) -> dict[str, Any]:
    return ask(DEFINITIONS[metric], journal + LATER, by=by, **(period or QUARTER))


def hundred(left: dict[str, int]) -> str:
    """A hundred students of a course, of whom some left for a reason; ten newcomers."""
    lines = [f"s{nth} enrolled 2025-12-01T10:00 product=basic" for nth in range(100)]
    lines += [f"new{nth} enrolled 2026-02-01T10:00 product=basic" for nth in range(10)]
    nth = 0
    for reason, count in left.items():
        for _ in range(count):
            told = f" reason={reason}" if reason else ""
            lines.append(f"s{nth} withdrew 2026-02-15T10:00 product=basic{told}")
            nth += 1
    return "\n".join(lines)


@pytest.mark.requirement("R-245")
def test_eighty_of_a_hundred_stayed_and_newcomers_do_not_count() -> None:
    told = answer("retention", hundred({"price": 20}))

    assert (told["value"], told["numerator"], told["denominator"]) == (0.8, 80, 100)


@pytest.mark.requirement("R-246")
def test_reasons_add_up_to_those_who_left() -> None:
    journal = hundred({"price": 11, "time": 6, "": 3})

    told = answer("churn", journal, by="reason")

    assert {row["reason"]: row["n"] for row in told["rows"]} == {
        "price": 11,
        "time": 6,
        "unsaid": 3,
    }
    assert sum(row["n"] for row in told["rows"]) == told["numerator"] == 20
    assert sum(row["value"] for row in told["rows"]) == pytest.approx(told["value"])


@pytest.mark.requirement("R-244", "R-246")
def test_every_client_who_left_is_told_with_the_reason() -> None:
    told = answer("churn", hundred({"price": 2}), by="client")

    assert [(row["client"], row["reason"], row["n"]) for row in told["rows"]] == [
        ("s0", "price", 1),
        ("s1", "price", 1),
    ]


def test_churn_is_what_retention_leaves() -> None:
    journal = hundred({"price": 7})

    assert answer("retention", journal)["value"] + answer("churn", journal)["value"] == 1


@pytest.mark.parametrize(
    ("after", "is_kept"),
    [
        pytest.param("", True, id="nothing happened"),
        pytest.param("a withdrew 2026-02-01T10:00 product=basic", False, id="left"),
        pytest.param("a withdrew 2026-02-01T10:00 product=other", True, id="left something else"),
        pytest.param("a graduated 2026-02-01T10:00 product=basic", False, id="finished"),
        pytest.param(
            "a graduated 2026-02-01T10:00 product=basic\na enrolled  2026-02-02T10:00 product=next",
            True,
            id="finished and took the next step",
        ),
        pytest.param(
            "a withdrew 2026-02-01T10:00 product=basic\na enrolled 2026-03-01T10:00 product=basic",
            True,
            id="left and came back in time",
        ),
        pytest.param(
            "a withdrew 2026-02-01T10:00 product=basic\na enrolled 2026-04-01T10:00 product=basic",
            False,
            id="left and came back too late",
        ),
        pytest.param("a withdrew 2026-04-01T00:00 product=basic", True, id="left a moment later"),
        pytest.param("a withdrew 2026-03-31T23:59 product=basic", False, id="left at the last"),
        pytest.param("a enrolled 2026-01-05T10:00 product=basic", True, id="enrolled twice"),
    ],
)
def test_access_lasts_until_left_or_finished(after: str, is_kept: bool) -> None:
    told = answer("retention", f"a enrolled 2025-12-01T10:00 product=basic\n{after}")

    assert (told["denominator"], told["numerator"]) == (1, int(is_kept))


def test_second_enrolment_does_not_outlive_the_leaving() -> None:
    journal = """
        a enrolled 2025-12-01T10:00 product=basic
        a enrolled 2025-12-05T10:00 product=basic
        a withdrew 2026-02-01T10:00 product=basic
    """

    assert answer("retention", journal)["value"] == 0


def test_term_of_a_subscription_that_is_renewed_late_ran_out_before() -> None:
    journal = """
        a subscription_paid 2025-12-20T10:00 value=1 product=club item=1 days=30
        a subscription_paid 2026-01-19T10:00 value=1 product=club item=2 days=30
        b subscription_paid 2025-12-20T10:00 value=1 product=club item=3 days=30
        b subscription_paid 2026-03-20T10:00 value=1 product=club item=4 days=30
        b enrolled          2025-12-20T10:00 product=club
        a enrolled          2025-12-20T10:00 product=club
    """

    told = answer("churn", journal, by="client")

    assert (told["denominator"], told["numerator"]) == (2, 1)
    assert [(row["client"], row["reason"]) for row in told["rows"]] == [("a", "expired")]


def test_contract_on_pause_is_kept_and_shown() -> None:
    journal = """
        a contract_started 2025-12-01T10:00 item=7
        a contract_paused  2026-03-20T10:00 item=7
        b contract_started 2025-12-01T10:00 item=8
        b contract_paused  2026-02-01T10:00 item=8
        b contract_resumed 2026-02-15T10:00 item=8
    """

    told = answer("retention", journal)

    assert (told["value"], told["paused"]) == (1.0, 1)


def test_each_quarter_is_a_period_of_its_own() -> None:
    journal = """
        a enrolled 2025-12-01T10:00 product=basic
        b enrolled 2026-02-01T10:00 product=basic
        a withdrew 2026-05-01T10:00 product=basic
    """

    rows = answer(
        "retention", journal, by="quarter", period_from=date(2026, 1, 1), period_to=date(2026, 7, 1)
    )["rows"]

    assert [(row["quarter"], row["n"], row["kept"]) for row in rows] == [
        ("2026-Q1", 1, 1),
        ("2026-Q2", 2, 1),
    ]


def test_a_term_still_running_is_not_over() -> None:
    told = ask(
        DEFINITIONS["retention"],
        """
        a subscription_paid 2025-12-20T10:00 value=1 product=club item=1 days=30
        a lesson_viewed     2026-01-10T10:00 item=1
        """,
        period_from=QUARTER["period_from"],
        period_to=QUARTER["period_to"],
    )

    assert told["value"] == 1.0


@pytest.mark.requirement("R-247")
def test_two_upsells_and_one_renewal_are_two_and_one() -> None:
    journal = """
        a payment_received 2025-12-10T10:00 value=500 item=1 product=basic
        b payment_received 2025-12-10T10:00 value=500 item=2 product=basic
        a payment_received 2026-01-10T10:00 value=500 item=3 product=extra
        b payment_received 2026-02-10T10:00 value=500 item=4 product=extra
        b payment_received 2026-03-10T10:00 value=500 item=5 product=basic
        c payment_received 2026-03-10T10:00 value=500 item=6 product=basic
        a payment_received 2026-03-11T10:00 value=500 item=7 product=gone
        a refund_paid      2026-03-12T10:00 value=500 item=7
    """

    assert answer("renewals", journal)["value"] == {"upsells": 2, "renewals": 1}


def test_contract_that_starts_again_is_a_renewal() -> None:
    journal = """
        a contract_started 2025-01-01T10:00 item=7
        a contract_ended   2025-12-31T10:00 item=7
        a contract_started 2026-01-01T10:00 item=7
        a contract_started 2026-01-01T10:00 item=8
    """

    assert answer("renewals", journal)["value"] == {"upsells": 0, "renewals": 1}


@pytest.mark.requirement("R-262")
def test_satisfied_students_buy_again_twice_as_often() -> None:
    lines = []
    for group, score, again in (("happy", 5, 6), ("sad", 2, 3)):
        for nth in range(10):
            who = f"{group}{nth}"
            lines.append(f"{who} payment_received 2026-01-10T10:00 value=100 item=a{who}")
            lines.append(
                f"{who} survey_answered 2026-01-20T10:00 item=q value={score} measure=csat"
            )
            if nth < again:
                lines.append(f"{who} payment_received 2026-02-10T10:00 value=50 item=b{who}")

    rows = answer("service_vs_repeat", "\n".join(lines))["rows"]

    assert [(row["satisfaction"], row["value"], row["n"], row["ltv"]) for row in rows] == [
        ("dissatisfied", 0.3, 10, "115.00"),
        ("satisfied", 0.6, 10, "130.00"),
    ]


def test_groups_by_answer_and_by_completion_have_their_sizes() -> None:
    journal = """
        a payment_received 2026-01-10T10:00 value=100 item=1
        b payment_received 2026-01-10T10:00 value=100 item=2
        c payment_received 2026-01-10T10:00 value=100 item=3
        a ticket_opened    2026-01-11T10:00 item=t1
        a ticket_answered  2026-01-11T10:05 item=t1 auto=true
        a ticket_answered  2026-01-11T11:00 item=t1
        b ticket_opened    2026-01-11T10:00 item=t2
        b ticket_answered  2026-01-12T10:00 item=t2
        a enrolled         2026-01-11T10:00 product=basic
        a graduated        2026-02-11T10:00 product=basic
        b enrolled         2026-01-11T10:00 product=basic
    """

    def sizes(by: str) -> dict[str, int]:
        return {row[by]: row["n"] for row in answer("service_vs_repeat", journal, by=by)["rows"]}

    assert sizes("response") == {"fast": 1, "slow": 1, "unknown": 1}
    assert sizes("completion") == {"finished": 1, "unfinished": 1, "unknown": 1}
