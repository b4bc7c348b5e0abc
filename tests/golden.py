"""The golden numbers: what the sources print, what we print, and the tests that load them raw.

`python -m tests.golden` writes docs/golden.md.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "golden.md"


@dataclass(frozen=True, slots=True)
class Golden:
    """A figure of the sources and what becomes of it. `waiting` is what its rest needs."""

    told: str
    printed: str
    waiting: str = ""


FROM_ZERO = "growth «с нуля», never +100%"
NUMBERS: Mapping[str, Golden] = {
    "G1": Golden("platform 0 → 228 670 ₽ in 3 months, +100%", f"228 670.00; {FROM_ZERO}"),
    "G2": Golden(
        "coordinators 0 → 641 410 ₽ in 4 months, +100%",
        f"641 410.00, people sum to it; {FROM_ZERO}",
    ),
    "G3": Golden(
        "228 670 + 641 410 = 870 080 ₽",
        "870 080.00 with its window beside; 26.3% and 73.7%; channels and people sum to it",
    ),
    "G4": Golden(
        "«870 thousand» called income, sales and profit",
        "revenue 870 080.00 and contribution 400 000.00 stand apart under their own names",
    ),
    "G5": Golden("CSI ~85% → 96–100%, +13–18%", "85 → 96 and 100; +12,9% and +17,6%, relative"),
    "G6": Golden("response 24 h → 2 h, −92%", "longest 24 h → 2 h by the clock; −91,7%"),
    "G7": Golden(
        "payroll 7.5% → 4.7%, −37%",
        "7.5% → 4.7%; −37,3% and −2.8 points; roubles are a metric of their own",
    ),
    "G8": Golden("engagement up to 70%", "70 of 100 are 70%; growth «—»: nothing to grow from"),
    "G9": Golden(
        "practicum: 12 clicks, 0 sales", "0.0% of 12 clicks; the fall at payment is named"
    ),
    "G10": Golden("20 mini-products", "20 launched of 20 planned"),
    "G11": Golden("2 training meetings a week", "1 of 2 where one was held"),
    "G12": Golden("CSI 58.2% → 95.2%, +63%", "+63,6%: the source cut it off, all else it rounds"),
    "G13": Golden("NPS → 95–98%", "95 and 98 points of 100 answers; growth «—»"),
    "G14": Golden("completion 24% → 49%, +104%", "24 and 49 of 100; +104,2%"),
    "G15": Golden("reach to module 3 ~30%", "30% of its own metric beside 24%, not its baseline"),
    "G16": Golden("lesson views → ~80%", "80 of 100 pairs are 80%; growth «—»"),
    "G17": Golden("refunds ~4% → ~2%, −40–50%", "4% → 2%; −50,0% and −2.0 points"),
    "G18": Golden(
        "cases: 4–5 videos → 10+ videos and >100 reviews, >300%",
        "videos 5 → 10, +100,0%; 100 reviews counted apart, «с нуля»; no >300%",
    ),
    "G19": Golden("3–6 cases are 1.7% of students", "5 of 294 are 1.70%"),
    "G20": Golden("LTV ~50 000 → ~150 000 ₽, +200%", "50 000.00 → 150 000.00 a student; +200,0%"),
    "G21": Golden(
        "payroll −30 000 ₽ while paid curators 8 → 28 of 28",
        "−30 000.00; 28.6% → 100%; mean pay 60 000.00 → 16 071.43, −73,2%",
    ),
    "G22": Golden("producer freed by 20+ h a week", "22 h → 1 h: 21 h freed"),
    "G23": Golden("20+ products without a matrix", "21 imported, all in the matrix, no orphan"),
    "G24": Golden("80% of income from the base", "800 000 of 1 000 000 are 80,0%"),
    "G25": Golden(
        "response 4 h, deviation above 20%",
        "4.8 h is +20.0% and triggers nothing; 4.9 h is +22.5% and does",
    ),
    "G26": Golden(
        "P2 24–72 h, blockers 72 h, protocol by the next working day",
        "71 h within, 73 h beyond; Friday's protocol is in time till Monday's midnight",
    ),
    "G27": Golden(
        "hypothesis 7–14 days, stable 2–3 weeks, stop after 2–3 cycles, pause 14 days,"
        " quick win in 7 days",
        "which hypotheses gave a reading within 7 and within 14 days, and its effect",
        "the bounds fire on the pages of hypotheses, recovery and pauses: R-371, R-377, R-392,"
        " R-420, R-422",
    ),
    "G28": Golden(
        "a delay of 3 working days shifts the launch by 5 days",
        "3 working days over a weekend are 27 working hours",
        "both values in one letter need the page of decisions: R-327",
    ),
}


def marked() -> dict[str, list[str]]:
    """Tests marked with each golden number, as «file::test»."""
    found: dict[str, list[str]] = defaultdict(list)
    for folder in ("provodnik", "tests"):
        for path in sorted((ROOT / folder).rglob("test_*.py")):
            source = path.read_text()
            if ".golden(" in source:
                for test, number in _marks(ast.parse(source)):
                    found[number].append(f"{path.relative_to(ROOT)}::{test}")
    return {number: sorted(set(tests)) for number, tests in found.items()}


def _marks(module: ast.Module) -> Iterator[tuple[str, str]]:
    """Pairs of a test and a number: on the test itself or on a case of it."""
    for test in module.body:
        if isinstance(test, ast.FunctionDef):
            for call in (n for mark in test.decorator_list for n in ast.walk(mark)):
                match call:
                    case ast.Call(func=ast.Attribute(attr="golden"), args=numbers):
                        yield from ((test.name, ast.literal_eval(one)) for one in numbers)


_HEAD = """# Golden numbers

Figures the sources print, loaded raw and read as this system prints them. Where a source does not
add up, ours is what the arithmetic says. `python -m tests.golden` writes this page from the tests'
marks `@pytest.mark.golden("G…")`; a test holds it against them.

| # | The source | We print | |
|---|---|---|---|
"""


def page() -> str:
    """The table, then the tests of each number."""
    tests = marked()
    rows = [
        f"| {number} | {one.told} | {one.printed} | {'partly, see below' if one.waiting else ''} |"
        for number, one in NUMBERS.items()
    ]
    waiting = [f"- {number}: {one.waiting}." for number, one in NUMBERS.items() if one.waiting]
    proofs = [
        line
        for number in NUMBERS
        for line in (f"- {number}", *(f"  - `{test}`" for test in tests.get(number, ())))
    ]
    parts = [*rows, "", "## What waits for pages", "", *waiting, "", "## Tests", "", *proofs]
    return _HEAD + "\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page())
