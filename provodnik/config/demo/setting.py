"""The demo school's own: team, pains, products and their links, the path after purchase."""

from datetime import datetime

from django.contrib.auth.hashers import make_password

from provodnik.config.demo.source import ProductSource, School
from provodnik.facts.catalog.path import services as path
from provodnik.facts.catalog.path.types import Step
from provodnik.facts.catalog.services import links, products
from provodnik.facts.catalog.types import LinkKind, ProductFields, ProductStatus, Trigger
from provodnik.facts.people.services import goals
from provodnik.facts.sales.models import Channel
from provodnik.facts.team import services as team
from provodnik.facts.team.models import User
from provodnik.kernel import schools
from provodnik.kernel.calendar.types import Span, WorkCalendar
from provodnik.kernel.schools.services import replace_calendar

ACTOR = "system"


def set_up(source: School, *, now: datetime) -> None:
    """Everything that is there before the first student comes."""
    # The department works every day, so that whoever looks in finds a day's queue.
    hours = (Span(10 * 60, 20 * 60),)
    replace_calendar(
        WorkCalendar.of(source.school["timezone"], week=(hours,) * 7), now=now, actor=ACTOR
    )
    staff = _hire(source, now=now)
    pains = [goals.add_pain(name).pk for name in source.pains]
    made = {one.key: _add_product(one, staff, now=now) for one in source.products}
    for one in source.products:
        links.set_pains(made[one.key], [pains[n - 1] for n in one.pains], now=now, actor=ACTOR)
        for target in one.next:
            kind = LinkKind(one.kind) if one.kind in ("bonus", "tripwire") else LinkKind.NEXT
            links.link(made[one.key], made[target], kind, now=now, actor=ACTOR)
        for target in one.cross:
            links.link(made[one.key], made[target], LinkKind.CROSS, now=now, actor=ACTOR)
        if one.cost and one.kind in ("flagship", "mini_course", "practicum"):
            products.confirm_economics(made[one.key], by_id=staff["head"], now=now, actor=ACTOR)
    # The school's own channel beside the five of the method.
    Channel.objects.create(
        school_id=schools.current(), key="practicum", name="Практикум", position=60
    )
    _draw_path(made, by_id=staff["head"], now=now)


def _hire(source: School, *, now: datetime) -> dict[str, int]:
    staff = {}
    # Everybody has one password, so it is hashed once: hashing is slow on purpose.
    password = make_password(source.password)
    for member in source.staff:
        user, _ = User.objects.get_or_create(email=member.email, defaults={"password": password})
        staff[member.key] = team.add_staff(
            name=member.name,
            role=member.role,
            user=user,
            email=member.email,
            external_name=member.name,
            now=now,
            actor=ACTOR,
        ).pk
    for member in source.staff:
        if member.manager:
            team.set_manager(staff[member.key], staff[member.manager], now=now, actor=ACTOR)
    return staff


def _add_product(one: ProductSource, staff: dict[str, int], *, now: datetime) -> int:
    fields = ProductFields(
        name=one.name,
        kind=one.kind,
        price_kopecks=one.price * 100,
        cost_kopecks=None if one.cost is None else one.cost * 100,
        audience=one.audience,
        payment_url=f"https://pay.example.test/{one.key}",
        owner_id=staff.get(one.owner),
    )
    # Mini-products are launched by the programme itself, see `matrix.launch`.
    is_mini = one.kind == "mini_product"
    status = ProductStatus.UNSORTED if is_mini else ProductStatus(one.status)
    return products.add_product(fields, now=now, actor=ACTOR, status=status).pk


def _draw_path(made: dict[str, int], *, by_id: int, now: datetime) -> None:
    flagship, blond = made["colorist"], made["blond"]
    third = {"module": "Модуль 3"}
    steps = (
        Step(
            key="third_module",
            trigger=Trigger.MODULE.value,
            after_id=flagship,
            params=third,
            delay_days=1,
            offered_id=blond,
            reason="К третьему модулю видно, что осветление пугает сильнее всего. "
            "Мини-курс снимает страх, и учиться дальше легче.",
            script="after_module",
            channel="coordinator_calls",
        ),
        Step(
            key="cuts_module",
            trigger=Trigger.MODULE.value,
            after_id=made["cuts"],
            params=third,
            delay_days=2,
            offered_id=made["consult"],
            reason="Руки уже помнят базу, пора учиться говорить с клиентом, чтобы он возвращался.",
            script="after_module",
            channel="coordinator_calls",
        ),
        Step(
            key="graduation",
            trigger=Trigger.GRADUATION.value,
            after_id=flagship,
            delay_days=0,
            offered_id=made["complex"],
            reason="На выпуске результат свежий. Практикум превращает навык в сложные работы "
            "под присмотром.",
            script="graduation",
            channel="graduation",
        ),
        Step(
            key="silence",
            trigger=Trigger.SILENCE.value,
            after_id=flagship,
            params={"days": 12},
            offered_id=made["toning"],
            reason="Короткий результат за вечер возвращает вкус к учёбе тем, кто остановился.",
            script="lead_to_result",
            channel="coordinator_calls",
        ),
    )
    for step in steps:
        path.save_step(step, now=now)
    path.publish(by_id=by_id, actor=ACTOR, now=now)
