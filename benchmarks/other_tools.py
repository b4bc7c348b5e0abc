"""The questions of `benchmarks.metrics` answered by pandas and by retentioneering.

Runs beside the product, in an environment of its own: `uv run --no-project --with
retentioneering python benchmarks/other_tools.py JOURNAL ANSWERS STEP…` reads the raw
journal, writes each answer as Parquet into the folder ANSWERS and prints the best seconds
of each as JSON. Each way reads only the columns and kinds it needs.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["RETENTIONEERING_NO_TRACK"] = "1"
ROUNDS = 3


def main() -> None:
    """Answer, time, print."""
    journal, folder, *steps = sys.argv[1:]
    ways = {
        "cohort_retention-pandas": lambda: pandas_cohort(journal),
        "ordered_funnel-pandas": lambda: pandas_funnel(journal, steps),
        "rfm-pandas": lambda: pandas_rfm(journal),
        "ordered_funnel-retentioneering": lambda: retentioneering_funnel(journal, steps),
    }
    print(json.dumps({name: timed(way, Path(folder) / name) for name, way in ways.items()}))


def timed(answer: Callable[[], Any], path: Path) -> float:
    """Best seconds of some rounds; the answer is kept as a file."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        table = answer()
        best = min(best, time.perf_counter() - began)
    table.to_parquet(path.with_suffix(".parquet"), index=False)
    return round(best, 3)


def pandas_cohort(journal: str) -> Any:
    import pandas as pd

    only = [("event", "==", "payment_received")]
    paid = pd.read_parquet(journal, columns=["client_id", "local_at"], filters=only)
    paid["month"] = paid["local_at"].dt.to_period("M").dt.to_timestamp()
    paid = paid[["client_id", "month"]].drop_duplicates()
    first = paid.groupby("client_id", as_index=False)["month"].min()
    both = paid.merge(first.rename(columns={"month": "cohort"}), on="client_id")
    told = both.groupby(["cohort", "month"], as_index=False).size()
    return told.rename(columns={"size": "n"})[["cohort", "month", "n"]]


def pandas_funnel(journal: str, steps: list[str]) -> Any:
    import pandas as pd

    wanted = _wanted(journal, steps)
    reached, counts = None, []
    for nth, step in enumerate(steps):
        later = wanted[wanted["event"] == step]
        if reached is not None:
            later = later.merge(reached, on="client_id")
            later = later[later["happened_at"] > later["reached_at"]]
        first = later.groupby("client_id", as_index=False)["happened_at"].min()
        reached = first.rename(columns={"happened_at": "reached_at"})
        counts.append((nth, len(reached)))
    return pd.DataFrame(counts, columns=["step", "n"])


def pandas_rfm(journal: str) -> Any:
    import pandas as pd

    only = [("event", "==", "payment_received")]
    columns = ["client_id", "local_at", "item", "value"]
    paid = pd.read_parquet(journal, columns=columns, filters=only)
    told = paid.groupby("client_id", as_index=False).agg(
        last_at=("local_at", "max"), frequency=("item", "nunique"), monetary=("value", "sum")
    )
    last_on = told["last_at"].dt.normalize()
    told["recency_days"] = (last_on.max() - last_on).dt.days + 1
    for score, column in (("r", "recency_days"), ("f", "frequency"), ("m", "monetary")):
        rank = told[column].rank(method="first").astype("int64") - 1
        fifth = (-(-5 * rank // (len(told) - 1))).clip(lower=1)
        told[score] = 6 - fifth if score == "r" else fifth
    return told[["client_id", "recency_days", "frequency", "monetary", "r", "f", "m"]]


def retentioneering_funnel(journal: str, steps: list[str]) -> Any:
    import pandas as pd
    from retentioneering.eventstream import Eventstream

    named = {"client_id": "user_id", "happened_at": "timestamp"}
    stream = Eventstream(_wanted(journal, steps).rename(columns=named))
    told = stream.funnel_data(steps=steps)["steps"]
    counts = [(nth, step["unique_paths"]) for nth, step in enumerate(told)]
    return pd.DataFrame(counts, columns=["step", "n"])


def _wanted(journal: str, steps: list[str]) -> Any:
    import pandas as pd

    columns = ["client_id", "event", "happened_at"]
    return pd.read_parquet(journal, columns=columns, filters=[("event", "in", steps)])


if __name__ == "__main__":
    main()
