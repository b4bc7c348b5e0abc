"""A school made ready for a journey by small programs on the site's data."""

import csv
import json
import time
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
# It looks once a minute, and is not alone on the machine.
_WORKER_SECONDS = 120

ORDERS = (
    *("ID заказа", "Номер", "ID пользователя", "Пользователь", "Email", "Телефон"),
    *("Дата создания", "Дата оплаты", "Title", "Статус", "Стоимость, RUB", "Оплачено"),
    "utm_content",
)
EVENTS = ("client", "event", "at", "product", "item", "attr.module")
TELEPHONE = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Mobile Safari/537.36"
)

# The school never sleeps: a journey must not depend on the hour it is made at.
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ALL_HOURS = {
    "timezone": "Europe/Moscow",
    "week": {day: [["00:00", "24:00"]] for day in _WEEK},
}

_OPENING = """
from datetime import UTC, datetime

from provodnik.config.opening import open_school
from provodnik.facts.catalog.services.products import add_product
from provodnik.facts.catalog.types import ProductFields, ProductStatus
from provodnik.facts.team import services as team
from provodnik.facts.team.models import User
from provodnik.kernel import schools
from provodnik.kernel.calendar.document import parse_calendar
from provodnik.kernel.schools.services import replace_calendar
from provodnik.method import queries, services
from provodnik.method.types import Section

now = datetime.now(UTC)
school = open_school(slug=SLUG, name="Оттенок", now=now)
with schools.inside(school.pk):
    replace_calendar(parse_calendar(CALENDAR.encode()), now=now, actor="system")
    body = queries.document(Section.GATES).body
    quiet = {"starts": "00:00", "ends": "00:00"}
    body = {**body, "offer": {**body["offer"], "quiet_hours": quiet}}
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

_AGE = """
from datetime import timedelta
from provodnik.facts.sales.models import TrackedLink

TrackedLink.objects.filter(token=TOKEN).update(created_at=now - timedelta(hours=1))
"""

_CLICK = """
from datetime import timedelta
from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import Client
from provodnik.facts.sales.links.rules import Opening
from provodnik.facts.sales.links.services import create_link, open_link
from provodnik.facts.sales.types import NewLink

sent_at = now - timedelta(days=3)
new = NewLink(
    product_id=Product.objects.get(name=PRODUCT).pk,
    client_id=Client.objects.get(name=PERSON).pk,
    channel="coordinator_calls",
)
link = create_link(new, actor="system", now=sent_at)
open_link(link.token, Opening(AGENT, "a person"), now=sent_at + timedelta(days=1))
"""

_PUBLISH = """
from provodnik.facts.catalog.path import services as path

path.draw_starter(now=now)
path.publish(by_id=None, actor="system", now=now)
"""

_PASS = """
from datetime import timedelta
from django.db.models import F
from provodnik.touches.queue.models import Touch

gone = timedelta(days=DAYS)
Touch.objects.filter(state="planned").update(
    due_from=F("due_from") - gone, due_at=F("due_at") - gone
)
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

    def open(
        self,
        people: Sequence[tuple[str, str]],
        products: Sequence[tuple[str, str, int]] = (FLAGSHIP, MINI_COURSE),
    ) -> None:
        """A school open round the clock with these people (name, role) and products."""
        members = [(name, role, self.email(role)) for name, role in people]
        self.site.python(
            f"SLUG, CALENDAR = {self.slug!r}, {json.dumps(_ALL_HOURS)!r}\n"
            f"PRODUCTS, PEOPLE = {list(products)!r}, {members!r}\n"
            f"PAY, PASSWORD = {self.payment_page!r}, {PASSWORD!r}\n{_OPENING}"
        )

    def email(self, role: str) -> str:
        """By which the member with this role signs in."""
        return f"{role}@{self.slug}.example.test"

    def assign_coordinator(self) -> None:
        """Every student goes to the only coordinator."""
        self.inside(_ASSIGN)

    def age_link(self, token: str) -> None:
        """A link made now as one of an hour ago: what is opened at once is opened by machines."""
        self.inside(f"TOKEN = {token!r}\n{_AGE}")

    def click_link(self, person: str, product: str) -> None:
        """This person got a link three days ago and opened it a day later."""
        self.inside(f"PERSON, PRODUCT, AGENT = {person!r}, {product!r}, {TELEPHONE!r}\n{_CLICK}")

    def plan(self) -> int:
        """What the worker does every five minutes, at once: the number of offers planned."""
        return int(self.inside(_PLAN))

    def plan_until(self, offers: int) -> None:
        """Plan until this many offers are there: the worker notes the moments first."""
        deadline = time.monotonic() + _WORKER_SECONDS
        planned = 0
        while planned < offers:
            assert time.monotonic() < deadline, f"{planned} of {offers} offers were planned"
            planned += self.plan()

    def publish_path(self) -> None:
        """The method's own path over the school's products is at work."""
        self.inside(_PUBLISH)

    def pass_days(self, days: int) -> None:
        """What is planned comes due as if so many days had gone by."""
        self.inside(f"DAYS = {days}\n{_PASS}")

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


def order(
    key: int, person: str, product: tuple[str, str, int], at: str, token: str = "", user: int = 0
) -> list[object]:
    """A paid order as the school's export has it; the person's number is the order's by default."""
    number = user or 900 + key
    return [
        *(key, key, number, person, f"{number}@example.test", f"+7917{number:07d}"),
        *(at, at, product[0], "Завершен", product[2], product[2], token),
    ]


def wall(at: datetime) -> str:
    """A moment as the school's export shows it."""
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")
