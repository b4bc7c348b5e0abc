"""Launches of the demo: a practicum that sold nothing, what it taught, and what came of it.

The offers and clicks told for these launches are written by our services instead of the
events file: the same people, moments and channels, so that no figure of a channel moves.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from provodnik.config.demo import warm_ups
from provodnik.config.demo.shapes import Happening, Story
from provodnik.config.demo.source import School
from provodnik.facts.catalog.models import Product
from provodnik.facts.people.models import ClientKey
from provodnik.facts.sales.links.rules import Opening
from provodnik.facts.sales.links.services import create_link, open_link
from provodnik.facts.sales.models import Launch, Order
from provodnik.facts.sales.services import analyses, launches
from provodnik.facts.sales.services.offers import accept_paid, record_offer
from provodnik.facts.sales.types import Analysis, NewLaunch, NewLink, NewOffer
from provodnik.facts.team.models import Staff
from provodnik.kernel.models import JournalEntry

ACTOR = "system"
PRACTICUM, ALUMNI = "practicum", "alumni_master_class"
OURS = frozenset({PRACTICUM, ALUMNI})
_PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)"
_REASON = "Приглашение на запуск: следующий шаг к цели."


def told_elsewhere(happening: Happening) -> bool:
    """Whether a happening belongs to a launch and so is not told by the events file."""
    is_offer = happening.event in ("offer_made", "offer_clicked")
    return is_offer and happening.channel in OURS


def launch(told: Story, source: School, anchor: datetime) -> None:
    """The launches themselves, their offers and clicks, and what stands around them."""
    staff = dict(Staff.objects.values_list("name", "pk"))
    names = {member.key: staff[member.name] for member in source.staff}
    ours = [happening for happening in told.happenings if told_elsewhere(happening)]
    practicum, better = _launches(source, names, anchor)
    _tell(ours, practicum, better, staff, anchor)
    _learn(practicum, better, names, anchor)
    warm_ups.agree(told, names, anchor)


def _launches(source: School, names: dict[str, int], anchor: datetime) -> tuple[Launch, Launch]:
    day = anchor.date()
    product = Product.objects.get(name=source.product("practicum").name)
    practicum = launches.open_launch(
        NewLaunch(
            "Практикум: блонд на тёмной базе",
            PRACTICUM,
            day - timedelta(days=60),
            day - timedelta(days=54),
            product.pk,
            kind="practicum",
            owner_id=names["head"],
            marketing_owner_id=names["marketer"],
            content="Пять вечеров практики, в последний называем цену и даём ссылку.",
            audience="Все, кто закончил базовый курс",
            plan_made=140,
            plan_paid=10,
            plan_kopecks=249_000_00,
            result="Пришли смотреть, до оплаты не дошёл никто.",
        ),
        actor=ACTOR,
        now=anchor - timedelta(days=64),
    )
    better = launches.open_launch(
        NewLaunch(
            "Мастер-класс выпускника: тёмная база без страха",
            ALUMNI,
            day - timedelta(days=53),
            day - timedelta(days=2),
            kind=ALUMNI,
            owner_id=names["head"],
            marketing_owner_id=names["marketer"],
            speaker_id=_alumnus(),
            content="Выпускник показывает работу до и после, цена звучит после результата.",
            audience="Те, кто смотрел практикум, и новые выпускники",
            plan_made=40,
            plan_paid=2,
        ),
        actor=ACTOR,
        now=anchor - timedelta(days=54),
    )
    return practicum, better


def _alumnus() -> int:
    """A client who graduated, the earliest; the same in every demo of a month."""
    finished = JournalEntry.objects.filter(
        event__name__in=("graduated", "course_completed"), client_id__isnull=False
    )
    first = finished.order_by("happened_at", "client_id").values_list("client_id", flat=True)[0]
    return int(first or 0)


def _tell(
    ours: Iterable[Happening],
    practicum: Launch,
    better: Launch,
    staff: dict[str, int],
    anchor: datetime,
) -> None:
    """Offers and opened links, each at its moment; alumni ones before the launch stand alone."""
    clients = dict(ClientKey.objects.filter(kind="getcourse").values_list("value", "client_id"))
    products = dict(Product.objects.values_list("name", "pk"))
    since = anchor - timedelta(days=53)
    links, asked = [], set()
    for number, one in enumerate(ours):
        if one.person is None:
            continue
        in_better = one.channel == ALUMNI and one.at >= since
        launch_id = practicum.pk if one.channel == PRACTICUM else better.pk if in_better else None
        client_id, product_id = clients[str(one.person.number)], products[one.product]
        seller = staff.get(one.staff)
        asked.add(client_id)
        if one.event == "offer_made":
            new = NewOffer(client_id, product_id, one.channel, _REASON, seller, launch_id=launch_id)
            record_offer(new, actor=ACTOR, now=one.at)
            continue
        link = NewLink(product_id, one.channel, client_id, None, seller, launch_id)
        made = create_link(link, actor=ACTOR, now=one.at - timedelta(hours=1))
        open_link(made.token, Opening(_PHONE, visitor=f"demo-{number}"), now=one.at)
        if launch_id == practicum.pk:
            links.append(made.token)
    # Previews of messengers open links as well: counted, but apart from people.
    for token in links[:9]:
        open_link(token, Opening("TelegramBot (like TwitterBot)"), now=anchor - timedelta(days=55))
    paid = Order.objects.filter(client_id__in=asked, first_paid_at__isnull=False)
    accept_paid(list(paid.values_list("pk", flat=True)))


def _learn(practicum: Launch, better: Launch, names: dict[str, int], anchor: datetime) -> None:
    told = Analysis(
        what_failed="12 переходов, 0 оплат: обрыв на оплате.",
        why="Цену назвали раньше, чем показали результат. Из двенадцати, кто открыл оплату, "
        "девять спросили в чате: «А у меня точно получится?»",
        changed_offer="Сначала мастер-класс выпускника с работой до и после, цена и ссылка в "
        "конце, рассрочка названа сразу.",
        hypothesis="Если результат показывает выпускник, а цена звучит после него, оплатят.",
        criterion="хотя бы 3% оплат из предложенного",
        check_on=anchor.date() - timedelta(days=14),
        next_launch_id=better.pk,
    )
    analyses.write_analysis(
        practicum.pk, told, by_id=names["head"], actor=ACTOR, now=anchor - timedelta(days=53)
    )
