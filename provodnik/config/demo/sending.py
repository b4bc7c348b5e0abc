"""The demo's messages on their way out: one of each end. The bot is off: nothing is ever sent."""

from datetime import datetime, timedelta

from provodnik.facts.people.models import Client
from provodnik.facts.team.models import Staff
from provodnik.kernel.accounts import services as accounts
from provodnik.kernel.accounts.types import NewAccount
from provodnik.kernel.outbox import claiming, ports, services
from provodnik.kernel.outbox.types import Accepted, Answer, Outgoing, Refused, Unclear

_CHANNEL = "telegram"
_ACTOR = "system"
_ENDS: tuple[tuple[str, Answer], ...] = (
    ("Доступ открыли, урок 3 ждёт вас", Accepted("101")),
    ("Запись эфира появится в кабинете в пятницу", Accepted("102")),
    ("Домашнюю работу проверим до завтрашнего вечера", Accepted("103")),
    ("Рассрочку подтвердили, платёж 5-го числа", Unclear()),
    ("Перенесли вас в вечернюю группу", Unclear("died")),
    ("Сертификат готов, ссылка в кабинете", Refused("blocked")),
)


def send(now: datetime) -> None:
    """Needs the students and the team."""
    account = accounts.connect(
        NewAccount(_CHANNEL, "Бот школы", settings={"mode": "polling"}), actor=_ACTOR, now=now
    )
    owner = Staff.objects.filter(role="coordinator", left_on=None).order_by("pk").first()
    students = Client.objects.filter(merged_into=None).order_by("pk")[: len(_ENDS)]
    at = now - timedelta(hours=2)
    services.enqueue_many(
        [
            Outgoing(
                channel=_CHANNEL,
                account_id=account.pk,
                recipient=str(1000 + student.pk),
                body={"text": text},
                key=f"demo:{number}",
                client_id=student.pk,
                staff_id=owner.pk if owner else None,
            )
            for number, (student, (text, _)) in enumerate(zip(students, _ENDS, strict=True))
        ],
        now=at,
    )
    terms = ports.terms_of(_CHANNEL)
    claimed = claiming.claim(account.pk, _CHANNEL, terms, now=at)
    answers = {one.id: _ENDS[int(one.key.partition(":")[2])][1] for one in claimed.attempts}
    claiming.settle(claimed.id, answers, terms, now=at)
    accounts.switch(account.pk, on=False, actor=_ACTOR, now=now)
