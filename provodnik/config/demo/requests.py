"""The demo's one window today: requests answered, waiting, late, and one nobody took.

All of it lies within the last two days, after the months the golden figures count.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.touches.desk import services
from provodnik.touches.desk.models import Ticket
from provodnik.touches.desk.types import After, Answer, Incoming, Promise

_SAID = (
    ("chat", "access", 47, "Не открывается урок про тонирование, пишет «нет доступа»."),
    ("telegram", "homework", 26, "Можно сдать работу на день позже? Модель перенесла запись."),
    ("email", "payment", 30, "Оплатила вторую часть, чек во вложении. Дошло?"),
    ("chat", "schedule", 22, "Во сколько завтра разбор работ?"),
    ("telegram", "homework", 5, "Светлана, у меня тон ушёл в тёплый. Что поправить в формуле?"),
    ("chat", "payment", 4, "Хочу разделить оплату практикума на три части."),
    ("phone", "refund", 28, "Просит вернуть деньги за мини-курс: купила два раза."),
    ("page", "certificate", 3, "Когда будет сертификат? Закончила две недели назад."),
    ("chat", "strategy", 2, "Давайте обсудим обучение всей команды салона."),
    ("email", "other", 25, "Подскажите, какой краситель купить к следующему модулю?"),
    ("telegram", "access", 1, "Сменила телефон, не могу войти."),
    ("chat", "homework", 6, "Спасибо за разбор. А можно пример с более тёмной базой?"),
)


@dataclass(frozen=True, slots=True)
class _Done:
    """What became of a request: hours after it, who, the words, what next."""

    number: int
    hours: float
    role: str
    answer: Answer


_DONE = (
    _Done(0, 1, "service_manager", Answer("Открыли доступ, проверьте.", after=After.RESOLVE)),
    _Done(1, 2, "curator", Answer("Можно, срок перенесли на пятницу.", after=After.RESOLVE)),
    _Done(2, 3, "service_manager", Answer("Видим оплату, проверяем чек.")),
    _Done(3, 1, "coordinator", Answer("В 19:00 по Москве, ссылка придёт за час.")),
    _Done(6, 2, "service_manager", Answer("Пришлите номер второго заказа.", after=After.WAIT)),
    _Done(9, 1.5, "coordinator", Answer("Список красителей в материалах модуля.")),
)


def ask(now: datetime) -> None:
    """A dozen requests through the services."""
    clients = Client.objects.filter(coordinator__isnull=False, merged_into=None).order_by("-pk")
    tickets = [
        _receive(client, said, number, now)
        for number, (client, said) in enumerate(
            zip(clients[: len(_SAID)], _SAID, strict=True), start=1
        )
    ]
    for done in _DONE:
        _answer(tickets[done.number], done, now)
    _confirm(tickets[0], now)


def _receive(client: Client, said: tuple[str, str, int, str], number: int, now: datetime) -> Ticket:
    channel, topic, hours, text = said
    at = now - timedelta(hours=hours)
    told = Incoming(client.pk, channel, text, at, f"demo-{number}", topic)
    ticket = services.receive(told, actor=f"client:{client.pk}", now=at).ticket
    if ticket is None:
        raise RuntimeError(f"the demo's own question was taken for thanks: {text}")
    return ticket


def _answer(ticket: Ticket, done: _Done, now: datetime) -> None:
    by = Staff.objects.filter(role=done.role, left_on=None).order_by("pk").first()
    if by is None:
        return
    answer = done.answer
    if done.number == 2:
        answer = replace(answer, promised=Promise(now + timedelta(hours=20), "Ответ по чеку"))
    at = ticket.opened_at + timedelta(hours=done.hours)
    services.reply(ticket.pk, answer, by_id=by.pk, now=at)
    if done.number == 6:
        note = "Два заказа с разницей в минуту, похоже на двойной щелчок."
        services.note(ticket.pk, note, by_id=by.pk, now=at)


def _confirm(ticket: Ticket, now: datetime) -> None:
    services.confirm(ticket.pk, actor=f"client:{ticket.client_id}", now=now)
