"""A student's path as it may be shown to the student: no money plans, no words for the staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from provodnik.facts.catalog.models import PathStep, Product
from provodnik.facts.catalog.queries.roadmap import NextOffer, roadmap
from provodnik.facts.catalog.types import PathState, ProductStatus, Trigger
from provodnik.facts.learning.models import Membership
from provodnik.facts.learning.queries import Progress, progress
from provodnik.facts.people.models import Client, Goal
from provodnik.facts.people.queries.cards import GoalRow
from provodnik.facts.people.queries.timelines import known_as
from provodnik.facts.sales.models import Offer, TrackedLink
from provodnik.facts.sales.queries.clients import purchases_of
from provodnik.facts.sales.types import OfferState
from provodnik.method import queries as method
from provodnik.touches.care import rules
from provodnik.touches.care.models import CourseModule
from provodnik.touches.care.types import Place

# A step that waits for silence or a forgotten payment explains itself to the staff alone.
_SAID_TO_STAFF = (Trigger.SILENCE.value, Trigger.CLICK_WITHOUT_PAYMENT.value)


@dataclass(frozen=True, slots=True)
class Course:
    """A product the student has: its modules as (name, done), the one that is next."""

    product_id: int
    name: str
    place: Place
    modules: tuple[tuple[str, bool], ...]
    next_module: str | None
    lessons: int
    checked: int
    finished_at: datetime | None
    last_at: datetime | None

    @property
    def done(self) -> int:
        return sum(1 for _, is_done in self.modules if is_done)


@dataclass(frozen=True, slots=True)
class PersonalOffer:
    """An offer that still stands. `link` is the token of its tracked link, empty if none works."""

    product: str
    why: str
    price_kopecks: int | None
    made_at: datetime
    expires_at: datetime | None
    link: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """A product that may follow, and why it helps."""

    product_id: int
    name: str
    why: str
    leads_to_goal: bool


@dataclass(frozen=True, slots=True)
class MapProduct:
    """A product of the map and the student's place beside it."""

    product_id: int
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class MapGroup:
    """Products of one kind, in the order of the method; without a title, of no kind it knows."""

    title: str
    products: tuple[MapProduct, ...]


@dataclass(frozen=True, slots=True)
class StudentPath:
    """Everything of a path that a student may see. Courses: those being learned come first.

    `first_name` is empty where only a full name is known: which word is which is not.
    """

    client_id: int
    first_name: str
    coordinator: str
    curators: tuple[tuple[str, str], ...]
    goal: GoalRow | None
    reached: tuple[GoalRow, ...]
    courses: tuple[Course, ...]
    offers: tuple[PersonalOffer, ...]
    ahead: tuple[Ahead, ...]
    map: tuple[MapGroup, ...]

    @property
    def current(self) -> Course | None:
        """What the student learns now, or has bought and not begun."""
        waiting = (one for one in self.courses if one.place is not Place.FINISHED)
        return next(waiting, None)


def student_path(client_id: int, *, now: datetime) -> StudentPath:
    """The path of a student. At most 14 queries, whatever the length of the history.

    Raises:  Client.DoesNotExist
    """
    client = Client.objects.select_related("coordinator").get(pk=client_id)
    goals = _goals(client_id)
    goal = next((one for one in goals if one.reached_at is None), None)
    products = {p.pk: p for p in Product.objects.exclude(status=ProductStatus.RETIRED.value)}
    courses = _courses(client_id, products)
    owned = [one.product_id for one in courses]
    whys = _whys()
    offers, offered = _offers(client_id, owned, whys, now)
    following = roadmap(owned, owned_ids=offered, pain_id=goal.pain_id if goal else None)
    return StudentPath(
        client_id=client_id,
        first_name=client.first_name,
        coordinator=client.coordinator.name if client.coordinator else "",
        curators=_curators(client_id),
        goal=goal,
        reached=tuple(one for one in goals if one.reached_at is not None),
        courses=courses,
        offers=offers,
        ahead=tuple(_ahead(one, whys) for one in following[: method.care_settings().next_shown]),
        map=_map(products, courses, offered, [one.product_id for one in following]),
    )


def _goals(client_id: int) -> list[GoalRow]:
    rows = Goal.objects.filter(client_id=client_id).order_by("-recorded_at", "-pk")
    columns = ("pk", "text", "pain_id", "pain__name", "recorded_at", "reached_at")
    return [GoalRow(*row) for row in rows.values_list(*columns)]


def _courses(client_id: int, products: Mapping[int, Product]) -> tuple[Course, ...]:
    learned = {
        one.product_id: one for one in progress(known_as(client_id)) if one.product_id is not None
    }
    bought = [one.product_id for one in purchases_of(client_id) if one.product_id is not None]
    owned = [one for one in dict.fromkeys((*learned, *bought)) if one in products]
    outlines: dict[int, list[str]] = {}
    rows = CourseModule.objects.filter(product_id__in=owned).order_by("product_id", "position")
    for product_id, name in rows.values_list("product_id", "name"):
        outlines.setdefault(product_id, []).append(name)
    found = [_course(products[one], learned.get(one), outlines.get(one, ())) for one in owned]
    rank = {Place.LEARNING: 0, Place.BOUGHT: 1, Place.FINISHED: 2}
    # Stable: within a place the latest activity stays first.
    return tuple(sorted(found, key=lambda one: rank[one.place]))


def _course(product: Product, learned: Progress | None, outline: Sequence[str]) -> Course:
    if learned is None:
        modules = rules.modules_of(outline, ())
        return Course(
            product.pk, product.name, Place.BOUGHT, modules, rules.next_module(modules),
            0, 0, None, None,
        )  # fmt: skip
    finished_at = learned.graduated_at or learned.completed_at
    modules = rules.modules_of(outline, learned.modules)
    return Course(
        product_id=product.pk,
        name=product.name,
        place=Place.FINISHED if finished_at else Place.LEARNING,
        modules=modules,
        next_module=rules.next_module(modules),
        lessons=learned.lessons,
        checked=learned.homework_reviewed,
        finished_at=finished_at,
        last_at=learned.last_at,
    )


def _whys() -> dict[int, str]:
    """Why each product helps, in the words of the published path."""
    steps = PathStep.objects.filter(
        version__state=PathState.PUBLISHED.value, offered__isnull=False
    ).exclude(trigger__in=_SAID_TO_STAFF)
    rows = steps.order_by("-position").values_list("offered_id", "reason")
    return {int(offered or 0): reason for offered, reason in rows}


def _offers(
    client_id: int, owned: Sequence[int], whys: Mapping[int, str], now: datetime
) -> tuple[tuple[PersonalOffer, ...], list[int]]:
    """Offers that stand, and their products. The offer's own reason is for the staff."""
    standing = (
        Offer.objects.filter(client_id=client_id, state=OfferState.MADE.value)
        .filter(Q(expires_at=None) | Q(expires_at__gt=now))
        .filter(product__status=ProductStatus.ACTIVE.value)
        .exclude(product_id__in=owned)
        .select_related("product")
        .order_by(F("expires_at").asc(nulls_last=True), "-made_at", "-pk")
    )
    latest = {one.product_id: one for one in reversed(standing)}
    kept = [one for one in standing if latest[one.product_id] is one]
    links = TrackedLink.objects.filter(
        offer_id__in=[one.pk for one in kept], client_id=client_id, disabled_at=None
    )
    tokens = dict(links.order_by("pk").values_list("offer_id", "token"))
    shown = tuple(
        PersonalOffer(
            product=one.product.name,
            why=whys.get(one.product_id) or one.product.summary,
            price_kopecks=one.price_kopecks or one.product.price_kopecks,
            made_at=one.made_at,
            expires_at=one.expires_at,
            link=tokens.get(one.pk, ""),
        )
        for one in kept
    )
    return shown, [one.product_id for one in kept]


def _ahead(one: NextOffer, whys: Mapping[int, str]) -> Ahead:
    pains = ", ".join(pain.lower() for pain in one.pains)
    return Ahead(one.product_id, one.product, whys.get(one.product_id) or pains, one.matches_goal)


def _curators(client_id: int) -> tuple[tuple[str, str], ...]:
    """Cohorts the student learns in, with who checks the work there."""
    mine = Membership.objects.filter(
        client_id=client_id, left_at=None, cohort__curator__isnull=False
    ).order_by("cohort__name")
    return tuple(mine.values_list("cohort__name", "cohort__curator__name"))


def _map(
    products: Mapping[int, Product],
    courses: Sequence[Course],
    offered: Sequence[int],
    following: Sequence[int],
) -> tuple[MapGroup, ...]:
    """Every product on sale or owned, by kind, with the student's place."""

    def ids(place: Place) -> set[int]:
        return {one.product_id for one in courses if one.place is place}

    finished, learning, bought = ids(Place.FINISHED), ids(Place.LEARNING), ids(Place.BOUGHT)
    owned = finished | learning | bought
    groups: dict[str, list[MapProduct]] = {}
    for one in sorted(products.values(), key=lambda product: (product.sort_key, product.pk)):
        if one.status == ProductStatus.ACTIVE or one.pk in owned:
            place = rules.place_of(
                one.pk, finished=finished, learning=learning, bought=bought,
                offered=offered, following=following,
            )  # fmt: skip
            groups.setdefault(one.kind, []).append(MapProduct(one.pk, one.name, place))
    titles = {str(kind.key): kind.title for kind in method.product_kinds().kinds}
    order = [*titles, *(kind for kind in groups if kind not in titles)]
    return tuple(
        MapGroup(titles.get(kind, ""), tuple(groups[kind])) for kind in order if kind in groups
    )
