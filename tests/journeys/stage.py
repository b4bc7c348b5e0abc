"""A school made ready for a journey by small programs on the site's data."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.journeys.conftest import PASSWORD, Site

ZONE = ZoneInfo("Europe/Moscow")
FLAGSHIP = ("Колорист", "flagship", 79_000)
MINI_COURSE = ("Блонд без страха", "mini_course", 12_900)
COORDINATOR = "Анна Лебедева"

# The school never sleeps: a journey must not depend on the hour it is made at.
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ALL_HOURS = {
    "timezone": "Europe/Moscow",
    "week": {day: [["00:00", "24:00"]] for day in _WEEK},
}

_SETTING = """
from provodnik.facts.catalog.services.products import add_product
from provodnik.facts.catalog.types import ProductFields, ProductStatus
from provodnik.facts.team import services as team
from provodnik.facts.team.models import User
from provodnik.method import queries, services
from provodnik.method.types import Section

body = queries.document(Section.GATES).body
body = {**body, "offer": {**body["offer"], "quiet_hours": {"starts": "00:00", "ends": "00:00"}}}
services.edit(Section.GATES, body, by=None, now=now, reason="путь проходят в любой час")
for name, kind, price in PRODUCTS:
    fields = ProductFields(name=name, kind=kind, price_kopecks=price * 100, payment_url=PAY)
    add_product(fields, now=now, actor="system", status=ProductStatus.ACTIVE)
for name, role, email in PEOPLE:
    user = User.objects.create_user(email, PASSWORD)
    team.add_staff(name=name, role=role, user=user, email=email, now=now, actor="system")
"""

_ASSIGN = """
from provodnik.facts.people.services.coordinators import assign_unassigned
from provodnik.facts.team.models import Staff

assign_unassigned(staff_ids=[Staff.objects.get(role="coordinator").pk], now=now, actor="system")
"""

_PLAN = """
from provodnik.touches.queue.planning.plan import plan_due

print(plan_due(now=now).offers)
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """One school on the site, and a folder for files brought to it."""

    site: Site
    slug: str
    folder: Path
    payment_page: str = "https://pay.example.test/buy"

    def open(self, people: Sequence[tuple[str, str]]) -> None:
        """A school open round the clock with two products and these people (name, role)."""
        self.site.command("school", "create", self.slug, "--name", "Оттенок")
        calendar = self.folder / "calendar.json"
        calendar.write_text(json.dumps(_ALL_HOURS))
        self.site.command("school", "calendar", self.slug, str(calendar))
        members = [(name, role, self.email(role)) for name, role in people]
        self.inside(
            f"PRODUCTS, PEOPLE = {[FLAGSHIP, MINI_COURSE]!r}, {members!r}\n"
            f"PAY, PASSWORD = {self.payment_page!r}, {PASSWORD!r}\n{_SETTING}"
        )

    def email(self, role: str) -> str:
        """By which the member with this role signs in."""
        return f"{role}@{self.slug}.example.test"

    def assign_coordinator(self) -> None:
        """Every student goes to the only coordinator."""
        self.inside(_ASSIGN)

    def plan(self) -> int:
        """What the worker does every five minutes, at once: the number of offers planned."""
        return int(self.inside(_PLAN))

    def refresh_lake(self) -> None:
        """What the worker does every minute, at once."""
        self.site.python(
            "from datetime import UTC, datetime\nfrom provodnik.lake import services\n"
            "services.keep_fresh(now=datetime.now(UTC))"
        )

    def inside(self, program: str) -> str:
        """Run a program inside the school, with `now` at hand."""
        indented = program.replace("\n", "\n    ")
        return self.site.python(
            "from datetime import UTC, datetime\nfrom provodnik.kernel import schools\n"
            "from provodnik.kernel.models import School\n\nnow = datetime.now(UTC)\n"
            f"with schools.inside(School.objects.get(slug={self.slug!r}).pk):\n    {indented}"
        )

    def bring(self, kind: str, header: Sequence[str], *rows: Sequence[object]) -> None:
        """Import a file by the command."""
        path = self.table(f"{kind}.csv", header, *rows)
        self.site.command("import", kind, str(path), "--school", self.slug)

    def table(self, name: str, header: Sequence[str], *rows: Sequence[object]) -> Path:
        """A CSV in the stage's folder."""
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(header)
            writer.writerows(rows)
        return path


def wall(at: datetime) -> str:
    """A moment as the school's export shows it."""
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")
