"""What a client of each cohort had brought by each age, beside what pandas counted."""

import json
from datetime import date
from pathlib import Path

import pytest

from provodnik.lake.reading import Question, reading
from provodnik.lake.source import Source
from provodnik.lake.tests.golden import SCHOOL, SHARED, tail_of
from provodnik.lake.tests.test_real_shops import SHOPS, home, layouts, needs_shared
from provodnik.metrics.analyses import ages
from provodnik.metrics.compile import text
from provodnik.metrics.figures import half_up
from provodnik.metrics.tables import Tables

__all__ = ["home"]

LAST_DAYS = {"online_retail_2010_2011": date(2011, 12, 9), "cdnow_master": date(1998, 6, 30)}


@pytest.mark.shared
@needs_shared
@pytest.mark.parametrize("shop", SHOPS)
def test_value_by_age_equals_what_pandas_counted(home: Path, shop: str) -> None:
    expected = json.loads((SHARED / "expected.json").read_text())[shop]
    question = text(ages.brought(Tables.unbound(is_whole=True)))

    for files in layouts(tail_of(next(SHARED.glob(f"{shop}_orders.csv")))).values():
        with reading(Source(SCHOOL, tuple(files))) as reader:
            reader.ask(Question())
            result = reader.duck.execute(question)
            columns = [column[0] for column in result.description or []]
            raws = [dict(zip(columns, row, strict=True)) for row in result.fetchall()]
        found = ages.by_age(raws, "paid", until=LAST_DAYS[shop])

        told = {
            f"{cohort.begins_on:%Y-%m}": [float(half_up(one / 100, 4)) for one in cohort.by_age]
            for cohort in found
        }
        assert told == {
            cohort: pytest.approx(line, abs=0.00006)
            for cohort, line in expected["cohort_cum_ltv_per_customer"].items()
        }
