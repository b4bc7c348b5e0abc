"""Weekly warm-ups of the demo's cohorts, its plans, and what its departments exchange."""

from datetime import datetime, timedelta
from random import Random

from provodnik.config.demo import story
from provodnik.config.demo.shapes import Story
from provodnik.facts.learning import services as learning
from provodnik.facts.learning.models import Cohort, Membership
from provodnik.facts.learning.types import CohortFields
from provodnik.facts.people.models import Client, ClientKey
from provodnik.facts.sales.models import PackItem, Participant
from provodnik.facts.sales.queries.exchange import draft_pack
from provodnik.facts.sales.services import exchange, launches, participants, plans
from provodnik.facts.sales.types import NewLaunch, NewPackItem, NewRequest, PackItemKind
from provodnik.kernel.periods import add_months

ACTOR = "system"
_WEEK = timedelta(days=7)
_PAINS = 7


def agree(told: Story, names: dict[str, int], anchor: datetime) -> None:
    """What is planned and agreed around the launches. `names` are ids of staff by their key."""
    _months(told, names, anchor)
    _warm_ups(names, anchor)
    _plan(names, anchor)
    _exchange(names, anchor)


def _months(told: Story, names: dict[str, int], anchor: datetime) -> None:
    """A big chat in each month of the programme: who bought through warm-ups came from it."""
    random = Random(story.SEED + 1)
    clients = dict(ClientKey.objects.filter(kind="getcourse").values_list("value", "client_id"))
    people = sorted(set(clients.values()))
    for offset in range(-story.PROGRAMME_MONTHS, 0):
        starts = story.month_start(anchor, offset)
        ends = story.month_start(anchor, offset + 1) - timedelta(days=2)
        buyers = {
            clients[str(one.person.number)]
            for one in told.purchases
            if one.channel == "warm_up" and starts <= one.ordered_at < ends
        }
        chat = launches.open_launch(
            NewLaunch(
                f"Прогревочный чат, {starts:%m.%Y}",
                "warm_up",
                starts.date(),
                ends.date(),
                kind="warm_up_chat",
                owner_id=names["tkacheva"],
                marketing_owner_id=names["marketer"],
                audience="Все, кто закончил или заканчивает курс",
                content="Задание в неделю, в конце месяца эфир с разбором и следующим шагом.",
                tasks=3,
            ),
            actor=ACTOR,
            now=starts,
        )
        others = random.sample(people, 64)
        _join(chat.pk, sorted(buyers | set(others)), buyers, starts, random)


def _join(
    launch_id: int, ids: list[int], buyers: set[int], starts: datetime, random: Random
) -> None:
    participants.join(launch_id, ids, actor=ACTOR, now=starts)
    done = [pk for pk in ids if pk in buyers or random.random() < 0.5]
    came = [pk for pk in done if pk in buyers or random.random() < 0.6]
    participants.note_tasks(launch_id, done, 3, actor=ACTOR, now=starts + timedelta(days=9))
    participants.note_came(launch_id, came, actor=ACTOR, now=starts + timedelta(days=10))


def _warm_ups(names: dict[str, int], anchor: datetime) -> None:
    """Two cohorts with a chat each week; the younger has none this week yet."""
    older = _cohort("Поток 12", anchor, days_ago=95)
    younger = _cohort("Поток 13", anchor, days_ago=50)
    random = Random(story.SEED)
    monday = (anchor - timedelta(days=anchor.weekday())).replace(hour=12, minute=0)
    for week in range(5, -1, -1):
        starts = monday - week * _WEEK
        _chat(older, f"Чат потока 12, неделя {6 - week}", names, starts, random, anchor)
        if week:
            _chat(younger, f"Чат потока 13, неделя {6 - week}", names, starts, random, anchor)


def _cohort(name: str, anchor: datetime, *, days_ago: int) -> Cohort:
    """The first buyers of some two weeks learn together."""
    starts_on = anchor.date() - timedelta(days=days_ago)
    found = Cohort.objects.filter(name=name).first()
    if found is not None:
        return found
    began = anchor - timedelta(days=days_ago)
    fields = CohortFields(name, starts_on=starts_on, ends_on=starts_on + timedelta(days=150))
    cohort = learning.create_cohort(fields, now=began, actor=ACTOR)
    members = Client.objects.filter(
        registered_at__gte=began - 2 * _WEEK, registered_at__lt=began, stage__gt=""
    )
    ids = list(members.order_by("pk").values_list("pk", flat=True)[:36])
    learning.add_members(cohort.pk, ids, joined_at=began, actor=ACTOR)
    return cohort


def _chat(
    cohort: Cohort,
    name: str,
    names: dict[str, int],
    starts: datetime,
    random: Random,
    anchor: datetime,
) -> None:
    told = NewLaunch(
        name,
        "warm_up",
        starts.date(),
        starts.date() + timedelta(days=4),
        kind="warm_up_chat",
        owner_id=names["lebedeva"],
        marketing_owner_id=names["marketer"],
        cohort_id=cohort.pk,
        content="Три задания за неделю, в пятницу разбор работ и следующий шаг.",
        tasks=3,
    )
    chat = launches.open_launch(told, actor=ACTOR, now=min(starts, anchor))
    members = Membership.objects.filter(cohort=cohort).order_by("client_id")
    ids = list(members.values_list("client_id", flat=True))
    joined = [pk for pk in ids if random.random() < 0.8]
    at = min(starts, anchor)
    participants.join(chat.pk, joined, actor=ACTOR, now=at)
    done = [pk for pk in joined if random.random() < 0.55]
    came = [pk for pk in joined if random.random() < 0.62]
    if starts + timedelta(days=4) <= anchor:
        at = starts + timedelta(days=4)
        participants.note_tasks(chat.pk, done, 3, actor=ACTOR, now=at)
        participants.note_came(chat.pk, came, actor=ACTOR, now=at)


def _plan(names: dict[str, int], anchor: datetime) -> None:
    """Round plans of each month of the programme: of the department, channels and people."""
    first = story.programme_start(anchor).date()
    rows: tuple[tuple[str, str, tuple[int, ...]], ...] = (
        ("", "", (150, 200, 220, 250)),
        ("coordinator_calls", "", (60, 70, 80, 90)),
        ("platform", "", (0, 60, 70, 80)),
        ("", "lebedeva", (50, 60, 60, 70)),
        ("", "tkacheva", (40, 50, 50, 60)),
        ("", "elkin", (40, 40, 50, 60)),
    )
    for channel, who, thousands in rows:
        for month, thousand in enumerate(thousands):
            plans.set_plan(
                add_months(first, month),
                channel=channel,
                staff_id=names[who] if who else None,
                kopecks=thousand * 1000 * 100,
                actor=ACTOR,
                now=anchor - timedelta(days=125),
            )


def _exchange(names: dict[str, int], anchor: datetime) -> None:
    head, marketer, sales = names["head"], names["marketer"], names["sales"]
    asked = anchor - timedelta(days=3)
    first = exchange.ask(
        NewRequest(
            "Что обещает реклама про рассрочку",
            "product",
            "marketing",
            "На звонках спрашивают про 12 месяцев, у нас только 6.",
            marketer,
        ),
        by_id=head,
        now=anchor - timedelta(days=12),
    )
    exchange.answer(
        first.pk, "Убрали 12 месяцев со страницы, осталось 6.", by_id=marketer, now=asked
    )
    exchange.ask(
        NewRequest("Кто из новых ждал диплом", "product", "sales", "", sales),
        by_id=head,
        now=anchor - timedelta(hours=3),
    )
    fresh = Client.objects.filter(stage__gt="", merged_into=None).order_by("-registered_at", "pk")
    promises = (
        ("Разбор трёх своих работ в первый месяц.", "Боится испортить волосы, учится вечером."),
        ("Помощь с первым постом в блоге.", "Уже работает мастером, нужна уверенность в цене."),
        ("", "Оплата частями, просит писать, а не звонить."),
    )
    for client, (promised, context) in zip(fresh[:3], promises, strict=True):
        exchange.hand_over(
            client.pk,
            promises=promised,
            context=context,
            is_unclear=not promised,
            by_id=sales,
            now=asked,
        )
    handed = [pk for pk in _came_lately(anchor)[:3] if pk]
    exchange.hand_leads(
        handed,
        launch_id=None,
        reason="Ходит на эфиры, спрашивает про большой курс",
        by_id=head,
        actor=ACTOR,
        now=asked,
    )
    _pack(head, marketer, anchor)


def _came_lately(anchor: datetime) -> list[int]:
    since = anchor - timedelta(days=30)
    found = Participant.objects.filter(came_at__gte=since).order_by("client_id")
    return list(found.values_list("client_id", flat=True).distinct())


def _pack(head: int, marketer: int, anchor: datetime) -> None:
    """Last month's pack: received, and one pain has become a post."""
    sent_at = anchor - timedelta(days=26)
    gathered = draft_pack(words=_PAINS, now=sent_at)
    items = [item for item in gathered if item.kind is PackItemKind.PAIN]
    items.append(NewPackItem(PackItemKind.WORDS, "Боюсь, что волосы станут как пакля"))
    pack = exchange.send_pack("Боли прошлого месяца", items, by_id=head, now=sent_at)
    exchange.confirm_pack(pack.pk, by_id=marketer, now=sent_at + timedelta(days=1))
    of_bleaching = PackItem.objects.filter(pack=pack, text__icontains="осветл")[0]
    exchange.use_item(
        of_bleaching.pk,
        "Пост «Осветлить и не испортить»",
        by_id=marketer,
        now=sent_at + timedelta(days=4),
    )
