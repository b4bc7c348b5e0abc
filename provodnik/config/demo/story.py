"""Two years of the demo school, told from one seed: the same anchor gives the same story.

The programme is the last four whole months before the anchor. Before it nobody bought
twice; in it repeat sales are exactly the golden figures.
"""

from datetime import datetime, timedelta
from random import Random

from provodnik.config.demo import learning, offers, people, serving
from provodnik.config.demo.golden import golden_sales
from provodnik.config.demo.shapes import Part, Person, Purchase, Story
from provodnik.config.demo.source import School
from provodnik.kernel.periods import add_months

SEED = 870_080
MONTHS = 24
PROGRAMME_MONTHS = 4
_BUYERS_A_MONTH = (82, 118)
_REGISTRATIONS_A_MONTH = (24, 40)
_UNPAID_A_MONTH = (14, 26)
# Now and then somebody comes again with another e-mail and the same phone.
_TWIN_EVERY, _TWIN_BACK = 270, 90


def programme_start(anchor: datetime) -> datetime:
    """The first day of the programme: four whole months before the month of the anchor."""
    return month_start(anchor, -PROGRAMME_MONTHS)


def month_start(anchor: datetime, offset: int) -> datetime:
    """Midnight of the first day of the anchor's month plus `offset` months."""
    first = add_months(anchor.date().replace(day=1), offset)
    return anchor.replace(
        year=first.year, month=first.month, day=1, hour=0, minute=0, second=0, microsecond=0
    )


class Teller:
    """Makes one story; keeps the counters of people and orders."""

    def __init__(self, school: School, anchor: datetime) -> None:
        self.school, self.anchor = school, anchor
        self.random = Random(SEED)
        self.people: list[Person] = []
        self.purchases: list[Purchase] = []
        self.first: dict[int, Purchase] = {}
        self.known: set[tuple[str, str]] = set()

    def tell(self) -> Story:
        """Registrations, first purchases and refunds, then the programme's repeat sales."""
        for offset in range(-MONTHS, 1):
            self._month(offset)
        repeats = self._programme()
        happenings = learning.happenings(self.random, self.school, self.first, self.anchor)
        happenings += offers.happenings(
            self.random,
            self.school,
            repeats,
            self.people,
            self.anchor,
            programme_start(self.anchor),
        )
        happenings = serving.add(
            Random(SEED + 1),
            self.school,
            self.anchor,
            self.first.values(),
            self.purchases,
            happenings,
        )
        happenings.sort(key=lambda happening: happening.at)
        return Story(tuple(self.people), tuple(self.purchases), tuple(happenings))

    def _month(self, offset: int) -> None:
        start = month_start(self.anchor, offset)
        end = min(month_start(self.anchor, offset + 1), self.anchor)
        share = max(0.0, (end - start).days / 30)
        for limits, tell in (
            (_BUYERS_A_MONTH, self._first_purchase),
            (_REGISTRATIONS_A_MONTH, self._registration),
            (_UNPAID_A_MONTH, self._unpaid),
        ):
            for _ in range(round(self.random.randint(*limits) * min(1.0, share))):
                tell(self._person(start, end))

    def _person(self, start: datetime, end: datetime) -> Person:
        number = 1001 + len(self.people)
        while True:
            person = people.invent(self.random, self.school, number, from_at=start, to_at=end)
            # Namesakes of one town would drown the few pairs that are worth comparing.
            known = (person.full_name, person.city)
            if known not in self.known:
                break
        if len(self.people) >= _TWIN_BACK and number % _TWIN_EVERY == 0:
            person = people.twin(person, of=self.people[-_TWIN_BACK])
        self.known.add(known)
        self.people.append(person)
        return person

    def _registration(self, person: Person) -> None:
        self._add(person, "trip", 0, person.registered_at, status="payed")

    def _unpaid(self, person: Person) -> None:
        product = self.school.product(self.random.choice(("colorist", "cuts")))
        status = self.random.choice(("new", "cancelled", "in_work", "payment_waiting"))
        self._add(person, product.key, product.price, person.registered_at, status=status)

    def _first_purchase(self, person: Person) -> None:
        product = self.school.product("colorist" if self.random.random() < 0.78 else "cuts")
        ordered_at = person.registered_at + timedelta(minutes=self.random.randint(5, 900))
        parts = tuple(p for p in self._parts(product.price, ordered_at) if p.paid_at < self.anchor)
        status = "payed" if sum(part.roubles for part in parts) == product.price else "part_payed"
        if not parts:
            status = "payment_waiting"
        elif self._is_returned(ordered_at):
            parts = tuple(Part(part.roubles, part.paid_at, returned=True) for part in parts)
            status = "cancelled"
        purchase = self._add(person, product.key, product.price, ordered_at, parts, status)
        if parts and not parts[0].returned:
            self.first[person.number] = purchase

    def _is_returned(self, ordered_at: datetime) -> bool:
        """About 4 % of orders are given back before the programme, about 2 % in it."""
        share = 0.02 if ordered_at >= programme_start(self.anchor) else 0.04
        return self.random.random() < share

    def _parts(self, price: int, ordered_at: datetime) -> list[Part]:
        """Paid at once, or monthly in two to six parts."""
        count = 1 if self.random.random() < 0.52 else self.random.choice((2, 3, 4, 6))
        sums = [price // count // 10 * 10] * count
        sums[0] += price - sum(sums)
        start = ordered_at + timedelta(minutes=self.random.randint(2, 240))
        return [Part(roubles, start + timedelta(days=30 * n)) for n, roubles in enumerate(sums)]

    def _programme(self) -> list[Purchase]:
        """The golden repeat sales, each to a student who began at least five weeks before."""
        repeats = []
        buyers = [purchase for purchase in self.first.values() if len(purchase.parts) <= 3]
        taken: set[int] = set()
        for sale in golden_sales(self.random):
            start = month_start(self.anchor, sale.month - PROGRAMME_MONTHS)
            paid_at = start + timedelta(
                days=self.random.randrange(1, 27), hours=self.random.randrange(7, 17)
            )
            buyer = self._buyer(buyers, taken, before=paid_at - timedelta(days=35))
            product = self._nearest(sale.roubles)
            repeats.append(
                self._add(
                    buyer.person,
                    product,
                    sale.roubles,
                    paid_at - timedelta(minutes=self.random.randint(3, 300)),
                    (Part(sale.roubles, paid_at),),
                    "payed",
                    channel=sale.channel,
                    staff=sale.staff,
                )
            )
        return repeats

    def _buyer(self, buyers: list[Purchase], taken: set[int], *, before: datetime) -> Purchase:
        while True:
            buyer = self.random.choice(buyers)
            recent = buyer.parts[0].paid_at > before - timedelta(days=400)
            if buyer.parts[0].paid_at < before and recent and buyer.person.number not in taken:
                taken.add(buyer.person.number)
                return buyer

    def _nearest(self, roubles: int) -> str:
        """A product whose price is not below the sum by much: the sum may hold a discount."""
        sold = [
            product
            for product in self.school.products
            if product.status == "active"
            and product.kind in {"mini_product", "mini_course", "practicum"}
            and product.key != "practicum"
        ]
        ranked = sorted(sold, key=lambda product: abs(product.price - roubles))
        return self.random.choice(ranked[:4]).key

    def _add(  # noqa: PLR0913 (one order has this many facts)
        self,
        person: Person,
        product: str,
        roubles: int,
        ordered_at: datetime,
        parts: tuple[Part, ...] = (),
        status: str = "new",
        *,
        channel: str = "",
        staff: str = "",
    ) -> Purchase:
        purchase = Purchase(
            number=20_001 + len(self.purchases),
            person=person,
            product=product,
            roubles=roubles,
            ordered_at=ordered_at,
            parts=parts,
            status=status,
            channel=channel,
            staff=staff,
        )
        self.purchases.append(purchase)
        return purchase
