"""What the department proposed in the programme, by channel, click by click."""

from datetime import datetime, timedelta
from random import Random

from provodnik.config.demo.golden import CHANNELS, PRACTICUM, ChannelPlan
from provodnik.config.demo.shapes import Happening, Person, Purchase
from provodnik.config.demo.source import School

_SELLERS = ("lebedeva", "tkacheva", "elkin")
# Where the platform proposes: lessons and places of the cabinet.
_PLACES = (
    "Урок 14, блок под домашней работой",
    "Кабинет, кнопка «Что дальше»",
    "Конец модуля 3",
)


def happenings(
    random: Random,
    school: School,
    repeats: list[Purchase],
    people: list[Person],
    anchor: datetime,
    begins_at: datetime,
) -> list[Happening]:
    """Offers and clicks that led to the repeat sales, and the many that led nowhere."""
    names = {member.key: member.name for member in school.staff}
    told: list[Happening] = []
    for plan in CHANNELS:
        sold = [purchase for purchase in repeats if purchase.channel == plan.key]
        told += _to_buyers(random, school, names, sold, begins_at)
        told += _to_others(random, school, names, plan, people, anchor)
    told += _practicum(random, school, names, people, anchor)
    return told


def _to_buyers(
    random: Random,
    school: School,
    names: dict[str, str],
    sold: list[Purchase],
    begins_at: datetime,
) -> list[Happening]:
    told: list[Happening] = []
    for number, purchase in enumerate(sold):
        made_at = purchase.ordered_at - timedelta(days=random.randint(1, 6), hours=1)
        made_at = max(made_at, begins_at)
        # Calls are made by our own queue: only the opened link is left to tell.
        is_call = purchase.channel == "coordinator_calls"
        told += _offer(
            purchase.person,
            school.product(purchase.product).name,
            purchase.channel,
            names.get(purchase.staff, ""),
            made_at,
            clicked_at=purchase.ordered_at - timedelta(minutes=20),
            place=_place(purchase.channel, number),
        )[1 if is_call else 0 :]
    return told


def _to_others(
    random: Random,
    school: School,
    names: dict[str, str],
    plan: ChannelPlan,
    people: list[Person],
    anchor: datetime,
) -> list[Happening]:
    """The rest of the funnel: offers without a click, clicks without an order, unpaid orders."""
    told: list[Happening] = []
    clicks, orders = plan.clicked - plan.paid, plan.ordered - plan.paid
    for n in range(plan.made - plan.paid):
        person = random.choice(people)
        made_at = _moment(random, anchor)
        product = _minor(random, school)
        seller = "" if plan.key == "platform" else names[random.choice(_SELLERS)]
        clicked_at = made_at + timedelta(hours=3) if n < clicks else None
        told += _offer(person, product, plan.key, seller, made_at, clicked_at, _place(plan.key, n))
        if n < orders:
            told.append(
                Happening(
                    "order_placed",
                    made_at + timedelta(hours=4),
                    person,
                    item=f"{plan.key}-{n + 1}",
                    product=product,
                    channel=plan.key,
                    value="4900",
                )
            )
    return told


def _practicum(
    random: Random,
    school: School,
    names: dict[str, str],
    people: list[Person],
    anchor: datetime,
) -> list[Happening]:
    told: list[Happening] = []
    product = school.product("practicum").name
    for n in range(PRACTICUM.made):
        made_at = anchor - timedelta(days=58, minutes=n * 7)
        clicked_at = made_at + timedelta(hours=5) if n < PRACTICUM.clicked else None
        told += _offer(
            random.choice(people), product, "practicum", names["elkin"], made_at, clicked_at
        )
    return told


def _offer(  # noqa: PLR0913, PLR0917 (one offer has this many facts)
    person: Person,
    product: str,
    channel: str,
    staff: str,
    made_at: datetime,
    clicked_at: datetime | None,
    place: str = "",
) -> list[Happening]:
    told = [Happening("offer_made", made_at, person, place, product, channel, staff)]
    if clicked_at is not None:
        told.append(Happening("offer_clicked", clicked_at, person, place, product, channel, staff))
    return told


def _place(channel: str, number: int) -> str:
    """Which place of the platform proposed; other channels have none."""
    return _PLACES[number % len(_PLACES)] if channel == "platform" else ""


def _moment(random: Random, anchor: datetime) -> datetime:
    """A working hour of the programme's months."""
    day = anchor - timedelta(days=random.randint(anchor.day + 2, anchor.day + 115))
    return day.replace(hour=random.randint(8, 16), minute=random.randrange(60))


def _minor(random: Random, school: School) -> str:
    minor = [p.name for p in school.products if p.kind == "mini_product"]
    return random.choice(minor)
