"""The demo's story as the files a real school would bring: three exports and an events file."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from provodnik.config.demo.launches import told_elsewhere
from provodnik.config.demo.shapes import Happening, Part, Person, Purchase, Story
from provodnik.config.demo.source import School

# How the shipped method's utm rules recognise each channel of the programme.
_UTM = {
    "coordinator_calls": ("coordinator", "call", ""),
    "platform": ("platform", "lesson", ""),
    "warm_up": ("telegram", "chat", "warm_up"),
    "graduation": ("graduation", "", "graduation"),
    "alumni_master_class": ("alumni", "", "alumni_mk"),
}
# What won each student, in the marks of their first visit: medium, then campaigns in turn.
_FIRST_VISIT = {
    "vk-ads": ("vk-ads", "cpc", ("Окрашивание дома", "Похожие на учениц")),
    "yandex-direct": ("yandex-direct", "cpc", ("Курсы колориста", "Бренд")),
    "telegram": ("telegram", "post", ("Посев у мастеров", "Канал школы")),
    "webinar": ("sendsay", "email", ("Осень", "Вебинар о блонде", "Дайджест")),
    "friends": ("friends", "", ("",)),
}
# Of every ninth nobody recorded where they came from: so it is in schools.
_UNTOLD_EVERY = 9
_LABELS = {
    "new": "Новый",
    "payed": "Завершен",
    "cancelled": "Отменен",
    "in_work": "В работе",
    "payment_waiting": "Ожидаем оплаты",
    "part_payed": "Частично оплачен",
}


def write(story: Story, school: School, folder: Path, zone: ZoneInfo) -> dict[str, Path]:
    """Write the four files; returns them by kind of import, in the order to import them."""
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, tuple[Sequence[str], Iterable[Sequence[object]], str]] = {
        "getcourse-users": (_USERS, (_user(p, zone) for p in story.people), ";"),
        "getcourse-orders": (_ORDERS, (_order(p, school, zone) for p in story.purchases), ";"),
        "getcourse-payments": (_PAYMENTS, _payments(story.purchases, school, zone), ";"),
        "events": (_EVENTS, (_event(h) for h in story.happenings if not told_elsewhere(h)), ","),
    }
    files = {}
    for kind, (header, rows, delimiter) in tables.items():
        files[kind] = folder / f"{kind}.csv"
        with files[kind].open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=delimiter)
            writer.writerow(header)
            writer.writerows(rows)
    return files


_USERS = (
    *("id", "Email", "Тип регистрации", "Создан", "Последняя активность", "Имя", "Фамилия"),
    *("Телефон", "Страна", "Город", "Часовой пояс", "Откуда пришел", "utm_source"),
    *("utm_medium", "utm_campaign"),
)
_ORDERS = (
    *("ID заказа", "Номер", "ID пользователя", "Пользователь", "Email", "Телефон"),
    *("Дата создания", "Дата оплаты", "Title", "Статус", "Стоимость, RUB", "Оплачено", "Валюта"),
    *("Менеджер", "Город", "utm_source", "utm_medium", "utm_campaign"),
    *("user_utm_source", "user_utm_medium", "user_utm_campaign"),
)
_PAYMENTS = (
    *("Номер", "Пользователь", "Эл. почта", "Заказ", "Дата создания", "Тип", "Статус", "Сумма"),
    *("Комиссии", "Получено", "Код платежа", "Название"),
)
_ATTRS = (
    *("module", "measure", "required", "type", "text", "reason", "kind"),
    *("priority", "topic", "format", "meeting", "tacit", "what", "source"),
    *("passed", "applicable", "group"),
)
_EVENTS = (
    *("client", "event", "at", "value", "product", "item", "channel", "staff", "id"),
    *(f"attr.{name}" for name in _ATTRS),
)


def _wall(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def _user(person: Person, zone: ZoneInfo) -> Sequence[object]:
    return (
        *(person.number, person.email, "Создан самостоятельно", _wall(person.registered_at, zone)),
        *("", person.first_name, person.last_name, person.phone, "Россия", person.city),
        *(person.timezone, *_first_visit(person)),
    )


def _first_visit(person: Person) -> Sequence[str]:
    """«Откуда пришел» and the three marks."""
    if person.number % _UNTOLD_EVERY == 0:
        return ("", "", "", "")
    source, medium, campaigns = _FIRST_VISIT[person.utm_source]
    return ("", source, medium, campaigns[person.number % len(campaigns)])


def _order(purchase: Purchase, school: School, zone: ZoneInfo) -> Sequence[object]:
    person, names = purchase.person, {member.key: member.name for member in school.staff}
    source, medium, campaign = _UTM.get(purchase.channel, (person.utm_source, "cpc", ""))
    paid = sum(part.roubles for part in purchase.parts if not part.returned)
    return (
        *(purchase.number, purchase.number, person.number, person.full_name, person.email),
        *(person.phone, _wall(purchase.ordered_at, zone)),
        _wall(purchase.parts[0].paid_at, zone) if purchase.parts else "",
        *(school.product(purchase.product).name, _LABELS[purchase.status], purchase.roubles, paid),
        *("RUB", names.get(purchase.staff, ""), person.city, source, medium, campaign),
        *_first_visit(person)[1:],
    )


def _payments(
    purchases: Iterable[Purchase], school: School, zone: ZoneInfo
) -> Iterable[Sequence[object]]:
    number = 500_000
    for purchase in purchases:
        for part in purchase.parts:
            number += 1
            yield _payment(number, purchase, part, school, zone)


def _payment(
    number: int, purchase: Purchase, part: Part, school: School, zone: ZoneInfo
) -> Sequence[object]:
    fee = round(part.roubles * 0.025)
    return (
        *(number, purchase.person.full_name, purchase.person.email, purchase.number),
        *(_wall(part.paid_at, zone), "Банковская карта"),
        "Возвращен" if part.returned else "Получен",
        *(f"{part.roubles:,} руб.".replace(",", " "), f"{fee} руб.", f"{part.roubles - fee} руб."),
        *("", school.product(purchase.product).name),
    )


def _event(happening: Happening) -> Sequence[object]:
    return (
        *(happening.person.number if happening.person else "", happening.event),
        *(happening.at.isoformat(), happening.value, happening.product, happening.item),
        *(happening.channel, happening.staff, ""),
        *(happening.attrs.get(name, "") for name in _ATTRS),
    )
