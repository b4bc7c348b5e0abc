"""Titles of columns in GetCourse's exports: today's, older ones, and those other tools write."""

from provodnik.facts.people.intake import FirstVisit
from provodnik.kernel.imports.types import CUSTOM, KnownColumn

_UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term", "utm_group")
_USER_UTM = tuple(f"user_{mark}" for mark in _UTM)

# An export of users has their own marks under either name; some schools fill one field by hand.
FIRST_VISIT = FirstVisit(
    source=("utm_source", "user_utm_source", "Откуда пришел"),
    medium=("utm_medium", "user_utm_medium"),
    campaign=("utm_campaign", "user_utm_campaign"),
)
# In an export of orders plain marks are the order's own.
BUYERS_FIRST_VISIT = FirstVisit(
    source=("user_utm_source",), medium=("user_utm_medium",), campaign=("user_utm_campaign",)
)

_EMAIL = ("Email", "E-mail", "Эл. почта", "Эл почта", "Электронная почта", "Почта")
_PHONE = ("Телефон", "Номер телефона", "Phone")

_PERSON = (
    KnownColumn("email", (*_EMAIL, "Email пользователя", "Email ученика")),
    KnownColumn("phone", _PHONE),
)

USERS = (
    *_PERSON,
    KnownColumn("user_id", ("id", "ID пользователя", "ID ученика", "Пользователь ID")),
    KnownColumn("user_name", ("ФИО", "Имя и фамилия", "Пользователь")),
    KnownColumn("first_name", ("Имя",)),
    KnownColumn("last_name", ("Фамилия",)),
    KnownColumn("registered_at", ("Создан", "Дата регистрации", "Дата создания")),
    KnownColumn("last_active_at", ("Последняя активность", "Дата последней активности")),
    KnownColumn("country", ("Страна",)),
    KnownColumn("city", ("Город",)),
    KnownColumn("telegram", ("Telegram", "Телеграм", "Ник в Telegram")),
    KnownColumn("group_id", ("ID группы",)),
    KnownColumn("group_at", ("Добавлен в группу",)),
    KnownColumn("user_utm", (*_UTM, *_USER_UTM, "Откуда пришел"), many=True),
    KnownColumn(
        CUSTOM,
        (
            "Тип регистрации",
            "Дата рождения",
            "Возраст",
            "От партнера",
            "ID партнера",
            "Email партнера",
            "ФИО партнера",
            "ФИО менеджера",
            "VK-ID",
        ),
        many=True,
    ),
)

ORDERS = (
    *_PERSON,
    KnownColumn("external_id", ("ID заказа", "Заказ ID")),
    KnownColumn("number", ("Номер", "Номер заказа")),
    KnownColumn("user_id", ("ID пользователя", "ID ученика", "Пользователь ID")),
    KnownColumn("user_name", ("Пользователь", "ФИО", "Имя пользователя")),
    KnownColumn("created_at", ("Дата создания", "Создан", "Дата создания заказа")),
    KnownColumn("paid_at", ("Дата оплаты", "Оплачен")),
    KnownColumn("title", ("Title", "Состав заказа", "Предложение", "Название", "Наименование")),
    KnownColumn("status", ("Статус", "Статус заказа")),
    KnownColumn("cost", ("Стоимость", "Стоимость заказа"), money=True),
    KnownColumn("stated_paid", ("Оплачено",), money=True),
    KnownColumn("staff_name", ("Менеджер", "ФИО менеджера", "Менеджер заказа")),
    KnownColumn("channel", ()),
    KnownColumn("utm", (*_UTM, *_USER_UTM, "user_gcpc"), many=True),
    KnownColumn(
        CUSTOM,
        (
            "Комиссия платежной системы",
            "Комиссии",
            "Получено",
            "Налог",
            "Налог, %",
            "Осталось после вычета комиссии платежной системы и налога",
            "Другие комиссии",
            "Заработано",
            "Заработано, RUB",
            "Валюта",
            "Город",
            "Платежная система",
            "ID партнера",
            "Использован промокод",
            "Промоакция",
            "ID партнера заказа",
            "Email партнера заказа",
            "ФИО партнера заказа",
            "ID партнера пользователя",
            "Email партнера пользователя",
            "ФИО партнера пользователя",
            "Партнерский источник",
            "Партнерский код",
            "Партнер (сессия)",
            "Теги",
            "Теги предложений",
        ),
        many=True,
    ),
)

PAYMENTS = (
    *_PERSON,
    KnownColumn("external_id", ("Номер", "Номер платежа", "ID платежа")),
    KnownColumn("order_ref", ("Заказ", "Номер заказа", "ID заказа")),
    KnownColumn("user_id", ("ID пользователя", "ID ученика")),
    KnownColumn("user_name", ("Пользователь", "ФИО")),
    KnownColumn("created_at", ("Дата создания", "Создан", "Дата")),
    KnownColumn("method", ("Тип", "Тип платежа")),
    KnownColumn("status", ("Статус", "Статус платежа")),
    KnownColumn("amount", ("Сумма", "Сумма платежа"), money=True),
    KnownColumn("fee", ("Комиссии", "Комиссия"), money=True),
    KnownColumn("title", ("Название", "Title", "Назначение")),
    KnownColumn(CUSTOM, ("Получено", "Код платежа", "Валюта"), many=True),
)
