"""Arithmetic of landing pages and of versions. No database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from provodnik.facts.people.audience.types import Counts


@dataclass(frozen=True, slots=True)
class Conversion:
    """Counts with their shares of visits; an empty denominator is None."""

    counts: Counts
    days: int

    @property
    def to_lead(self) -> float | None:
        return self.counts.leads / self.counts.visits if self.counts.visits else None

    @property
    def to_payment(self) -> float | None:
        return self.counts.payments / self.counts.visits if self.counts.visits else None


def conversion(days: Iterable[Counts]) -> Conversion:
    """Days summed up: shares of sums, never means of shares."""
    rows = list(days)
    return Conversion(
        Counts(
            sum(row.visits for row in rows),
            sum(row.leads for row in rows),
            sum(row.payments for row in rows),
        ),
        len(rows),
    )


def before_and_after(
    days: Iterable[tuple[date, Counts]], refined_on: date
) -> tuple[Conversion, Conversion]:
    """Traffic before the day of refinement, and from it on."""
    rows = list(days)
    return (
        conversion(counts for day, counts in rows if day < refined_on),
        conversion(counts for day, counts in rows if day >= refined_on),
    )


def is_stale(updated_on: date, *, today: date, stale_days: int) -> bool:
    """Whether a version is older than the method allows."""
    return today - updated_on > timedelta(days=stale_days)


def is_possible(counts: Counts) -> bool:
    """Payments come of leads, leads of visits."""
    return 0 <= counts.payments <= counts.leads <= counts.visits


def told(parts: Mapping[str, str]) -> dict[str, str]:
    """Parts that say something."""
    return {key: text.strip() for key, text in parts.items() if text.strip()}
