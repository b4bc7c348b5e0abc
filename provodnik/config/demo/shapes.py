"""What the demo school is made of, before any of it is written."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Person:
    """An invented student. `number` is the id in the export; `pain` counts from 1."""

    number: int
    first_name: str
    last_name: str
    email: str
    phone: str
    city: str
    timezone: str
    pain: int
    registered_at: datetime
    utm_source: str

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Part:
    """One payment of an order, in roubles; `returned` when the money went back."""

    roubles: int
    paid_at: datetime
    returned: bool = False


@dataclass(frozen=True, slots=True)
class Purchase:
    """One order. Without parts it was never paid; at zero it is a registration."""

    number: int
    person: Person
    product: str
    roubles: int
    ordered_at: datetime
    parts: tuple[Part, ...] = ()
    status: str = "new"
    channel: str = ""
    staff: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """One row of an events file."""

    event: str
    at: datetime
    person: Person | None
    item: str = ""
    product: str = ""
    channel: str = ""
    staff: str = ""
    value: str = ""
    attrs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """Two years of a school, ready to be told to the importers and services."""

    people: tuple[Person, ...]
    purchases: tuple[Purchase, ...]
    happenings: tuple[Happening, ...]
