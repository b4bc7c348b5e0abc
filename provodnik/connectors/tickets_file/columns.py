"""Titles under which help desks export requests and messages."""

from provodnik.kernel.imports.types import KnownColumn

COLUMNS = (
    KnownColumn(
        "ticket",
        (
            *("ticket", "ticket_id", "ticket id", "ID обращения", "Номер обращения", "Обращение"),
            *("ID тикета", "Номер тикета", "Тикет", "ID диалога", "Номер заявки", "Заявка"),
        ),
    ),
    KnownColumn(
        "client", ("client", "Клиент", "Ученик", "Студент", "ID ученика", "ID клиента", "customer")
    ),
    KnownColumn("email", ("Email", "E-mail", "Эл. почта", "Почта", "Email клиента")),
    KnownColumn("phone", ("Телефон", "phone", "Телефон клиента")),
    KnownColumn("client_name", ("Имя клиента", "Имя ученика", "ФИО", "client_name")),
    KnownColumn("channel", ("channel", "Канал", "Источник")),
    KnownColumn("subject", ("subject", "Тема письма", "Заголовок", "Суть обращения")),
    KnownColumn("topic", ("topic", "Тема", "Категория", "Раздел")),
    KnownColumn("priority", ("priority", "Приоритет", "Срочность")),
    KnownColumn(
        "opened_at", ("opened_at", "Открыто", "Создано", "Дата создания", "Дата обращения")
    ),
    KnownColumn("answered_at", ("answered_at", "Первый ответ", "Дата первого ответа", "Отвечено")),
    KnownColumn("resolved_at", ("resolved_at", "Решено", "Дата решения")),
    KnownColumn("closed_at", ("closed_at", "Закрыто", "Дата закрытия")),
    KnownColumn("owner", ("owner", "Ответственный", "Исполнитель", "Куратор", "Оператор")),
    KnownColumn("message_id", ("message_id", "ID сообщения", "Номер сообщения")),
    KnownColumn("said_at", ("said_at", "at", "Дата сообщения", "Время сообщения", "Отправлено")),
    KnownColumn("side", ("side", "from", "От кого", "Тип сообщения", "Направление")),
    KnownColumn("author", ("author", "Автор", "Автор сообщения")),
    KnownColumn("text", ("text", "Текст", "Сообщение", "Текст сообщения")),
)
