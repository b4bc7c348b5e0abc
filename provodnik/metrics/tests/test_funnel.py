import pytest

from provodnik.metrics.compile import Dialect, text
from provodnik.metrics.funnel import ordered_funnel
from provodnik.metrics.tables import Tables
from provodnik.metrics.tests.worked import lines, relations

STEPS = ("offer_made", "order_placed", "payment_received")


def funnel(journal: str, steps: tuple[str, ...] = STEPS) -> list[int]:
    table = ordered_funnel(Tables.unbound(is_whole=True), steps)
    rows = relations(lines(journal)).execute(text(table, Dialect.DUCKDB)).fetchall()
    return [n for _step, _event, n in sorted(rows)]


@pytest.mark.parametrize(
    ("journal", "reached"),
    [
        pytest.param("a enrolled 2026-01-01", [0, 0, 0], id="nobody began"),
        pytest.param(
            "a offer_made 2026-01-01\na order_placed 2026-01-02\na payment_received 2026-01-03",
            [1, 1, 1],
            id="all the way",
        ),
        pytest.param(
            "a offer_made 2026-01-02\na order_placed 2026-01-01\na payment_received 2026-01-03",
            [1, 0, 0],
            id="a step too early does not count",
        ),
        pytest.param(
            "a offer_made 2026-01-01\na order_placed 2026-01-01",
            [1, 0, 0],
            id="the same moment is not after",
        ),
        pytest.param(
            "a order_placed 2026-01-01\na offer_made 2026-01-02\na order_placed 2026-01-03"
            "\nb offer_made 2026-01-05",
            [2, 1, 0],
            id="the same step again, later",
        ),
        pytest.param(
            "a offer_made 2026-01-01\na payment_received 2026-01-03", [1, 0, 0], id="a step skipped"
        ),
    ],
)
def test_funnel_counts_steps_in_order(journal: str, reached: list[int]) -> None:
    assert funnel(journal) == reached


def test_funnel_without_steps_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one step"):
        funnel("a enrolled 2026-01-01", ())


@pytest.mark.parametrize("dialect", Dialect)
def test_funnel_compiles_for_every_engine(dialect: Dialect) -> None:
    assert text(ordered_funnel(Tables.unbound(is_whole=False), STEPS), dialect)
