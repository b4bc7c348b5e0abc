"""The demo's matrix at work: a plan of mini-products, kept lessons, a club, who has read what.

Nothing here moves the golden figures: free tripwires are no sales, and the club is bought first
by newcomers of the programme's last month and renewed after it.
"""

from datetime import datetime, timedelta
from random import Random

from django.db.models import Min

from provodnik.config.demo.story import SEED, month_start, programme_start
from provodnik.facts.catalog import services
from provodnik.facts.catalog.models import Product
from provodnik.facts.catalog.types import LineFields, LinkKind, ProductFields, ProductStatus
from provodnik.facts.learning.lessons import keep_lesson, plan_lesson
from provodnik.facts.learning.types import KeptLesson
from provodnik.facts.people.models import Client
from provodnik.facts.people.services import Contacts, add_client, assign_coordinator
from provodnik.facts.sales.models import Order
from provodnik.facts.sales.services.orders import record_order, record_payment
from provodnik.facts.sales.services.subscriptions import record_terms
from provodnik.facts.sales.types import NewMoney, NewOrder
from provodnik.facts.team.models import Staff
from provodnik.method import queries as method

ACTOR = "system"
_CLUB_KOPECKS = 1_900_00
_MEMBERS = (
    *("Алла Ветрова", "Нина Громыко", "Софья Лунина", "Жанна Орехова", "Кира Пугачёва"),
    *("Лидия Рощина", "Зоя Снегирёва", "Майя Тарасова", "Роза Ушакова", "Эмма Фадеева"),
    *("Злата Холодова", "Ника Чайкина", "Ася Шмелёва", "Раиса Щукина", "Тамара Юрьева"),
    "Клара Яблокова",
)
_LESSONS = (
    ("Седина: мягкая граница за визит", "Модуль 5", "Новичкам рано, а мастера просят отдельно"),
    ("Тонирование поверх чужой работы", "Модуль 4", "Отвлекало от базы"),
    ("Разговор о цене перед процедурой", "Модуль 6", "Нужен после первых клиентов"),
    ("Съёмка до и после на телефон", "Модуль 6", "Живёт сам по себе"),
    ("Подбор ухода по карте клиента", "Модуль 3", "Хватит на мини-курс"),
)


def launch(anchor: datetime) -> None:
    """Mini-products go on sale one by one from the programme's first day, before they are sold."""
    start = programme_start(anchor)
    minis = Product.objects.filter(kind="mini_product").order_by("pk")
    sold = dict(
        Order.objects.filter(product__in=minis, first_paid_at__isnull=False)
        .values_list("product_id")
        .annotate(first=Min("created_at"))
    )
    for number, product in enumerate(minis):
        planned = start + timedelta(days=3 * number, hours=10)
        at = min(planned, sold.get(product.pk, planned) - timedelta(hours=1))
        services.set_status(product.pk, ProductStatus.ACTIVE, now=at, actor=ACTOR)


def stage(anchor: datetime) -> None:
    """Everything the parts of the matrix show. Called inside the school, after the team acted."""
    random = Random(SEED)
    products = {product.name: product for product in Product.objects.order_by("pk")}
    _hold_tripwires(random, products, anchor)
    _open_club(random, products, anchor)
    _plan(products, anchor)
    _revise(products, anchor)
    _read(random, anchor)


def _hold_tripwires(random: Random, products: dict[str, Product], anchor: datetime) -> None:
    """Free lessons and cards taken by people who bought a course afterwards, or had one."""
    trip, card = products["Три ошибки осветления"], products["Карта оттенков (бонус)"]
    colorist, cuts = products["Колорист с нуля"], products["Стрижки: база"]
    first = Order.objects.filter(first_paid_at__lt=programme_start(anchor), paid_kopecks__gt=0)
    for order in first.filter(product=colorist).order_by("pk"):
        if random.random() < 0.12:
            _take(order, trip, order.created_at - timedelta(days=random.randint(1, 6)))
    for order in first.filter(product=cuts).order_by("pk"):
        if random.random() < 0.2:
            _take(order, card, order.created_at + timedelta(days=random.randint(1, 20)))


def _take(order: Order, product: Product, at: datetime) -> None:
    free = NewOrder(
        client_id=order.client_id,
        external_id=f"free-{product.pk}-{order.pk}",
        cost_kopecks=0,
        placed_at=at,
        product_id=product.pk,
    )
    record_order(free, actor=ACTOR)


def _open_club(random: Random, products: dict[str, Product], anchor: datetime) -> None:
    opened = month_start(anchor, -1)
    fields = ProductFields(
        name="Клуб «Оттенок»",
        kind="subscription",
        price_kopecks=_CLUB_KOPECKS,
        cost_kopecks=400_00,
        audience="Все, кто красит",
        summary="Разборы работ и эфир каждый месяц",
        payment_url="https://pay.example.test/club",
        term_days=30,
    )
    club = services.add_product(fields, now=opened, actor=ACTOR)
    services.link(club.pk, products["Колорист с нуля"].pk, LinkKind.NEXT, now=opened, actor=ACTOR)
    services.link(products["Колорист с нуля"].pk, club.pk, LinkKind.CROSS, now=opened, actor=ACTOR)
    team = list(Staff.objects.filter(role="coordinator", left_on=None).order_by("pk"))
    for number, name in enumerate(_MEMBERS):
        starts_at = opened + timedelta(days=number % 12, hours=random.randint(8, 19))
        member = _member(name, number, starts_at)
        assign_coordinator(
            member.pk, staff_id=team[number % len(team)].pk, now=starts_at, actor=ACTOR
        )
        _pay(member, club, starts_at, term=1)
        renewed_at = starts_at + timedelta(days=random.randint(31, 36))
        if random.random() < 0.7 and month_start(anchor, 0) <= renewed_at < anchor:
            _pay(member, club, renewed_at, term=2)
    record_terms(now=anchor)


def _member(name: str, number: int, at: datetime) -> Client:
    contacts = Contacts(name=name, email=f"club{number:02}@example.test")
    return add_client(contacts, now=at, actor=ACTOR)


def _pay(member: Client, club: Product, at: datetime, *, term: int) -> None:
    number = f"club-{member.pk}-{term}"
    order = record_order(
        NewOrder(
            client_id=member.pk,
            external_id=number,
            cost_kopecks=_CLUB_KOPECKS,
            placed_at=at,
            product_id=club.pk,
            title=club.name,
            channel="platform",
        ),
        actor=ACTOR,
    )
    record_payment(NewMoney(order.pk, number, _CLUB_KOPECKS, at), actor=ACTOR)


def _plan(products: dict[str, Product], anchor: datetime) -> None:
    start = programme_start(anchor)
    minis = [one for one in products.values() if one.kind == "mini_product"]
    whole = LineFields(
        "20 мини-продуктов", 20, "mini_product", start.date(), month_start(anchor, 0).date()
    )
    line = services.plan_line(whole, now=start, actor=ACTOR)
    for product in minis:
        services.plan_product(line.pk, product.name, product_id=product.pk, now=start)
    season = LineFields(
        "Мини-курсы сезона", 4, "mini_course", anchor.date(), month_start(anchor, 3).date()
    )
    next_line = services.plan_line(season, now=anchor, actor=ACTOR)
    places = [
        services.plan_product(next_line.pk, name, launch_on=day.date(), now=anchor)
        for name, day in (
            ("Седина без боязни", month_start(anchor, 1) + timedelta(days=14)),
            ("Цена без неловкости", month_start(anchor, 2) + timedelta(days=9)),
        )
    ]
    stages = [str(one.key) for one in method.lifecycle().stages]
    course = products["Колорист с нуля"].pk
    for number, (name, module, reason) in enumerate(_LESSONS):
        lesson = keep_lesson(KeptLesson(name, course, module, reason), now=start, actor=ACTOR)
        if number < len(places):
            plan_lesson(
                lesson.pk,
                stage=stages[min(2 + number, len(stages) - 1)],
                planned_id=places[number].pk,
                used_in_id=None,
                now=anchor,
                actor=ACTOR,
            )


def _revise(products: dict[str, Product], anchor: datetime) -> None:
    """A revision begun last week and two thirds done, so that whoever looks in can go on."""
    began = anchor - timedelta(days=6)
    services.start_revision(now=began, actor=ACTOR)
    for number, product in enumerate(products.values()):
        if number % 3 and product.status != ProductStatus.RETIRED:
            services.revise(
                product.pk,
                ProductStatus(product.status),
                now=began + timedelta(minutes=2 * number),
                actor=ACTOR,
            )


def _read(random: Random, anchor: datetime) -> None:
    """Everybody has read something; who came last has read least."""
    roles = [str(role) for role in method.product_kinds().knowledge.roles]
    on_sale = list(
        Product.objects.filter(status=ProductStatus.ACTIVE.value)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    for number, member in enumerate(
        Staff.objects.filter(left_on=None, role__in=roles).order_by("pk")
    ):
        share = max(0.25, 1 - number * 0.12)
        chosen = random.sample(on_sale, round(len(on_sale) * share))
        services.acknowledge(
            chosen, staff_id=member.pk, now=anchor - timedelta(days=5), actor=ACTOR
        )
