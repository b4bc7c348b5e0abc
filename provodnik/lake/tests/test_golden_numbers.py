"""Figures of the sources about money, from raw entries to the words of a change."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from provodnik.kernel.models import School
from provodnik.lake import services
from provodnik.lake.queries import Period
from provodnik.lake.tests.journals import NOW, write

JANUARY = date(2026, 1, 1), date(2026, 2, 1)
FEBRUARY = date(2026, 2, 1), date(2026, 3, 1)


@pytest.fixture(autouse=True)
def in_russian() -> Iterator[None]:
    with translation.override("ru"):
        yield


def loaded(school: School, journal: str) -> School:
    write(school, journal)
    services.catch_up(now=NOW)
    return school


def told(
    school: School,
    name: str,
    period: Period = (None, None),
    versus: Period | None = None,
    by: str | None = None,
) -> dict[str, Any]:
    return services.measure(
        name,
        school_id=school.pk,
        period_from=period[0],
        period_to=period[1],
        versus=versus,
        by=by,
        now=NOW,
    ).to_json()


SOLD = {"platform": 228_670, "coordinators": 641_410}


def repeat_sales() -> str:
    """Platform over three months, coordinators over four, each buyer with an order before."""
    lines = []
    for channel, months in (("platform", (1, 2, 3)), ("coordinators", (1, 2, 3, 4))):
        part, rest = divmod(SOLD[channel], len(months))
        for month in months:
            who, money = f"{channel}{month}", part + (rest if month == months[0] else 0)
            lines.append(f"{who} payment_received 2025-12-01T10:00 value=1000 item=f{who}")
            lines.append(
                f"{who} payment_received 2026-0{month}-10T10:00 value={money} item=r{who}"
                f" channel={channel} staff=s{month}"
            )
    return "\n".join(lines)


@pytest.mark.requirement("R-029")
@pytest.mark.golden("G4")
def test_g4_income_is_not_contribution(lake: School) -> None:
    costs = """
        - pay_approved  2026-01-31T10:00 value=250000 staff=s1
        - pay_approved  2026-04-30T10:00 value=150080 staff=s2
        - cost_recorded 2026-02-01T10:00 value=70000  kind=direct
        - cost_recorded 2026-02-01T10:00 value=900000 kind=overhead
    """
    loaded(lake, repeat_sales() + costs)

    whole = told(lake, "contribution", by="month")

    assert whole["value"] == {
        "revenue": "870080.00",
        "payroll": "400080.00",
        "direct_costs": "70000.00",
        "contribution": "400000.00",
    }
    for part, money in whole["value"].items():
        assert sum(float(row[part]) for row in whole["rows"]) == float(money)


@pytest.mark.golden("G3")
def test_g3_channels_and_people_add_up_to_the_total(lake: School) -> None:
    loaded(lake, repeat_sales())

    whole = told(lake, "repeat_sales", by="channel")
    channels = {row["channel"]: row["net"] for row in whole["rows"]}

    assert channels == {"platform": "228670.00", "coordinators": "641410.00"}
    assert whole["value"]["net"] == "870080.00"
    for by in ("staff", "month"):
        rows = told(lake, "repeat_sales", by=by)["rows"]
        assert sum(float(row["net"]) for row in rows) == 870_080


@pytest.mark.requirement("R-199")
@pytest.mark.golden("G7")
def test_g7_payroll_share_falls_by_percent_and_by_points(lake: School) -> None:
    loaded(
        lake,
        """
        - pay_approved  2026-01-31T10:00 value=375000  staff=olga
        - cost_recorded 2026-01-31T10:00 value=4625000 kind=overhead
        - pay_approved  2026-02-28T10:00 value=235000  staff=olga
        - cost_recorded 2026-02-28T10:00 value=4765000 kind=overhead
        """,
    )

    share = told(lake, "payroll_share", FEBRUARY, versus=JANUARY)
    money = told(lake, "payroll_change")

    assert (share["baseline"], share["value"]) == (0.075, 0.047)
    assert (share["numerator"], share["denominator"]) == ("235000.00", "5000000.00")
    assert share["change"]["text"] == "−37,3%"
    assert share["change"]["points"] == -2.8
    # «ФОТ сокращён на 37%» holds for roubles here only because total costs did not change.
    assert money["value"]["change"] == "-140000.00"


@pytest.mark.golden("G17")
def test_g17_refunds_fall_by_half(lake: School) -> None:
    lines = []
    for month, given_back in (("01", 4), ("02", 2)):
        for nth in range(100):
            who, item = f"s{month}{nth}", f"{month}-{nth}"
            lines.append(f"{who} payment_received 2026-{month}-10T10:00 value=100 item={item}")
            if nth < given_back:
                lines.append(f"{who} refund_paid 2026-{month}-20T10:00 value=100 item={item}")
    loaded(lake, "\n".join(lines))

    share = told(lake, "refund_share", FEBRUARY, versus=JANUARY)

    assert (share["baseline"]["count_share"], share["value"]["count_share"]) == (0.04, 0.02)
    assert share["change"]["count_share"]["text"] == "−50,0%"
    assert share["change"]["count_share"]["points"] == -2.0


@pytest.mark.requirement("R-242")
@pytest.mark.golden("G20")
def test_g20_repeat_revenue_of_a_student_triples(lake: School) -> None:
    lines = []
    for month, repeat in (("01", 50_000), ("02", 150_000)):
        for nth in range(100):
            who = f"s{month}{nth}"
            lines.append(f"{who} payment_received 2026-{month}-10T10:00 value=1000 item=a{who}")
            lines.append(f"{who} payment_received 2026-06-10T10:00 value={repeat} item=b{who}")
    loaded(lake, "\n".join(lines))

    ltv = told(lake, "ltv", FEBRUARY, versus=JANUARY)

    assert ltv["baseline"]["repeat_revenue"] == "50000.00"
    assert ltv["value"]["repeat_revenue"] == "150000.00"
    assert ltv["numerator"]["repeat_revenue"] == "15000000.00"
    assert ltv["change"]["repeat_revenue"]["text"] == "+200,0%"


@pytest.mark.requirement("R-182", "R-200")
@pytest.mark.golden("G21")
def test_g21_payroll_falls_while_all_are_paid(lake: School) -> None:
    lines = [f"- staff_joined 2025-12-01T10:00 staff=c{nth}" for nth in range(28)]
    lines += [f"- pay_approved 2026-01-31T10:00 value=60000 staff=c{nth}" for nth in range(8)]
    # 450 000 among 28 does not part evenly: the first takes the rest.
    each, rest = divmod(450_000, 28)
    lines += [
        f"- pay_approved 2026-02-28T10:00 value={each + (0 if nth else rest)} staff=c{nth}"
        for nth in range(28)
    ]
    loaded(lake, "\n".join(lines))

    ever = told(lake, "payroll_change")["value"]
    months = told(lake, "payroll_change", FEBRUARY, versus=JANUARY)

    assert ever["change"] == "-30000.00"
    assert (ever["mean_pay"], ever["before"]["mean_pay"]) == ("16071.43", "60000.00")
    assert (ever["paid_people"], ever["before"]["paid_people"]) == (28, 8)
    assert (ever["paid_share"], round(ever["before"]["paid_share"], 3)) == (1.0, 0.286)
    assert months["value"]["change"] == "-30000.00"
    assert months["change"]["payroll"]["points"] == "-30000.00"
    assert months["change"]["mean_pay"]["text"] == "−73,2%"
    assert told(lake, "payroll_change", JANUARY)["value"]["change"] is None


@pytest.mark.golden("G24")
def test_g24_four_fifths_of_income_come_from_the_base(lake: School) -> None:
    loaded(
        lake,
        """
        old payment_received 2026-01-10T10:00 value=1      item=1
        old payment_received 2026-02-10T10:00 value=800000 item=2
        new payment_received 2026-02-10T10:00 value=200000 item=3
        """,
    )

    share = told(lake, "base_revenue_share", FEBRUARY)

    assert share["value"]["repeat_buyers"] == 0.8
    assert share["denominator"] == "1000000.00"


@pytest.mark.requirement("R-244")
def test_clients_add_up_to_the_portfolio(lake: School) -> None:
    journal = (
        repeat_sales()
        + """
        platform1 refund_paid   2026-05-01T10:00 value=100   item=rplatform1
        platform1 cost_recorded 2026-05-01T10:00 value=50    kind=direct
        -         cost_recorded 2026-05-01T10:00 value=10.01 kind=direct
    """
    )
    loaded(lake, journal)

    whole = told(lake, "ltv", by="client")

    assert len(whole["rows"]) == whole["denominator"] == 7
    for basis, money in whole["numerator"].items():
        # A client's part of shared costs may hold a fraction of a kopeck.
        assert sum(float(row[basis]) for row in whole["rows"]) == pytest.approx(
            float(money), abs=0.05
        ), basis
